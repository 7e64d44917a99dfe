import type { FindingCommand, FindingStatus } from "../../domain/finding/finding";
import { offeredOfFinding } from "../../domain/finding/requirements";
import { findingTransitions } from "../../domain/finding/transitions";
import { type Actor, commandsFor } from "../../domain/lifecycle";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findTeamRoles } from "../../storage/target/target.repository";
import type { TierContext } from "../context";
import { factsFor } from "./facts";

/** What the caller may do with findings of the book, by their ids. */
export async function offeredFindings(
  context: TierContext,
  db: Db,
  findings: readonly FindingRow[],
): Promise<Map<string, FindingCommand[]>> {
  const teamRoles = await findTeamRoles(db, [...new Set(findings.map(({ targetId }) => targetId))]);
  const actors = new Map<string, Actor>();
  for (const { id, office, targetId } of findings) {
    actors.set(id, await context.actorIn(office, teamRoles.get(targetId)));
  }
  const mayDo = (finding: FindingRow) =>
    commandsFor<FindingStatus, FindingCommand>(findingTransitions, finding, actors.get(finding.id) as Actor);
  const asked = findings.filter((finding) => mayDo(finding).length > 0);
  if (asked.length === 0) return new Map();
  const factsOf = await factsFor(db, [...new Set(asked.flatMap(mayDo))], asked);
  const offered = asked.map((finding): [string, FindingCommand[]] => {
    return [finding.id, offeredOfFinding(finding, factsOf(finding), actors.get(finding.id) as Actor, context.today())];
  });
  return new Map(offered);
}
