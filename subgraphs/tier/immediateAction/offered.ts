import {
  effectOn,
  type ImmediateActionCommand,
  type ImmediateActionStatus,
} from "../../domain/immediateAction/immediateAction";
import { offeredOfImmediateAction } from "../../domain/immediateAction/requirements";
import { immediateActionTransitions } from "../../domain/immediateAction/transitions";
import { type Actor, commandsFor } from "../../domain/lifecycle";
import type { Db } from "../../storage/db";
import { findFindingsById } from "../../storage/finding/finding.repository";
import type { ImmediateActionRow } from "../../storage/immediateAction/immediateAction.row";
import { findTargetsById, findTeamRoles } from "../../storage/target/target.repository";
import type { TierContext } from "../context";

/** What the caller may do with immediate actions, by their ids. */
export async function offeredImmediateActions(
  context: TierContext,
  db: Db,
  actions: readonly ImmediateActionRow[],
): Promise<Map<string, ImmediateActionCommand[]>> {
  const targetIds = [...new Set(actions.map(({ targetId }) => targetId))];
  const teamRoles = await findTeamRoles(db, targetIds);
  const actors = new Map<string, Actor>();
  for (const { id, office, targetId } of actions)
    actors.set(id, await context.actorIn(office, teamRoles.get(targetId)));
  const mayDo = (action: ImmediateActionRow) =>
    commandsFor<ImmediateActionStatus, ImmediateActionCommand>(
      immediateActionTransitions,
      action,
      actors.get(action.id) as Actor,
    );
  const asked = actions.filter((action) => mayDo(action).length > 0);
  if (asked.length === 0) return new Map();
  const targets = await findTargetsById(db, targetIds);
  const confirmed = asked.filter((action) => mayDo(action).includes("CONFIRM"));
  const named = await findFindingsById(db, [...new Set(confirmed.flatMap(({ findingIds }) => findingIds))]);
  const offered = asked.flatMap((action): [string, ImmediateActionCommand[]][] => {
    const target = targets.find(({ id }) => id === action.targetId);
    if (!target) return [];
    const { proposedBy, doneBy, kind } = action;
    const effects = named.filter(({ id }) => action.findingIds.includes(id)).map((finding) => effectOn(kind, finding));
    const facts = { target: target.status, proposedBy, doneBy, effects };
    return [[action.id, offeredOfImmediateAction(action, facts, actors.get(action.id) as Actor)]];
  });
  return new Map(offered);
}
