import { newId } from "../../../schema/contract/ids";
import { NO_MORE } from "../../domain/finding/finding";
import { handsOver, PROPOSERS, takesActions } from "../../domain/immediateAction/immediateAction";
import { holdsOneOf } from "../../domain/lifecycle";
import { type Refused, refuse } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findFindingsToMove } from "../../storage/finding/moving.repository";
import { ImmediateActionRow } from "../../storage/immediateAction/immediateAction.row";
import { findTargetsById, findTeamRoles, holdTargets } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { entryOf, NOT_DONE } from "./immediateAction.service";
import type { ProposeImmediateActionInput, ProposeImmediateActionsInput } from "./immediateAction.type";

/** Proposes immediate actions of one target: all of them or none. */
export async function proposeImmediateActions(
  context: TierContext,
  input: ProposeImmediateActionsInput,
  key: string,
): Promise<string[] | Refused> {
  const targetId = requireOwnId(context, input.targetId, "input.targetId");
  const named = input.actions.map((action, i) => namedIn(context, action, `input.actions.${i}`));
  const book = bookWith("round_target", [targetId]);
  return changeBook(context, book, "proposeImmediateActions", key, input, async (db, context) => {
    const [known] = await findTargetsById(db, [targetId]);
    if (!known) throw notFound("input.targetId");
    const roles = await findTeamRoles(db, [targetId]);
    if (!holdsOneOf(context.actor(roles.get(targetId)), known, PROPOSERS)) {
      return refuse("ROLE_REQUIRED", targetId, PROPOSERS);
    }
    const [target] = await holdTargets(db, [targetId]);
    if (!target || !takesActions(target.status)) return refuse("NOT_DURING_ROUND", targetId);
    const on = input.on ?? context.today();
    if (on > context.today()) return refuse("DATE_IN_FUTURE", targetId);
    if (target.enteredOn && on < target.enteredOn) return refuse("DATE_OUT_OF_ORDER", targetId);
    const refused = await checkNamed(db, targetId, named);
    if (refused) return refused;
    const actions = input.actions.map((action, place) => proposalOf(context, target, action, on, place));
    await db.manager.insert(ImmediateActionRow, actions);
    return {
      ids: actions.map(({ id }) => id),
      entries: actions.map((action) => {
        const { kind, description, findingIds, transferredTo, synthetic } = action;
        const details = { targetId, kind, description, findingIds, transferredTo, on, synthetic };
        return entryOf(action, "ImmediateActionProposed", details);
      }),
    };
  });
}

interface Named {
  ids: string[];
  path: string;
}

/** The findings that a proposal names, each once.
 * @throws BAD_USER_INPUT, also where the kind and the department do not go together */
function namedIn(context: TierContext, action: ProposeImmediateActionInput, path: string): Named {
  if (handsOver(action.kind) !== Boolean(action.transferredTo)) {
    throw badField(`${path}.transferredTo`, action.transferredTo ? "ONLY_OF_TRANSFER" : "TRANSFER_NEEDS");
  }
  return { ids: requireOwnIds(context, action.findingIds, (i) => `${path}.findingIds.${i}`), path };
}

/** An action names what its own target's book holds and nobody dismissed.
 * @throws NOT_FOUND where one may not be seen, or is of another target */
async function checkNamed(db: Db, targetId: string, named: readonly Named[]): Promise<Refused | undefined> {
  const findings = await findFindingsToMove(db, [...new Set(named.flatMap(({ ids }) => ids))]);
  const own = new Map(findings.filter((each) => each.targetId === targetId).map((each) => [each.id, each]));
  for (const { ids, path } of named) {
    const hidden = ids.findIndex((id) => !own.has(id));
    if (hidden >= 0) throw notFound(`${path}.findingIds.${hidden}`);
  }
  const ended = findings.find(({ status }) => NO_MORE.includes(status));
  return ended && refuse("ILLEGAL_TRANSITION", ended.id);
}

function proposalOf(
  context: TierContext,
  { office, roundId, id: targetId, unitId, region }: TargetRow,
  { kind, description, findingIds, transferredTo, synthetic }: ProposeImmediateActionInput,
  on: string,
  place: number,
): ImmediateActionRow {
  return {
    id: newId(context.profile.tier),
    ...{ office, roundId, targetId, unitId, region, findingIds, kind, description, synthetic },
    transferredTo: transferredTo ?? null,
    ...{ status: "PROPOSED", statusOn: on, version: 1 },
    ...{ proposedOn: on, proposedAt: context.now(place), proposedBy: context.standing.person },
    ...{ authorisedOn: null, authorisedBy: null, documentNumber: null },
    ...NOT_DONE,
    ...{ confirmedOn: null, confirmedBy: null, note: null },
  };
}
