import type { PageKey } from "../../../schema/contract/cursor";
import { newId } from "../../../schema/contract/ids";
import { FINDING_RECORDERS, FOLLOWS_TARGET, isDraft } from "../../domain/finding/finding";
import { findingTransitions } from "../../domain/finding/transitions";
import { type Actor, decide, follow, holdsOneOf, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { type TargetStatus, takesFindings } from "../../domain/target/target";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import {
  findFindingsById,
  findFindingsOfTargetsToMove,
  findFindingsToMove,
  lastOrdinal,
  saveFindings,
} from "../../storage/finding/finding.repository";
import { FindingRow } from "../../storage/finding/finding.row";
import { findTargetsById, findTargetsToMove, findTeamRoles } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { type Change, change, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import type { MoveFindingsInput, RecordFindingInput, RecordFindingsInput, ReviseFindingInput } from "./finding.type";

export function findingKey(finding: { openedAt: string; id: string }): PageKey {
  return { at: finding.openedAt, id: finding.id };
}

/** Records findings of one target as drafts: all of them or none. */
export async function recordFindings(
  context: TierContext,
  input: RecordFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  const targetId = requireOwnId(context, input.targetId, "input.targetId");
  return change(context, "recordFindings", key, input, async (db) => {
    const [known] = await findTargetsById(db, [targetId]);
    if (!known) throw notFound("input.targetId");
    const roles = await findTeamRoles(db, [targetId]);
    if (!holdsOneOf(context.actor(roles.get(targetId)), known, FINDING_RECORDERS)) {
      return refuse("ROLE_REQUIRED", targetId, FINDING_RECORDERS);
    }
    const [target] = await findTargetsToMove(db, [targetId]);
    if (!target || !takesFindings(target.status)) return refuse("TARGET_NOT_ENTERED", targetId);
    const last = await lastOrdinal(db, targetId);
    const findings = input.findings.map((finding, i) => draftOf(context, target, finding, last + 1 + i, i));
    await db.manager.insert(FindingRow, findings);
    return {
      ids: findings.map((finding) => finding.id),
      entries: findings.map((finding) => entryOf(finding, "FindingRecorded", textOf(finding))),
    };
  });
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
    version: 1,
    unitReply: null,
    exchangeException: null,
    proof: null,
    note: null,
    openedAt: context.now(place),
  };
}

/** Changes the text of a draft. */
export async function reviseFinding(
  context: TierContext,
  input: ReviseFindingInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return change(context, "reviseFinding", key, input, async (db) => {
    const locked = await lockFindings(db, [id], FINDING_RECORDERS, () => "input.id");
    if (isRefused(locked)) return locked;
    const finding = locked[0] as FindingRow;
    const roles = await findTeamRoles(db, [finding.targetId]);
    if (!holdsOneOf(context.actor(roles.get(finding.targetId)), finding, FINDING_RECORDERS)) {
      return refuse("ROLE_REQUIRED", id, FINDING_RECORDERS);
    }
    if (finding.version !== input.version) return refuse("STALE_VERSION", id);
    if (!isDraft(finding.status)) return refuse("ILLEGAL_TRANSITION", id);
    const { title, description, focus, category } = input;
    const next = { ...finding, title, description, focus, category, version: finding.version + 1 };
    await saveFindings(db, [next]);
    return { ids: [id], entries: [entryOf(next, "FindingRevised", textOf(next))] };
  });
}

/** Carries out one command on findings: all of them or none. */
export async function moveFindings(
  context: TierContext,
  input: MoveFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = requireOwnIds(
    context,
    input.findings.map((finding) => finding.id),
    (i) => `input.findings.${i}.id`,
  );
  return change(context, "moveFindings", key, input, (db) => moveLocked(context, db, ids, input));
}

/** The same for the findings of one target, as a part of a larger change: whoever answers for its unit. */
export async function moveFindingsOf(
  context: TierContext,
  db: Db,
  targetId: string,
  input: MoveFindingsInput,
): Promise<Change | Refused> {
  const path = (i: number) => `input.findings.${i}.id`;
  const ids = requireOwnIds(
    context,
    input.findings.map((finding) => finding.id),
    path,
  );
  const found = await findFindingsToMove(db, ids);
  const elsewhere = ids.findIndex((id) => found.find((finding) => finding.id === id)?.targetId !== targetId);
  if (elsewhere >= 0) throw notFound(path(elsewhere));
  return moveLocked(context, db, ids, input);
}

async function moveLocked(
  context: TierContext,
  db: Db,
  ids: string[],
  input: MoveFindingsInput,
): Promise<Change | Refused> {
  const parties = partiesOf(findingTransitions, input.command);
  const locked = await lockFindings(db, ids, parties, (i) => `input.findings.${i}.id`);
  if (isRefused(locked)) return locked;
  const targetIds = [...new Set(locked.map((finding) => finding.targetId))];
  const teamRoles = await findTeamRoles(db, targetIds);
  const moved: Moved[] = [];
  for (const [i, finding] of locked.entries()) {
    if (finding.version !== input.findings[i]?.version) return refuse("STALE_VERSION", finding.id);
    const next = moveOne(context, finding, input, context.actor(teamRoles.get(finding.targetId)));
    if (isRefused(next)) return next;
    moved.push(next);
  }
  await saveFindings(
    db,
    moved.map(({ finding }) => finding),
  );
  return {
    ids,
    entries: moved.map(({ finding, event }) => entryOf(finding, event, { ...input, findings: undefined })),
  };
}

interface Moved {
  finding: FindingRow;
  event: string;
}

type Step = Pick<MoveFindingsInput, "command" | "note" | "exception">;

function moveOne(context: TierContext, finding: FindingRow, step: Step, actor: Actor): Moved | Refused {
  const note = step.note?.trim();
  const moved = decide(findingTransitions, finding, step.command, actor, {
    REASON_REQUIRED: Boolean(note),
    REPLY_REQUIRED: Boolean(note),
    PROOF_REQUIRED: Boolean(note),
    DIRECT_REPORT_REASON_REQUIRED: Boolean(step.exception),
  });
  if (isRefused(moved)) return moved;
  const next: FindingRow = {
    ...inStatus(context, finding, moved.to),
    note: note || finding.note,
    unitReply: step.command === "EXCHANGE_FACTS" ? (note ?? null) : finding.unitReply,
    proof: step.command === "CLAIM" ? (note ?? null) : finding.proof,
    exchangeException: step.command === "REPORT" ? (step.exception ?? null) : finding.exchangeException,
  };
  return { finding: next, event: moved.event };
}

function inStatus(context: TierContext, finding: FindingRow, status: FindingRow["status"]): FindingRow {
  return { ...finding, status, statusAt: context.now(), version: finding.version + 1 };
}

/** The findings take the step that follows from their targets', which all came to the same status. */
export async function followTargetsTo(
  context: TierContext,
  db: Db,
  status: TargetStatus,
  targetIds: readonly string[],
): Promise<JournalEntry[]> {
  const step = FOLLOWS_TARGET[status];
  if (!step) return [];
  const findings = await findFindingsOfTargetsToMove(db, targetIds, step.from);
  const moved = findings.map((finding) => {
    const { to, event } = follow(findingTransitions, finding, step.command);
    return { finding: inStatus(context, finding, to), event };
  });
  await saveFindings(
    db,
    moved.map(({ finding }) => finding),
  );
  return moved.map(({ finding, event }) =>
    entryOf(finding, event, { command: step.command, follows: finding.targetId }),
  );
}

/** Findings of the book in the order of the request, locked for a change.
 * @throws NOT_FOUND where one may not be seen
 * @returns Refused ROLE_REQUIRED where one is only seen as published: it is another office's */
async function lockFindings(
  db: Db,
  ids: string[],
  parties: readonly string[],
  path: (i: number) => string,
): Promise<FindingRow[] | Refused> {
  const locked = new Map((await findFindingsToMove(db, ids)).map((finding) => [finding.id, finding]));
  const missing = ids.filter((id) => !locked.has(id));
  if (missing.length) {
    const readable = new Set((await findFindingsById(db, missing)).map((finding) => finding.id));
    const hidden = missing.find((id) => !readable.has(id));
    if (hidden) throw notFound(path(ids.indexOf(hidden)));
    return refuse("ROLE_REQUIRED", missing[0], parties);
  }
  return ids.map((id) => locked.get(id) as FindingRow);
}

function textOf({ title, description, focus, category }: FindingRow): object {
  return { title, description, focus, category };
}

function entryOf(finding: FindingRow, event: string, details: object): JournalEntry {
  const { office, id, version } = finding;
  return { office, event, objectKind: "Finding", objectId: id, objectVersion: version, details };
}
