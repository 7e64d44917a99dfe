import type { SupervisionResult } from "../../domain/supervision/stated";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, pagesByParent, rowsFor } from "../page";
import type { ReleaseRow } from "../release/release.row";
import type { LinkedFindingRow } from "./supervision.row";

/** What members linked, the newest finding first: what the own office linked with its present status, what others did by the last word
 * of each. Whoever is no member gets nothing: the policies say who reads a received link, and the own ones are asked here. */
export async function findLinkedFindings(
  db: Db,
  supervisionIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<LinkedFindingRow>>> {
  const where = new Conditions();
  const ids = where.parameter(supervisionIds);
  const arm = () => {
    const conditions = new Conditions(where);
    conditions.add("r.supervision_id = s.id and r.office = (select reading_office())");
    conditions.add("release_stands(r.status, r.expires_on)");
    conditions.before("f.opened_at", "f.finding_id", page.after);
    return conditions.all();
  };
  const said = `r.checklist_item, f.release_id, f.finding_id, f.ordinal, f.unit_name, f.title, f.description, f.focus, f.category,
    f.opened_at, r.expires_on, f.sealed_at, f.corrected_at`;
  const newest = `order by f.opened_at desc, f.finding_id desc limit ${rowsFor(page)}`;
  const rows = await db.rows<LinkedFindingRow>(
    `select x.* from unnest(${ids}::text[]) as s (id) cross join lateral (
       (select s.id as supervision_id, r.office as office_code, ${said},
          (select c.status from finding_cell c where c.finding_id = f.finding_id) as status
        from release r join released_finding f on f.office = r.office and f.release_id = r.id where ${arm()} ${newest})
       union all
       (select s.id, r.source, ${said}, f.status
        from received_release r join received_release_finding f on f.office = r.office and f.release_id = r.id
        where ${arm()} ${newest})
       order by opened_at desc, finding_id desc limit ${rowsFor(page)}) x`,
    where.parameters,
  );
  return pagesByParent(rows, ({ supervisionId }) => supervisionId, page);
}

/** How many linked findings stand in each status, by who linked them: of all members, whatever a recusal hides. */
export interface LinkedCount {
  supervisionId: string;
  officeCode: string;
  status: string;
  count: number;
  /** since when it is counted on no more */
  concludedAt: string | null;
}

/** Of what is concluded, as it stood then. */
export async function countLinked(db: Db, supervisionIds: readonly string[]): Promise<LinkedCount[]> {
  return db.rows(
    `select supervision_id, office_code, status, count, concluded_at from supervision_result
     where supervision_id = any ($1) and office = (select reading_office())
     union all
     select l.supervision_id, l.office_code, l.status, count(*)::int, null from (
       select distinct on (c.supervision_id, c.finding_id) c.supervision_id, c.source as office_code,
         coalesce(c.status, (select f.status from finding_cell f where f.finding_id = c.finding_id)) as status
       from supervision_cell c
       where c.supervision_id = any ($1) and c.office = (select reading_office()) and not c.ended
         and c.expires_on >= office_today()
         and not exists (select 1 from supervision_result r where r.supervision_id = c.supervision_id and r.office = c.office offset 0)
       order by c.supervision_id, c.finding_id, c.release_id) l
     group by 1, 2, 3 order by 1, 2, 3`,
    [supervisionIds],
  );
}

export async function insertResult(
  db: Pick<Db, "rows">,
  { office, id }: { office: string; id: string },
  { concludedAt, counts }: SupervisionResult,
): Promise<void> {
  await db.rows(
    `insert into supervision_result (office, supervision_id, office_code, status, count, concluded_at)
     select $1, $2, "officeCode", status, count, $4
     from jsonb_to_recordset($3) as c ("officeCode" text, status text, count integer)`,
    [office, id, JSON.stringify(counts), concludedAt],
  );
}

/** @returns the findings among these that are linked already, and stand */
export async function findLinkedAlready(
  db: Db,
  supervisionId: string,
  findingIds: readonly string[],
): Promise<string[]> {
  const rows = await db.rows<{ findingId: string }>(
    `select c.finding_id from supervision_cell c
     where c.supervision_id = $1 and c.finding_id = any ($2) and c.office = (select reading_office()) and not c.ended
       and c.expires_on >= office_today() order by 1`,
    [supervisionId, findingIds],
  );
  return rows.map(({ findingId }) => findingId);
}

/** The own links that stand, in a fixed order. */
export async function findOwnLinksToMove(db: Db, supervisionId: string): Promise<ReleaseRow[]> {
  return db.rows(
    "select * from release where supervision_id = $1 and office = (select reading_office()) and status <> 'WITHDRAWN' order by id for update",
    [supervisionId],
  );
}
