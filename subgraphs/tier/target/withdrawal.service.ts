import { disclosureTransitions } from "../../domain/disclosure/transitions";
import { FINDING_STATUSES, TAKEN_BACK_FROM } from "../../domain/finding/finding";
import { follow } from "../../domain/lifecycle";
import type { RectificationCommand, RectificationStatus } from "../../domain/rectification/rectification";
import { rectificationTransitions } from "../../domain/rectification/transitions";
import type { ReleaseCommand, ReleaseStatus } from "../../domain/release/release";
import { releaseTransitions } from "../../domain/release/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findStandingToMove, saveTakenBack } from "../../storage/disclosure/disclosure.repository";
import { findFindingsOfTargetsToMove } from "../../storage/finding/moving.repository";
import {
  findRectificationsOfTargetsToMove,
  saveRectification,
} from "../../storage/rectification/rectification.repository";
import { findCopiesToMove } from "../../storage/release/release.repository";
import type { TierContext } from "../context";
import { followAll } from "../finding/finding.follow";
import { endRelease } from "../release/release.service";

/** Holds all that a feedback consists of, so that nobody answers it while it is asked whether somebody did. In the order in which an
 * answer locks: what was disclosed, then the findings. */
export async function holdFeedback(db: Db, targetIds: readonly string[]): Promise<void> {
  await findStandingToMove(db, targetIds);
  await findFindingsOfTargetsToMove(db, targetIds, FINDING_STATUSES);
  await findRectificationsOfTargetsToMove(db, targetIds);
}

/** The findings that were fed back are in the report again. */
export async function takeFindingsBack(
  context: TierContext,
  db: Db,
  targetIds: readonly string[],
): Promise<JournalEntry[]> {
  const findings = await findFindingsOfTargetsToMove(db, targetIds, TAKEN_BACK_FROM);
  return followAll(context, db, findings, "TAKE_FEEDBACK_BACK");
}

/** What was disclosed ends for everybody who had it, units and offices; each keeps a tombstone that says why.
 * @param reasons by target */
export async function takeDisclosuresBack(
  context: TierContext,
  db: Db,
  reasons: ReadonlyMap<string, string>,
): Promise<JournalEntry[]> {
  const withdrawnAt = context.now();
  const entries: JournalEntry[] = [];
  for (const disclosure of await findStandingToMove(db, [...reasons.keys()])) {
    const { to, event } = follow(disclosureTransitions, disclosure, "TAKE_BACK");
    const withdrawalReason = reasons.get(disclosure.targetId) as string;
    const next = { ...disclosure, status: to, version: disclosure.version + 1, withdrawnAt, withdrawalReason };
    await saveTakenBack(db, next);
    const { targetId, granteeName } = disclosure;
    entries.push(ofDisclosure(next, event, { follows: targetId, granteeName, withdrawalReason }));
  }
  return [...entries, ...(await takeCopiesBack(context, db, reasons))];
}

/** The copies of the feedback that went to offices end with it; their grantees are told by the exchange. */
async function takeCopiesBack(
  context: TierContext,
  db: Db,
  reasons: ReadonlyMap<string, string>,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const copy of await findCopiesToMove(db, [...reasons.keys()])) {
    const reason = copy.targetIds.flatMap((id) => reasons.get(id) ?? [])[0] as string;
    const moved = follow<ReleaseStatus, ReleaseCommand>(releaseTransitions, copy, "TAKE_BACK");
    entries.push(await endRelease(context, db, copy, moved, reason));
  }
  return entries;
}

/** The unit's rectification, in which nothing was brought yet, ends with its clocks. */
export async function withdrawRectifications(
  context: TierContext,
  db: Db,
  targetIds: readonly string[],
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const rectification of await findRectificationsOfTargetsToMove(db, targetIds)) {
    const step = follow<RectificationStatus, RectificationCommand>(rectificationTransitions, rectification, "WITHDRAW");
    const at = { statusOn: context.today(), statusAt: context.now() };
    const next = { ...rectification, ...at, status: step.to, version: rectification.version + 1 };
    await saveRectification(db, next);
    entries.push(
      ofRectification(next, step.event, { follows: rectification.targetId, fedBackOn: rectification.fedBackOn }),
    );
  }
  return entries;
}

const ofDisclosure = entriesOf("Disclosure");
const ofRectification = entriesOf("Rectification");
