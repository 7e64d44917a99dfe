import { newId } from "../../../schema/contract/ids";
import { FINDING_RECORDERS } from "../../domain/finding/finding";
import { holdsOneOf } from "../../domain/lifecycle";
import { standsDirectlyAbove } from "../../domain/office/onBehalf";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { takesFindings } from "../../domain/target/target";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { lastOrdinal } from "../../storage/finding/moving.repository";
import { insertFindings } from "../../storage/ledger/ledger.repository";
import { findOfficesByCode } from "../../storage/office/office.repository";
import { findTargetsById, findTargetsToMove, findTeamRoles } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, type Change, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import { entryOf } from "./finding.change";
import type { RecordFindingInput, RecordFindingsInput } from "./finding.type";
import { checkTexts, keepWritten, textOf } from "./text.service";

/** Records findings of one target as drafts: all of them or none. */
export async function recordFindings(
  context: TierContext,
  input: RecordFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  const targetId = requireOwnId(context, input.targetId, "input.targetId");
  const book = bookWith("round_target", [targetId]);
  return changeBook(context, book, "recordFindings", key, input, async (db, context) => {
    const [known] = await findTargetsById(db, [targetId]);
    if (!known) throw notFound("input.targetId");
    const locked = await lockTargetsToRecordIn(context, db, [known]);
    if (isRefused(locked)) return locked;
    const [target] = locked.open;
    if (!target) return locked.barred.get(targetId) as Refused;
    const incoming = input.findings.map((text, place) => ({ text, place, path: `input.findings.${place}` }));
    return recordDrafts(context, db, target, incoming);
  });
}

/** Targets in which somebody may record now, and why not in the others. */
interface LockedTargets {
  open: TargetRow[];
  /** by the target's id: ROLE_REQUIRED or TARGET_NOT_ENTERED */
  barred: Map<string, Refused>;
}

/** Locks those targets of one office in which somebody may record findings now.
 * @param context of whoever acts
 * @returns Refused ROLE_REQUIRED or OFFICE_KEEPS_OWN_BOOK where it is none, by right */
export async function lockTargetsToRecordIn(
  context: TierContext,
  db: Db,
  asked: readonly TargetRow[],
): Promise<LockedTargets | Refused> {
  const right = await rightToRecord(context, db, asked);
  if (isRefused(right)) return right;
  const mine = new Set(right.map(({ id }) => id));
  const open = (await findTargetsToMove(db, [...mine])).filter(({ status }) => takesFindings(status));
  const barred = asked
    .filter(({ id }) => !open.some((target) => target.id === id))
    .map(({ id }): [string, Refused] => [
      id,
      mine.has(id) ? refuse("TARGET_NOT_ENTERED", id) : refuse("ROLE_REQUIRED", id, FINDING_RECORDERS),
    ]);
  return { open, barred: new Map(barred) };
}

/** In which of these targets of one office somebody may record: as that office, as their team, or on its behalf.
 * @param context of whoever acts */
export async function rightToRecord(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
): Promise<TargetRow[] | Refused> {
  const ids = targets.map(({ id }) => id);
  const roles = await findTeamRoles(db, ids);
  const own = targets.filter((target) => holdsOneOf(context.actor(roles.get(target.id)), target, FINDING_RECORDERS));
  if (own.length) return own;
  const office = targets[0]?.office;
  if (!office || !standsDirectlyAbove(context.standing, office)) {
    return refuse("ROLE_REQUIRED", ids[0], FINDING_RECORDERS);
  }
  const [row] = await findOfficesByCode(db, [office]);
  return refuse("OFFICE_KEEPS_OWN_BOOK", row?.id);
}

/** A finding to record, and where it stands in the request. */
export interface IncomingDraft {
  text: RecordFindingInput;
  place: number;
  path: string;
}

/** Checks and writes drafts of one target, which is locked and for which the caller's right was asked.
 * @throws BAD_USER_INPUT naming what is wrong with the texts */
async function recordDrafts(
  context: TierContext,
  db: Db,
  target: TargetRow,
  incoming: readonly IncomingDraft[],
): Promise<Change | Refused> {
  const refused = await checkTexts(context, db, target.unitId, incoming);
  return refused ?? writeDrafts(context, db, target, incoming);
}

/** Writes drafts of one target whose texts were checked. */
export async function writeDrafts(
  context: TierContext,
  db: Db,
  target: TargetRow,
  incoming: readonly IncomingDraft[],
): Promise<Change> {
  const last = await lastOrdinal(db, target.id);
  const findings = incoming.map(({ text, place }, i) => draftOf(context, target, text, last + 1 + i, place));
  await insertFindings(db, findings);
  await keepWritten(context, db, findings, null);
  return {
    ids: findings.map((finding) => finding.id),
    entries: findings.map((finding) => entryOf(finding, "FindingRecorded", textOf(finding))),
  };
}

function draftOf(
  context: TierContext,
  target: TargetRow,
  input: RecordFindingInput,
  ordinal: number,
  place: number,
): FindingRow {
  return {
    ...input,
    id: newId(context.profile.tier),
    office: target.office,
    roundId: target.roundId,
    targetId: target.id,
    unitId: target.unitId,
    unitName: target.unitName,
    region: target.region,
    ordinal,
    status: "DRAFT",
    statusAt: context.now(),
    previousStatus: null,
    statusBy: context.standing.person,
    version: 1,
    textVersion: 1,
    unitReply: null,
    exchangeException: null,
    exchangeTakenBackBy: null,
    proof: null,
    ...{ claimedBy: null, claimedAt: null, takeBackProposedBy: null, takeBackReason: null },
    claimEnteredBy: null,
    note: null,
    enteredByOffice: null,
    openedAt: context.now(place),
  };
}
