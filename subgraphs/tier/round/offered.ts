import { type Actor, commandsFor } from "../../domain/lifecycle";
import { offeredOfRound } from "../../domain/round/correction";
import type { RoundCommand, RoundStatus } from "../../domain/round/round";
import { roundTransitions } from "../../domain/round/transitions";
import { hasTargets } from "../../domain/target/target";
import type { Db } from "../../storage/db";
import { findTermsById } from "../../storage/office/office.repository";
import { findHiddenRounds, findWholeRounds } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import type { TierContext } from "../context";

/** What the caller may do with rounds, by their ids. */
export async function offeredRounds(
  context: TierContext,
  db: Db,
  rounds: readonly RoundRow[],
): Promise<Map<string, RoundCommand[]>> {
  const actors = new Map<string, Actor>();
  for (const { id, office } of rounds) actors.set(id, await context.actorIn(office));
  const asked = rounds.filter((round) => {
    return commandsFor<RoundStatus, RoundCommand>(roundTransitions, round, actors.get(round.id) as Actor).length > 0;
  });
  if (asked.length === 0) return new Map();
  const ids = asked.map(({ id }) => id);
  const whole = new Map((await findWholeRounds(db, ids)).map((each) => [each.id, each]));
  const hidden = new Set(await findHiddenRounds(db, ids));
  const terms = await findTermsById(db, [...new Set(asked.map(({ termId }) => termId))]);
  const offered = asked.map((round): [string, RoundCommand[]] => {
    // who may not see a part does not decide about the whole
    if (hidden.has(round.id)) return [round.id, []];
    const { statuses = [], firstEnteredOn = null } = whole.get(round.id) ?? {};
    const termStartsOn = terms.find(({ id }) => id === round.termId)?.startsOn;
    const proposedBy = round.proposal?.by ?? null;
    const facts = { header: round, termStartsOn, firstEnteredOn, proposedBy, today: context.today() };
    const actor = actors.get(round.id) as Actor;
    return [round.id, offeredOfRound(round, facts, round.proposal, hasTargets(statuses), actor)];
  });
  return new Map(offered);
}
