import { isUnder } from "../../../schema/contract/regionCode";
import type { FindingStatus } from "../../domain/finding/finding";
import type { Db } from "../db";
import {
  breadthOf,
  Conditions,
  type DayRange,
  MAY_READ_AT_ALL,
  type Page,
  type PageRequest,
  pagesByParent,
  plannedFor,
  rowsFor,
  toPage,
} from "../page";
import { type Coloured, hasColour, hasColourByBook, submittedByStatus, TIMED } from "./byStatus";
import type { FindingRow } from "./finding.row";

/** A finding as this reader may see it: the book's row, or the text that was submitted with its live status beside it. */
export interface ReadableFinding extends FindingRow {
  basis: "BOOK" | "PUBLISHED";
  publicationId: string | null;
  liveStatus: FindingStatus;
  liveStatusAt: string;
  /** when what was submitted was sealed, so that its words are gone */
  sealedAt: string | null;
}

export interface FindingFilter {
  region?: string;
  liveStatus?: FindingStatus[];
  /** one of these codes: those of one term in all versions */
  focus?: readonly string[];
  category?: readonly string[];
  roundId?: string;
  targetId?: string;
  unitId?: string;
  /** when it was recorded */
  found?: DayRange;
  /** in which colour its own clock is on a day, as the figures count it */
  coloured?: Coloured;
  /** of the own book alone: when its target was fed back, what is due of it, and since when it is in its status */
  fedBack?: DayRange;
  due?: DayRange;
  changedSince?: string;
}

const COLUMNS = `office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category,
  status, unit_reply, further_unit_ids, synthetic, opened_at`;

/** The book's rows `f`. */
export const BOOK = `select f.id, ${prefixed("f")}, f.status_at, f.previous_status, f.version, f.exchange_exception, f.proof, f.claimed_by, f.note,
    f.text_version, f.confirmed_no_person, f.take_back_proposed_by, f.take_back_reason,
    f.status_by, f.claim_entered_by, f.exchange_taken_back_by,
    f.entered_by_office, 'BOOK' as basis, null as publication_id, f.status as live_status, f.status_at as live_status_at,
    null::timestamptz as sealed_at
  from finding f`;

/** What was published, with the live part beside it. The page is cut before anything is joined to it.
 * @param page a condition on published_finding rows `p`, with order and limit */
function published(page: string): string {
  return submitted(`select p.* from published_finding p where ${page}`);
}

/** @param rows a select of published_finding rows */
function submitted(rows: string): string {
  return `select p.finding_id as id, ${prefixed("p")},
    (select s.submitted_at from publication s where s.id = p.publication_id) as status_at,
    null as previous_status, p.finding_version as version,
    null as exchange_exception, null as proof, null as claimed_by, null as note, 1 as text_version, false as confirmed_no_person,
    null as take_back_proposed_by, null as take_back_reason,
    null as status_by, null as claim_entered_by, null as exchange_taken_back_by,
    c.entered_by_office, 'PUBLISHED' as basis, p.publication_id, c.status as live_status, c.status_at as live_status_at,
    p.sealed_at
  from (${rows}) p
  join finding_cell c on c.finding_id = p.finding_id`;
}

function prefixed(alias: string): string {
  return COLUMNS.replace(/\w+/g, (column) => `${alias}.${column}`);
}

/** Who works with the book does not get the published copy of the same finding beside it. */
const NOT_IN_BOOK = "p.is_current and not exists (select 1 from finding b where b.id = p.finding_id offset 0)";

/** By id, the book's row where the caller may read it, the current published one otherwise. */
export async function findFindingsById(db: Db, ids: readonly string[]): Promise<ReadableFinding[]> {
  return db.rows<ReadableFinding>(
    `${BOOK} where f.id = any ($1) union all ${published(`p.finding_id = any ($1) and ${NOT_IN_BOOK}`)}`,
    [ids],
  );
}

/** Everything that the caller may see, newest first. Each arm carries its scope beside the policies, so that an index
 * serves it: the own book, the targets of one's appointments, the books that one keeps for offices on paper, what the other
 * offices below submitted.
 * @param office region code of the caller's office */
export async function findFindings(
  db: Db,
  office: string,
  filter: FindingFilter,
  page: PageRequest,
): Promise<Page<ReadableFinding>> {
  const where = new Conditions();
  const mine = where.parameter(office);
  const own = armOf(where, "f", filter, page, [`f.office = ${mine}`, ...MAY_READ_AT_ALL]);
  const team = armOf(where, "f", filter, page, [
    "f.target_id in (select m.target_id from my_team m)",
    "f.office is distinct from reading_office()",
  ]);
  // each office on paper by itself, so that its index gives the newest
  const keptScope = ["f.office = k.owner", "f.target_id not in (select m.target_id from my_team m)"];
  const kept = armOf(where, "f", filter, page, keptScope, hasColourByBook);
  const limit = rowsFor(page);
  const below = rowsBelow(where, office, mine, filter, page);
  const sql = `select * from (
      (${BOOK} where ${own} ${newest("f")} limit ${limit})
      union all (${BOOK} where ${team} ${newest("f")} limit ${limit})
      union all (select x.* from kept_by_me k cross join lateral (${BOOK} where ${kept} ${newest("f")} limit ${limit}) x
                 order by x.opened_at desc, x.id desc limit ${limit})
      union all ${submitted(below)}
    ) x order by opened_at desc, id desc limit ${limit}`;
  const eachTime = plannedFor(filter.region ?? filter.unitId ?? filter.coloured?.on);
  return toPage(await db.rows<ReadableFinding>(sql, where.parameters, eachTime), page);
}

/** A page of what the other offices below submitted.
 * @param mine the placeholder of the caller's office */
function rowsBelow(
  where: Conditions,
  office: string,
  mine: string,
  { liveStatus, coloured, region, ...filter }: FindingFilter,
  page: PageRequest,
): string {
  const limit = rowsFor(page);
  // what an office submits lies in its area (0103): asked of the own area, or of more, all that is below lies in it; a condition that all
  // rows fulfil makes the database take them for few
  const narrower = region && !isUnder(office, region) ? region : undefined;
  const scopeOf = (alias: "c" | "p") => [
    `${alias}.${breadthOf(office)} = ${mine}`,
    `${alias}.office > ${mine}`,
    // in the own tier nobody is below: without this, all that the own office has submitted is walked through for nothing
    `exists (select from office o where o.code > ${mine} and o.code < ${mine} || ':')`,
    ...MAY_READ_AT_ALL,
    `${alias}.target_id not in (select m.target_id from my_team m)`,
    `${alias}.office not in (select k.owner from kept_by_me k)`,
  ];
  if (!liveStatus && !coloured) {
    const rows = armOf(where, "p", { ...filter, region: narrower }, page, [...scopeOf("p"), "p.is_current"]);
    return `select p.* from published_finding p where ${rows} ${newest("p")} limit ${limit}`;
  }
  const [cells, rows] = [new Conditions(where), new Conditions(where)];
  for (const condition of scopeOf("c")) cells.add(condition);
  const { focus, category, ...places } = filter;
  narrow(cells, "c", { ...places, region: narrower });
  cells.before("c.opened_at", "c.finding_id", page.after);
  // as it was submitted: the book may have been corrected since
  narrow(rows, "p", { focus, category });
  return submittedByStatus(where, { liveStatus, coloured, cells, rows, limit });
}

function newest(alias: "f" | "p"): string {
  return `order by ${alias}.opened_at desc, ${alias}.${alias === "f" ? "id" : "finding_id"} desc`;
}

/** Whether a row of the book has a colour, by the start that its cell keeps. */
function hasColourByCell(where: Conditions, coloured: Coloured): string {
  return `exists (select from finding_cell c where c.finding_id = f.id and ${hasColour(where, coloured)} offset 0)`;
}

/** The conditions of one arm; `f` reads the book, `p` what was published.
 * @param inColour how a colour is asked for, where the book is read */
function armOf(
  where: Conditions,
  alias: "f" | "p",
  filter: FindingFilter,
  page: PageRequest,
  scope: string[],
  inColour = hasColourByCell,
): string {
  const arm = new Conditions(where);
  for (const condition of scope) arm.add(condition);
  narrow(arm, alias, filter);
  if (alias === "f" && filter.coloured) {
    arm.oneOf("f.status", TIMED);
    arm.add(inColour(arm, filter.coloured));
  }
  arm.before(`${alias}.opened_at`, alias === "f" ? "f.id" : "p.finding_id", page.after);
  return arm.all();
}

/** What a filter says of one arm: of the book's rows, of those that were submitted, or of the cells of these. */
export function narrow(arm: Conditions, alias: "f" | "p" | "c", filter: FindingFilter): void {
  arm.under(`${alias}.region`, filter.region);
  if (alias === "f") arm.oneOf("f.status", filter.liveStatus);
  arm.equalToOne(`${alias}.focus`, filter.focus);
  arm.equalToOne(`${alias}.category`, filter.category);
  arm.equal(`${alias}.round_id`, filter.roundId);
  arm.equal(`${alias}.target_id`, filter.targetId);
  arm.equal(`${alias}.unit_id`, filter.unitId);
  arm.happened(`${alias}.opened_at`, filter.found);
  if (alias === "f" && filter.changedSince) arm.add(`f.status_at > ${arm.parameter(filter.changedSince)}::timestamptz`);
  if (alias === "f" && (filter.fedBack?.from || filter.fedBack?.until)) {
    const told = new Conditions(arm);
    told.between("t.fed_back_on", filter.fedBack);
    arm.add(`exists (select from round_target t where t.id = f.target_id and ${told.all()} offset 0)`);
  }
}

/** The book's findings of a target, as they are numbered. */
export async function findFindingsByNumber(db: Db, targetId: string): Promise<FindingRow[]> {
  return db.rows<FindingRow>("select * from finding where target_id = $1 order by ordinal", [targetId]);
}

/** The first findings of each parent (a target or a round), newest first. */
export async function findFindingsOf(
  db: Db,
  parent: "target_id" | "round_id",
  ids: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<ReadableFinding>>> {
  const where = new Conditions();
  const list = where.parameter(ids);
  const book = new Conditions(where);
  book.add(`f.${parent} = x.id`);
  book.before("f.opened_at", "f.id", page.after);
  const submitted = new Conditions(where);
  submitted.add(`p.${parent} = x.id and ${NOT_IN_BOOK}`);
  submitted.before("p.opened_at", "p.finding_id", page.after);
  const limit = rowsFor(page);
  const sql = `select r.* from unnest(${list}::text[]) as x (id) cross join lateral (
      (${BOOK} where ${book.all()} ${newest("f")} limit ${limit})
      union all ${published(`${submitted.all()} ${newest("p")} limit ${limit}`)}
      order by opened_at desc, id desc limit ${limit}) r`;
  const rows = await db.rows<ReadableFinding>(sql, where.parameters);
  const key = parent === "target_id" ? "targetId" : "roundId";
  return pagesByParent(rows, (row) => row[key], page);
}
