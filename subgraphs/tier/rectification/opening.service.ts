import { newId } from "../../../schema/contract/ids";
import { follow } from "../../domain/lifecycle";
import type { RectificationCommand, RectificationStatus } from "../../domain/rectification/rectification";
import { rectificationTransitions } from "../../domain/rectification/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import {
  findRectificationsOfTargetsToMove,
  saveRectification,
} from "../../storage/rectification/rectification.repository";
import { RectificationRow } from "../../storage/rectification/rectification.row";
import type { RoundRow } from "../../storage/round/round.row";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";

const entryOf = entriesOf("Rectification");

/** Each target that is fed back has its rectification from that day on: anew, where a feedback before was withdrawn. */
export async function openRectifications(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  rounds: ReadonlyMap<string, RoundRow>,
  on: string,
): Promise<JournalEntry[]> {
  const withdrawn = await findRectificationsOfTargetsToMove(
    db,
    targets.map(({ id }) => id),
  );
  const fresh = targets.filter(({ id }) => !withdrawn.some(({ targetId }) => targetId === id));
  const rectifications = fresh.map((target, place): RectificationRow => {
    const { office, roundId, id: targetId, unitId, unitName, region } = target;
    return {
      ...{ office, roundId, targetId, unitId, unitName, region },
      id: newId(context.profile.tier),
      status: "PLAN_DUE",
      statusOn: on,
      statusAt: context.now(),
      version: 1,
      ...{ plan: null, planEnteredBy: null, report: null, reportEnteredBy: null, evaluation: null, note: null },
      fedBackOn: on,
      ...{ planSubmittedOn: null, planReviewedOn: null, concentratedOn: null },
      ...{ reportedOn: null, reviewOpenedOn: null, evaluatedOn: null, continuedOn: null, completedOn: null },
      ...{ corrections: [], takeBackProposedBy: null, takeBackReason: null },
      synthetic: rounds.get(roundId)?.synthetic ?? false,
      openedAt: context.now(place),
    };
  });
  await db.manager.insert(RectificationRow, rectifications);
  const entries = rectifications.map((each) => entryOf(each, "RectificationOpened", each));
  for (const before of withdrawn) {
    const { to, event } = follow<RectificationStatus, RectificationCommand>(
      rectificationTransitions,
      before,
      "OPEN_AGAIN",
    );
    const at = { statusOn: on, statusAt: context.now(), fedBackOn: on };
    const next = { ...before, ...at, status: to, version: before.version + 1 };
    await saveRectification(db, next);
    entries.push(entryOf(next, event, at));
  }
  return entries;
}
