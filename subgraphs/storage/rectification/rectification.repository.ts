import type { FindingStatus } from "../../domain/finding/finding";
import type { RectificationStatus } from "../../domain/rectification/rectification";
import type { MissingSignature } from "../../domain/rectification/review";
import type { Db } from "../db";
import { Conditions, type DayRange, MAY_READ_AT_ALL, type Page, type PageRequest, rowsFor, toPage } from "../page";
import { type MeasureRow, RectificationRow, type ReviewPartyRow, type ReviewSignatureRow } from "./rectification.row";

export async function findRectificationsById(db: Db, ids: readonly string[]): Promise<RectificationRow[]> {
  return db.rows<RectificationRow>("select * from rectification where id = any ($1)", [ids]);
}

export async function findRectificationsOfTargets(db: Db, targetIds: readonly string[]): Promise<RectificationRow[]> {
  return db.rows<RectificationRow>("select * from rectification where target_id = any ($1)", [targetIds]);
}

interface RectificationFilter {
  status?: readonly RectificationStatus[];
  unitId?: string;
  fedBack?: DayRange;
  /** of the own book alone */
  due?: DayRange;
}

/** A rectification and what runs for it: null where nothing does. */
interface DueRectification extends RectificationRow {
  dueOn: string | null;
}

/** Those of the caller's unit, or of the caller's office; the latest first.
 * @param reader the arm of the list that an index can follow */
export async function findRectifications(
  db: Db,
  reader: { office: string; unit?: string },
  filter: RectificationFilter,
  page: PageRequest,
): Promise<Page<RectificationRow>> {
  const where = new Conditions();
  if (reader.unit) where.add("r.target_id in (select m.target_id from fed_back_to_me m)");
  else where.equal("r.office", reader.office);
  narrow(where, filter);
  where.before("r.opened_at", "r.id", page.after);
  const sql = `select r.* from rectification r where ${where.all()}
    order by r.opened_at desc, r.id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<RectificationRow>(sql, where.parameters), page);
}

function narrow(where: Conditions, { status, unitId, fedBack }: RectificationFilter): void {
  where.oneOf("r.status", status);
  where.equal("r.unit_id", unitId);
  where.between("r.fed_back_on", fedBack);
}

/** Those of the own book by the day on which the next of their clocks is due, the earliest first; behind them those for which none
 * runs. */
export async function findRectificationsByDue(
  db: Db,
  office: string,
  filter: RectificationFilter,
  page: { first: number; after?: { dueOn: string; id: string } },
): Promise<Page<DueRectification>> {
  const where = new Conditions();
  where.equal("r.office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  narrow(where, filter);
  where.between("d.due_on", filter.due);
  const due = "coalesce(d.due_on, 'infinity'::date)";
  if (page.after) {
    const last = [where.parameter(page.after.dueOn), where.parameter(page.after.id)];
    where.add(`(${due}, r.id) > (${last[0]}::date, ${last[1]}::text)`);
  }
  const sql = `select r.*, d.due_on from rectification r
    left join (select n.target_id, min(n.due_on) as due_on from my_running_deadline n
      where n.office = $1 and n.finding_id is null and n.clock <> 'OBJECTION' group by n.target_id) d on d.target_id = r.target_id
    where ${where.all()} order by ${due}, r.id limit ${rowsFor(page)}`;
  return toPage(await db.rows<DueRectification>(sql, where.parameters), page);
}

export async function findRectificationToMove(db: Db, id: string): Promise<RectificationRow | undefined> {
  const [rectification] = await db.rows<RectificationRow>("select * from rectification where id = $1 for update", [id]);
  return rectification;
}

/** In a fixed order, so that two changes cannot lock each other out. */
export async function findRectificationsOfTargetsToMove(
  db: Db,
  targetIds: readonly string[],
): Promise<RectificationRow[]> {
  return db.rows<RectificationRow>("select * from rectification where target_id = any ($1) order by id for update", [
    targetIds,
  ]);
}

export async function saveRectification(db: Db, rectification: RectificationRow): Promise<void> {
  const { id, status, statusOn, statusAt, version, plan, report, evaluation, note } = rectification;
  const { planSubmittedOn, planReviewedOn, concentratedOn, reportedOn, evaluatedOn, completedOn } = rectification;
  const { reviewOpenedOn, continuedOn, corrections, takeBackProposedBy, takeBackReason } = rectification;
  const planned = { planSubmittedOn, planReviewedOn, concentratedOn, reportedOn };
  const dates = { ...planned, reviewOpenedOn, evaluatedOn, continuedOn, completedOn, corrections };
  const { planEnteredBy, reportEnteredBy, fedBackOn } = rectification;
  const words = { plan, planEnteredBy, report, reportEnteredBy, evaluation, note };
  const changed = {
    status,
    takeBackProposedBy,
    takeBackReason,
    statusOn,
    statusAt,
    version,
    fedBackOn,
    ...words,
    ...dates,
  };
  await db.manager.update(RectificationRow, { id }, changed);
}

/** The measures of the last plan that was submitted, in its order. */
export async function findMeasures(db: Db, rectificationIds: readonly string[]): Promise<MeasureRow[]> {
  return db.rows<MeasureRow>(
    `select m.* from measure m where m.rectification_id = any ($1)
       and m.submission = (select max(l.submission) from measure l where l.rectification_id = m.rectification_id)
     order by m.ordinal`,
    [rectificationIds],
  );
}

/** Of which of them the caller is recused from a finding that the plan names: its words are not for the caller. */
export async function findRecusedPlans(db: Db, ids: readonly string[]): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>(
    `select id from rectification where id = any ($1)
       and (recused_from(recusal_unit_ids) or finding_ids && recusals('finding'))`,
    [ids],
  );
}

/** How many plans were submitted. */
export async function countSubmissions(db: Db, rectificationId: string): Promise<number> {
  const [row] = await db.rows<{ last: number }>(
    "select coalesce(max(submission), 0) as last from measure where rectification_id = $1",
    [rectificationId],
  );
  return row?.last ?? 0;
}

interface FedBackFinding {
  findingId: string;
  status: FindingStatus;
}

/** What the unit of the target was told of. */
export async function findFedBack(db: Db, targetId: string): Promise<FedBackFinding[]> {
  return db.rows<FedBackFinding>(
    `select distinct f.finding_id, f.status from disclosed_finding f
     join disclosure d on d.id = f.disclosure_id and d.purpose = 'FEEDBACK' and d.status <> 'WITHDRAWN'
     where d.target_id = $1 and f.is_current`,
    [targetId],
  );
}

/** The places and signatures of the last review, in the order of the parties. */
export async function findSignatures(db: Db, rectificationIds: readonly string[]): Promise<ReviewSignatureRow[]> {
  return db.rows<ReviewSignatureRow>(
    `select s.* from review_signature s where s.rectification_id = any ($1)
       and s.review = (select max(l.review) from review_signature l where l.rectification_id = s.rectification_id)
     order by s.ordinal`,
    [rectificationIds],
  );
}

/** The places of the last review that nobody has signed, each with some accounts of the office that could. */
export async function findMissingSignatures(db: Db, rectificationId: string): Promise<MissingSignature[]> {
  return db.rows<MissingSignature>(
    `select s.name, s.role, array(
       select a.id from account a join account_role r on r.account_id = a.id
       where a.office = s.office and r.role = s.role and a.active and a.unit_id is not distinct from s.signer_unit
       order by a.id limit ${NAMED_SIGNERS}) as accounts
     from review_signature s where s.rectification_id = $1 and s.signed_by is null
       and s.review = (select max(l.review) from review_signature l where l.rectification_id = $1)
     order by s.ordinal`,
    [rectificationId],
  );
}

/** A few are a hint whom to ask; a department may have many. */
const NAMED_SIGNERS = 3;

/** @returns false where somebody else was quicker */
export async function signFor(
  db: Db,
  {
    id,
    by,
    at,
    opinion,
    paperDocument,
  }: { id: string; by: string; at: string; opinion: string; paperDocument?: string },
): Promise<boolean> {
  const signed = await db.rows(
    `update review_signature set signed_by = $2, signed_at = $3, opinion = $4, paper_document = $5
     where id = $1 and signed_by is null returning id`,
    [id, by, at, opinion, paperDocument ?? null],
  );
  return signed.length === 1;
}

/** The parties that an office has configured for a day, in order. */
export async function findParties(db: Db, office: string, on: string): Promise<ReviewPartyRow[]> {
  return db.rows<ReviewPartyRow>(
    `select * from review_party where office = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)
     order by ordinal`,
    [office, on],
  );
}

export async function endParties(db: Db, office: string, on: string): Promise<void> {
  await db.rows("update review_party set valid_to = $2 where office = $1 and valid_to is null and valid_from < $2", [
    office,
    on,
  ]);
}

export async function findPartiesById(db: Db, ids: readonly string[]): Promise<ReviewPartyRow[]> {
  return db.rows<ReviewPartyRow>("select * from review_party where id = any ($1)", [ids]);
}
