import type { ReadableKind, ReadingRule } from "../../domain/readers/readers";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, rowsFor, toPage } from "../page";

/** By one rule, one reader: exactly one of office, person and unit, or an office with the role of its department. */
export interface ReaderRow {
  id: string;
  rule: ReadingRule;
  officeCode: string | null;
  person: string | null;
  unitId: string | null;
  role: string | null;
  /** the first instant; the beginning of time where the rule knows none */
  sinceOrEver: string;
  since: string | null;
  /** the last day, null where one of the rights does not end by itself */
  until: string | null;
}

/** Where an object stands: an order in no round. */
export interface Place {
  office: string;
  roundId: string | null;
  targetId: string | null;
}

const IN_BOOK: Record<ReadableKind, string> = {
  ROUND: "select office, id as round_id, null as target_id from round where id = $1",
  TARGET: "select office, round_id, id as target_id from round_target where id = $1",
  FINDING: "select office, round_id, target_id from finding where id = $1",
  // who keeps the book of an office on paper may read two rows of it: the own one is asked of
  ORDER: `select office, null as round_id, null as target_id from office_order where id = $1
    order by office = (select caller_office()) desc limit 1`,
};
/** What stands beside the book without a word of its texts. */
const BESIDE_BOOK: Record<ReadableKind, string> = {
  ROUND: IN_BOOK.ROUND,
  TARGET: "select office, round_id, target_id from inspection where target_id = $1",
  FINDING: "select office, round_id, target_id from finding_cell where finding_id = $1",
  ORDER: IN_BOOK.ORDER,
};

/** Where an object of the book stands, for whoever reads it there. */
export async function findPlace(db: Db, kind: ReadableKind, id: string): Promise<Place | undefined> {
  const [place] = await db.rows<Place>(IN_BOOK[kind], [id]);
  return place;
}

/** The same for the audit administrator of its office. For the rest of this transaction the policies show the rows that the
 * rules rest on, as far as they are of the object's round. */
export async function findPlaceToAudit(db: Db, kind: ReadableKind, id: string): Promise<Place | undefined> {
  await db.rows("select set_config('app.auditing', $1, true)", [id]);
  const [place] = await db.rows<Place>(BESIDE_BOOK[kind], [id]);
  if (place) await db.rows("select set_config('app.auditing_round', $1, true)", [place.roundId ?? ""]);
  return place;
}

/** A key of the form of an id, the same for the same reader by the same rule, so that a page can go on from it. */
const KEY = `split_part($1, ':', 1) || ':' || translate(rtrim(encode(substr(sha256(convert_to(
  concat_ws('|', r.rule, r.reader_office, r.reader_person, r.reader_unit, r.reader_role), 'UTF8')), 1, 16), 'base64'), '='), '+/', '-_')`;
const EVER = "'0001-01-01T00:00:00Z'::timestamptz";

/** Who reads an object and by which rule, the latest right first.
 * @param rules those that show something of this kind of object */
export async function findReaders(
  db: Db,
  { kind, id, rules }: { kind: ReadableKind; id: string; rules: readonly ReadingRule[] },
  { office, roundId, targetId }: Place,
  page: PageRequest,
): Promise<Page<ReaderRow>> {
  const where = new Conditions();
  where.parameter(id);
  where.equal("r.owner", office);
  where.oneOf("r.rule", rules);
  if (kind === "ORDER") where.add("r.order_id = $1 or r.order_id is null");
  else if (targetId === null) where.add(`r.round_id is null or r.round_id = ${where.parameter(roundId)}`);
  else {
    const target = where.parameter(targetId);
    where.add(
      `r.target_id = ${target} or r.target_id is null and coalesce(r.round_id, '') in ('', ${where.parameter(roundId)})`,
    );
  }
  if (kind === "FINDING") where.add("r.finding_ids is null or $1 = any (r.finding_ids)");
  const after = new Conditions(where);
  after.before("since_or_ever", "id", page.after);
  const sql = `select * from (
      select ${KEY} as id, r.rule, r.reader_office as office_code, r.reader_person as person, r.reader_unit as unit_id,
        r.reader_role as role, min(r.since) as since, coalesce(min(r.since), ${EVER}) as since_or_ever,
        case when bool_and(r.until is not null) then max(r.until) end as until
      from reading_rule r where ${where.all()} group by 1, 2, 3, 4, 5, 6) x
    where ${after.all()} order by since_or_ever desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReaderRow>(sql, where.parameters), page);
}
