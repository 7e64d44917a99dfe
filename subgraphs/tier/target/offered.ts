import { type Actor, commandsFor } from "../../domain/lifecycle";
import { offeredOfTarget } from "../../domain/target/requirements";
import { lastDate, type TargetCommand, type TargetStatus } from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { Db } from "../../storage/db";
import { findRoundsById } from "../../storage/round/round.repository";
import { findPartlyHidden, findTeamRoles } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import { factsFor } from "./facts";

/** What the caller may do with targets, by their ids. */
export async function offeredTargets(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
): Promise<Map<string, TargetCommand[]>> {
  const teamRoles = await findTeamRoles(
    db,
    targets.map(({ id }) => id),
  );
  const actors = new Map<string, Actor>();
  for (const { id, office } of targets) actors.set(id, await context.actorIn(office, teamRoles.get(id)));
  const mayDo = (target: TargetRow) =>
    commandsFor<TargetStatus, TargetCommand>(targetTransitions, target, actors.get(target.id) as Actor);
  const asked = targets.filter((target) => mayDo(target).length > 0);
  if (asked.length === 0) return new Map();
  const commands = [...new Set(asked.flatMap(mayDo))];
  const rounds = await findRoundsById(db, [...new Set(asked.map(({ roundId }) => roundId))]);
  const factsOf = await factsFor(db, context.profile, commands, asked, "TO_OFFER");
  // who may not see a part does not decide about the whole
  const judged = asked.flatMap(({ predecessorId }) => predecessorId ?? []);
  const hidden = new Set(await findPartlyHidden(db, [...asked.map(({ id }) => id), ...judged]));
  const offered = asked.map((target): [string, TargetCommand[]] => {
    const round = rounds.find(({ id }) => id === target.roundId);
    if (!round || hidden.has(target.id)) return [target.id, []];
    const today = context.today();
    const after = lastDate(target) ?? round.authorisedOn ?? today;
    // what another register says of the unit is asked for with the step itself
    const facts = { round, ...factsOf(target.id), unitAttested: true };
    const all = offeredOfTarget(target, facts, actors.get(target.id) as Actor, { today, after });
    const judges = target.predecessorId !== null && hidden.has(target.predecessorId);
    return [target.id, judges ? all.filter((command) => !DECIDES_VERDICTS.includes(command)) : all];
  });
  return new Map(offered);
}

/** What asks for the verdicts of a look-back decides about the target that it looks back on. */
export const DECIDES_VERDICTS: readonly TargetCommand[] = ["REPORT", "ARCHIVE"];
