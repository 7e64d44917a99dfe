import type { Db } from "../db";
import type { UnitRow } from "../office/unit.row";
import { Conditions, type Page, type PageRequest, plannedFor, rowsFor, toPage } from "../page";
import { askedRegions, MY_OFFICE, under } from "./mine";

/** 全覆盖: distinct units that were due, and how many of them were inspected. */
export interface CoverageRow {
  /** a region code, or the id of a term */
  key: string;
  due: number;
  inspected: number;
  /** 提级: units of the registers below that this tier inspected in their stead */
  upgraded: number;
}

/** A target that somebody entered; what is planned covers nothing. */
const VISITED = `i.entered_on is not null and i.status <> 'RELEASED'
  and (i.office = ${MY_OFFICE} or i.filed and i.office > ${MY_OFFICE} and i.office < ${MY_OFFICE} || ':')`;

/** A unit that goes on from others: it was inspected when each of those had been. With `offset`, so that it is looked up for a unit,
 * and not for all of them at once. */
const GOES_ON = "exists (select from unit p where p.successor_id = u.id offset 0)";

/** The term that each office is in on the day `$2`, if any. */
export const CURRENT_TERM = `current as materialized (
  select distinct on (office) office, id, starts_on from term
  where starts_on <= $2::date and (ends_on is null or ends_on > $2::date) order by office, starts_on desc)`;

/** Of each region in the caller's area: the units of this tier's registers that are valid today, and those of them that were
 * entered in their office's current term. A unit without data, or whose office has opened no term, is due. Sums, and the units
 * that wait for the fold, each as it is for as it was: exact, and the same rows whatever was inspected how often. */
export async function coverRegions(db: Db, regions: readonly string[], today: string): Promise<CoverageRow[]> {
  return db.rows<CoverageRow>(
    `with ${askedRegions("$1")}, ${CURRENT_TERM}, running as materialized (select array_agg(id) as ids from current),
     waiting as materialized (select distinct d.unit_id from figure_cover_delta d where ${under("d.region", MY_OFFICE)}),
     fresh as materialized (
       select region, kind, valid_from, valid_to, terms, 1 as n
       from waiting w cross join lateral (
         select * from cover_fact f where f.unit_id = w.unit_id and f.scope = ${MY_OFFICE} offset 0) f
       union all
       select region, kind, valid_from, valid_to, terms, -1
       from waiting w join figure_cover_unit c on c.unit_id = w.unit_id and c.scope = ${MY_OFFICE})
     select a.region as key,
       coalesce(sum(n) filter (where kind = 'REGISTER' and valid), 0)::int as due,
       coalesce(sum(n) filter (where kind = 'REGISTER' and valid and now_in_term), 0)::int as inspected,
       coalesce(sum(n) filter (where kind = 'UPGRADED' and now_in_term), 0)::int as upgraded
     from asked a left join lateral (
       select s.kind, s.n, s.valid_from <= $2::date and s.valid_to > $2::date as valid,
         string_to_array(s.terms, ' ') && (select ids from running) as now_in_term
       from (
         select kind, valid_from, valid_to, terms, n from figure_cover c where c.scope = ${MY_OFFICE} and c.region = a.region
         union all
         select kind, valid_from, valid_to, terms, n from fresh f where ${under("f.region", "a.region")}) s) s on true
     group by a.region`,
    [regions, today],
  );
}

/** Of each term: the units of its office's register on its last day, or today, and those that were entered while it lasted. */
export async function coverTerms(db: Db, termIds: readonly string[], today: string): Promise<CoverageRow[]> {
  return db.rows<CoverageRow>(
    `with asked as materialized (
       select t.*, least($2::date, t.ends_on - 1) as on_day from term t
       where t.id = any ($1) and t.office >= ${MY_OFFICE} and t.office < ${MY_OFFICE} || ':')
     select t.id as key, u.due, u.inspected, x.upgraded
     from asked t
     cross join lateral (
       select count(*)::int as due,
         count(*) filter (where v.unit_id is not null
           or ${GOES_ON} and t.id = any (covered_terms(u.id, u.office, ${MY_OFFICE})))::int as inspected
       from unit u left join (
         select distinct i.unit_id from inspection_cell i
         where ${VISITED} and i.office = t.office
           and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)) v on v.unit_id = u.id
       where u.office = t.office and u.valid_from <= t.on_day and (u.valid_to is null or u.valid_to > t.on_day)) u
     cross join lateral (
       select count(distinct i.unit_id)::int as upgraded from inspection_cell i
       where ${VISITED} and i.office = t.office and i.unit_office <> i.office
         and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)) x`,
    [termIds, today],
  );
}

/** Units of this tier's registers in a region that are valid today and were not entered in their office's current term, the
 * latest registered first. Units from which the caller is recused are left out: to miss one would say that it was inspected. */
export async function findUnitsNotInspected(
  db: Db,
  region: string,
  today: string,
  page: PageRequest,
): Promise<Page<UnitRow>> {
  const where = new Conditions();
  const day = `${where.parameter(today)}::date`;
  where.under("u.region", region);
  where.add(under("u.region", MY_OFFICE));
  where.add(`u.valid_from <= ${day} and (u.valid_to is null or u.valid_to > ${day})`);
  where.add("not recused(u.office, u.region, u.id, '', '')");
  where.add(`not exists (
    select from inspection_cell i where i.unit_id = u.id and ${VISITED} and i.entered_on >=
      (select max(t.starts_on) from term t where t.office = u.office
         and t.starts_on <= ${day} and (t.ends_on is null or t.ends_on > ${day})) offset 0)`);
  where.add(`not (${GOES_ON} and (select t.id from term t where t.office = u.office and t.starts_on <= ${day}
      and (t.ends_on is null or t.ends_on > ${day}) order by t.starts_on desc limit 1)
    = any (covered_terms(u.id, u.office, ${MY_OFFICE})))`);
  where.before("u.registered_at", "u.id", page.after);
  const sql = `select u.* from unit u where ${where.all()}
    order by u.registered_at desc, u.id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<UnitRow>(sql, where.parameters, plannedFor(region)), page);
}

/** Of the units, those that a round which is authorised or running still has to enter: planned, as far as the caller's
 * office may know. */
export async function findPlannedUnits(db: Db, unitIds: readonly string[]): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>(
    `select distinct i.unit_id as id from inspection_cell i join round_cell r on r.round_id = i.round_id
     where i.unit_id = any ($1) and i.status = 'PLANNED' and r.status in ('AUTHORISED', 'RUNNING')
       and not recused(i.office, i.region, i.unit_id, i.round_id, '')`,
    [unitIds],
  );
}
