import type { FindingStatus } from "../../domain/finding/finding";
import type { After } from "../../domain/finding/takingBack";
import type { Db } from "../db";
import type { FindingRow } from "./finding.row";

/** Reads findings for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findFindingsToMove(db: Db, ids: readonly string[]): Promise<FindingRow[]> {
  return db.rows<FindingRow>("select * from finding where id = any ($1) order by id for update", [ids]);
}

export async function findFindingsOfTargetsToMove(
  db: Db,
  targetIds: readonly string[],
  statuses: readonly FindingStatus[],
): Promise<FindingRow[]> {
  return db.rows<FindingRow>(
    "select * from finding where target_id = any ($1) and status = any ($2) order by id for update",
    [targetIds, statuses],
  );
}

export async function findFindingsOfTargets(
  db: Db,
  targetIds: readonly string[],
  statuses: readonly FindingStatus[],
): Promise<FindingRow[]> {
  return db.rows<FindingRow>("select * from finding where target_id = any ($1) and status = any ($2) order by id", [
    targetIds,
    statuses,
  ]);
}

/** What may stand on the last step of a finding. */
interface AfterFinding extends After {
  id: string;
}

/** An archive is an office's day that may lie before its entry, so the journal tells when it came; where it does not tell the
 * caller, the archive stands. */
export async function findAfter(db: Db, ids: readonly string[]): Promise<AfterFinding[]> {
  // a verification that stands again, since its closure was taken back, stands since it was made
  return db.rows<AfterFinding>(
    `select f.id, t.status as target,
       coalesce(r.status = 'COMPLETED' and r.status_at >= s.at, false) as completed_since,
       coalesce(t.status = 'ARCHIVED' and coalesce((select max(j.at) from journal j
         where j.object_id = t.id and j.event = 'TargetArchived'), 'infinity') >= s.at, false) as archived_since,
       exists (select from verdict v where v.finding_id = f.id and v.proposed_at > s.at) as judged_since
     from finding f
     cross join lateral (select least(f.status_at, case when f.status = 'VERIFIED' then (select max(j.at) from journal j
       where j.object_id = f.id and j.event in ('FindingVerified', 'FindingVerifiedAtOnce')) end) as at offset 0) s
     left join round_target t on t.id = f.target_id
     left join lateral (select r.status, r.status_at from rectification r where r.target_id = f.target_id offset 0) r on true
     where f.id = any ($1)`,
    [ids],
  );
}

/** The targets of which a feedback stands: a unit knows it from its own, since it reads no target. */
export async function findTargetsFedBack(db: Db, targetIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>(
    `select id from round_target where id = any ($1) and fed_back_on is not null
     union select target_id from disclosure where target_id = any ($1) and purpose = 'FEEDBACK' and status <> 'WITHDRAWN'`,
    [targetIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Holds the findings' targets in their statuses until the transaction ends: before the findings, as every change locks. */
export async function holdTargetsOfFindings(db: Db, ids: readonly string[]): Promise<void> {
  await db.rows(
    "select id from round_target where id in (select f.target_id from finding f where f.id = any ($1)) order by id for share",
    [ids],
  );
}

/** Holds the findings of the targets as they are until the transaction ends, in the order in which others lock them. */
export async function holdFindingsOfTargets(db: Db, targetIds: readonly string[]): Promise<void> {
  await db.rows("select id from finding where target_id = any ($1) order by id for share", [targetIds]);
}

/** The highest number that a finding of the target bears, 0 where there is none. Numbers have no gaps and no finding is
 * deleted: so the cells count it, of which no recusal hides one. */
export async function lastOrdinal(db: Db, targetId: string): Promise<number> {
  const [row] = await db.rows<{ last: number }>("select count(*)::int as last from finding_cell where target_id = $1", [
    targetId,
  ]);
  return row?.last ?? 0;
}

/** The next version of a finding: only what a command may change. */
type FindingChange = Pick<FindingRow, "id" | "version" | "status" | "statusAt" | "previousStatus"> &
  Pick<
    FindingRow,
    | "unitReply"
    | "exchangeException"
    | "proof"
    | "claimedBy"
    | "claimEnteredBy"
    | "note"
    | "title"
    | "description"
    | "focus"
    | "category"
    | "furtherUnitIds"
    | "textVersion"
    | "confirmedNoPerson"
  >;

/** Writes the new versions in one statement. The rows were read with `for update` in this transaction. */
export async function saveFindings(db: Db, changes: readonly FindingChange[]): Promise<void> {
  await db.rows(
    `update finding f set version = c.version, status = c.status, status_at = c."statusAt",
       previous_status = c."previousStatus", status_by = c."statusBy", unit_reply = c."unitReply",
       exchange_exception = c."exchangeException", exchange_taken_back_by = c."exchangeTakenBackBy", proof = c.proof, claimed_by = c."claimedBy",
       claimed_at = c."claimedAt", take_back_proposed_by = c."takeBackProposedBy", take_back_reason = c."takeBackReason",
       claim_entered_by = c."claimEnteredBy", note = c.note, title = c.title,
       description = c.description, focus = c.focus, category = c.category, further_unit_ids = c."furtherUnitIds",
       text_version = c."textVersion", confirmed_no_person = c."confirmedNoPerson"
     from jsonb_to_recordset($1) as c (id text, version integer, status text, "statusAt" timestamptz,
       "previousStatus" text, "statusBy" text, "exchangeTakenBackBy" text, "unitReply" text, "exchangeException" text, proof text, "claimedBy" text,
       "claimedAt" timestamptz, "takeBackProposedBy" text, "takeBackReason" text, "claimEnteredBy" text, note text, title text, description text, focus text, category text,
       "furtherUnitIds" text[], "textVersion" integer, "confirmedNoPerson" boolean)
     where f.id = c.id`,
    [JSON.stringify(changes)],
  );
}
