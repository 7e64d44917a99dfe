import { SEARCH_BASES, type SearchBasis } from "../../domain/search/search";
import type { Db } from "../db";
import { breadthOf, Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, rowsFor, toPage } from "../page";

/** Where a finding says what was searched for, as far as this reader may see it. */
export interface FindingHit {
  findingId: string;
  basis: SearchBasis;
  /** the disclosure that says it, where the basis is one */
  disclosureId: string | null;
  openedAt: string;
}

export interface Search {
  /** words of one character or more with white space between them: all of them are searched for */
  text: string;
  region?: string;
}

/** The targets of one's appointments, and those that they look back on. */
const MY_TARGETS = "(select m.target_id from my_team m union select m.target_id from my_look_back m)";

/** Every finding that the caller may see and that says all the words, newest first. What a row says is asked by the policies of
 * the tables of words; each arm carries its scope beside it: the own book, the targets of one's appointments, the books that one
 * keeps for offices on paper, what the other offices below submitted, what was disclosed to one's unit or office.
 * @param office region code of the caller's office */
export async function searchFindings(
  db: Db,
  office: string,
  search: Search,
  page: PageRequest,
): Promise<Page<FindingHit>> {
  const where = new Conditions();
  const me = where.parameter(office);
  const limit = rowsFor(page);
  const arm = (table: string, ...scope: string[]) => {
    const conditions = new Conditions(where);
    for (const condition of scope) conditions.add(condition);
    conditions.under("w.region", search.region);
    conditions.before("w.opened_at", "w.finding_id", page.after);
    return `from ${table} w where ${conditions.all()} order by w.opened_at desc, w.finding_id desc limit ${limit}`;
  };
  const own = arm("finding_words", `w.office = ${me}`, ...MAY_READ_AT_ALL);
  // each target, book and disclosure by itself: who has none makes the database look for nothing
  const team = arm("finding_words", "w.target_id = m.target_id", "w.office is distinct from reading_office()");
  const kept = arm("finding_words", "w.office = k.owner", `w.target_id <> all (array${MY_TARGETS})`);
  const below = arm(
    "published_finding_words",
    `w.${breadthOf(office)} = ${me}`,
    `w.office > ${me}`,
    `w.target_id <> all (array${MY_TARGETS})`,
    "w.office <> all (array(select k.owner from kept_by_me k))",
    ...MAY_READ_AT_ALL,
  );
  const disclosed = arm("disclosed_finding_words", "w.disclosure_id = m.disclosure_id");
  const sql = `select distinct on (opened_at, finding_id) finding_id, basis, disclosure_id, opened_at from (
      (select 'BOOK' as basis, w.finding_id, null as disclosure_id, w.opened_at ${own})
      union all (select 'BOOK', x.finding_id, null, x.opened_at from ${MY_TARGETS} m
        cross join lateral (select w.finding_id, w.opened_at ${team}) x)
      union all (select 'BOOK', x.finding_id, null, x.opened_at from kept_by_me k
        cross join lateral (select w.finding_id, w.opened_at ${kept}) x)
      union all (select 'PUBLISHED', w.finding_id, null, w.opened_at ${below})
      union all (select 'DISCLOSED', x.finding_id, m.disclosure_id, x.opened_at from disclosed_to_me m
        cross join lateral (select w.finding_id, w.opened_at ${disclosed}) x)
    ) hit
    order by opened_at desc, finding_id desc, array_position(${where.parameter(SEARCH_BASES)}::text[], basis) limit ${limit}`;
  return toPage(await db.rows<FindingHit>(sql, where.parameters, { searching: search.text }), page);
}
