import type { DisclosurePurpose, DisclosureStatus } from "../../domain/disclosure/disclosure";
import { type ExchangeException, FED_BACK_AS, type FindingStatus, FOLLOWS_TARGET } from "../../domain/finding/finding";
import type { Db } from "../db";
import type { FindingRow } from "../finding/finding.row";
import { Conditions, type Page, type PageRequest, pagesByParent, rowsFor, toPage } from "../page";
import { type DisclosedFindingRow, DisclosureRow, type SealedTextRow } from "./disclosure.row";

export async function findDisclosuresById(db: Db, ids: readonly string[]): Promise<DisclosureRow[]> {
  return db.rows<DisclosureRow>("select * from disclosure where id = any ($1)", [ids]);
}

export async function findDisclosuresOfTargets(db: Db, targetIds: readonly string[]): Promise<DisclosureRow[]> {
  return db.rows<DisclosureRow>(
    "select * from disclosure where target_id = any ($1) order by issued_at desc, id desc",
    [targetIds],
  );
}

/** By target: the document number of the feedback that stands, where it has one. */
export async function findFeedbackNumbers(db: Db, targetIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ targetId: string; documentNumber: string }>(
    `select target_id, document_number from disclosure
     where target_id = any ($1) and purpose = 'FEEDBACK' and status <> 'WITHDRAWN' and document_number is not null`,
    [targetIds],
  );
  return new Map(rows.map(({ targetId, documentNumber }) => [targetId, documentNumber]));
}

/** What each disclosure says of its findings now, newest first. */
export async function findDisclosedFindings(
  db: Db,
  disclosureIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<DisclosedFindingRow>>> {
  const where = new Conditions();
  const list = where.parameter(disclosureIds);
  where.add("d.disclosure_id = x.id and d.is_current");
  where.before("d.opened_at", "d.finding_id", page.after);
  const rows = await db.rows<DisclosedFindingRow>(
    `select r.* from unnest(${list}::text[]) as x (id) cross join lateral (
       select d.* from disclosed_finding d where ${where.all()}
       order by d.opened_at desc, d.finding_id desc limit ${rowsFor(page)}) r`,
    where.parameters,
  );
  return pagesByParent(rows, (row) => row.disclosureId, page);
}

/** What a disclosure says of a finding. */
export interface DisclosedFindingKey {
  disclosureId: string;
  findingId: string;
}

/** What disclosures say of single findings now. */
export async function findDisclosedFindingsByKey(
  db: Db,
  keys: readonly DisclosedFindingKey[],
): Promise<DisclosedFindingRow[]> {
  return db.rows<DisclosedFindingRow>(
    `select d.* from disclosed_finding d join unnest($1::text[], $2::text[]) as x (disclosure_id, finding_id)
       on d.disclosure_id = x.disclosure_id and d.finding_id = x.finding_id where d.is_current`,
    [keys.map(({ disclosureId }) => disclosureId), keys.map(({ findingId }) => findingId)],
  );
}

interface DisclosureFilter {
  /** ISSUED_BY_US from the own book, TO_US to the caller's unit or office */
  direction: "ISSUED_BY_US" | "TO_US";
  status?: DisclosureStatus;
  purpose?: DisclosurePurpose;
}

/** The latest first.
 * @param reader office and unit of the caller: the arm of the list that an index can follow */
export async function findDisclosures(
  db: Db,
  reader: { office: string; unit?: string },
  filter: DisclosureFilter,
  page: PageRequest,
): Promise<Page<DisclosureRow>> {
  const where = new Conditions();
  if (filter.direction === "ISSUED_BY_US") where.equal("office", reader.office);
  else if (reader.unit) where.equal("grantee_unit", reader.unit);
  else where.equal("grantee_office", reader.office);
  where.equal("status", filter.status);
  where.equal("purpose", filter.purpose);
  where.before("issued_at", "id", page.after);
  const sql = `select * from disclosure where ${where.all()}
    order by issued_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<DisclosureRow>(sql, where.parameters), page);
}

export async function findDisclosureToMove(db: Db, id: string): Promise<DisclosureRow | undefined> {
  const [disclosure] = await db.rows<DisclosureRow>("select * from disclosure where id = $1 for update", [id]);
  return disclosure;
}

export async function saveDisclosure(db: Db, disclosure: DisclosureRow): Promise<void> {
  const { id, status, version, acknowledgedAt, acknowledgedBy, note } = disclosure;
  await db.manager.update(DisclosureRow, { id }, { status, version, acknowledgedAt, acknowledgedBy, note });
}

/** What stands of the feedback of targets, to everybody, in a fixed order so that two changes cannot lock each other out. */
export async function findStandingToMove(db: Db, targetIds: readonly string[]): Promise<DisclosureRow[]> {
  return db.rows<DisclosureRow>(
    "select * from disclosure where target_id = any ($1) and status <> 'WITHDRAWN' order by id for update",
    [targetIds],
  );
}

export async function saveTakenBack(db: Db, disclosure: DisclosureRow): Promise<void> {
  const { id, status, version, withdrawnAt, withdrawalReason } = disclosure;
  await db.manager.update(DisclosureRow, { id }, { status, version, withdrawnAt, withdrawalReason });
}

/** What is told of a target's findings, by their statuses ($2) and by the exceptions ($3) that are told all the same. */
const TOLD = "f.status = any ($2) and (f.exchange_exception is null or f.exchange_exception = any ($3))";

/** What would be fed back with a target now, as `discloseFindings` copies it once they have followed the target; by number. */
export async function findToDisclose(
  db: Db,
  targetId: string,
  exceptions: readonly ExchangeException[],
): Promise<FindingRow[]> {
  return db.rows<FindingRow>(`select f.* from finding f where f.target_id = $1 and ${TOLD} order by f.ordinal`, [
    ...[targetId, FOLLOWS_TARGET.FED_BACK?.from ?? [], exceptions],
  ]);
}

/** Copies the text of what was fed back with the targets, as it is now, into their disclosures of one purpose.
 * @param exceptions findings that were reported without an exchange for one of these reasons are among it */
export async function discloseFindings(
  db: Db,
  disclosureIds: readonly string[],
  exceptions: readonly ExchangeException[],
): Promise<void> {
  await db.rows(
    `insert into disclosed_finding (disclosure_id, finding_id, text_version, is_current, office, round_id, target_id, unit_id,
       region, ordinal, title, description, focus, category, status, finding_version, opened_at, recusal_unit_ids)
     select d.id, f.id, 1, true, f.office, f.round_id, f.target_id, f.unit_id, f.region, f.ordinal,
       f.title, f.description, f.focus, f.category, f.status, f.version, f.opened_at, f.further_unit_ids
     from disclosure d join finding f on f.target_id = d.target_id where d.id = any ($1) and ${TOLD}`,
    [disclosureIds, FED_BACK_AS, exceptions],
  );
}

/** The findings' present texts become the next versions of what was disclosed of them, in every disclosure that stands; the
 * versions before stay.
 * @param at since when it is corrected; undefined where no fact is another, so that nobody's days to object begin anew
 * @returns what the disclosures say now */
export async function correctDisclosed(
  db: Db,
  findingIds: readonly string[],
  at: string | undefined,
): Promise<DisclosedFindingRow[]> {
  return db.rows<DisclosedFindingRow>(
    `with before as (
       update disclosed_finding d set is_current = false
       from disclosure i where i.id = d.disclosure_id and i.status <> 'WITHDRAWN' and d.finding_id = any ($1) and d.is_current
       returning d.*)
     insert into disclosed_finding (disclosure_id, finding_id, text_version, is_current, office, round_id, target_id, unit_id,
       region, ordinal, title, description, focus, category, status, finding_version, reason, claim_entered_by, opened_at,
       recusal_unit_ids, corrected_at)
     select b.disclosure_id, b.finding_id, b.text_version + 1, true, b.office, b.round_id, b.target_id, b.unit_id, b.region,
       b.ordinal, f.title, f.description, f.focus, f.category, f.status, f.version, b.reason, b.claim_entered_by,
       b.opened_at, b.recusal_unit_ids, coalesce($2::timestamptz, b.corrected_at)
     from before b join finding f on f.id = b.finding_id
     returning *`,
    [findingIds, at ?? null],
  );
}

/** Seals what disclosures said of a finding: every version but the one that each disclosure which stands says now. */
export async function sealBefore(db: Db, findingId: string, { at, by }: { at: string; by: string }): Promise<void> {
  const before = `from disclosed_finding d join disclosure i on i.id = d.disclosure_id
    where d.finding_id = $1 and d.sealed_at is null and not (d.is_current and i.status <> 'WITHDRAWN')`;
  await db.rows(
    `insert into sealed_text (disclosure_id, finding_id, text_version, office, round_id, unit_id, region, recusal_unit_ids, title,
       description, sealed_at, sealed_by)
     select d.disclosure_id, d.finding_id, d.text_version, d.office, d.round_id, d.unit_id, d.region, d.recusal_unit_ids, d.title,
       d.description, $2, $3 ${before}`,
    [findingId, at, by],
  );
  await db.rows(
    `update disclosed_finding x set title = '', description = '', sealed_at = $2
     from (select d.disclosure_id, d.text_version ${before}) s
     where x.finding_id = $1 and x.disclosure_id = s.disclosure_id and x.text_version = s.text_version`,
    [findingId, at],
  );
}

/** What was sealed of a finding, the latest first. */
export async function findSealed(db: Db, findingId: string): Promise<SealedTextRow[]> {
  return db.rows<SealedTextRow>(
    "select * from sealed_text where finding_id = $1 order by sealed_at desc, disclosure_id, text_version desc",
    [findingId],
  );
}

/** The disclosures that say something of a finding and stand, in a fixed order so that two changes cannot lock each other out. */
export async function findTellingToMove(db: Db, findingId: string): Promise<DisclosureRow[]> {
  return db.rows<DisclosureRow>(
    "select * from disclosure where $1 = any (finding_ids) and status <> 'WITHDRAWN' and target_id = (select f.target_id from finding f where f.id = $1) order by id for update",
    [findingId],
  );
}

/** What the disclosures said of the findings before it was corrected, the latest first. */
export async function findDisclosedBefore(db: Db, findingIds: readonly string[]): Promise<DisclosedFindingRow[]> {
  return db.rows<DisclosedFindingRow>(
    "select * from disclosed_finding where finding_id = any ($1) and not is_current order by text_version desc",
    [findingIds],
  );
}

/** Where a finding stands, as far as something that the caller reads says so. */
export async function findFedBackStatuses(db: Db, findingId: string): Promise<FindingStatus[]> {
  const rows = await db.rows<{ status: FindingStatus }>(
    "select distinct status from disclosed_finding where finding_id = $1 and is_current",
    [findingId],
  );
  return rows.map(({ status }) => status);
}

/** From here on in this transaction, a person of the unit may touch the target's findings, as far as the policies let the
 * unit answer for it. */
export async function answerFor(db: Db, targetId: string): Promise<void> {
  await db.rows("select set_config('app.answering', $1, true)", [targetId]);
}
