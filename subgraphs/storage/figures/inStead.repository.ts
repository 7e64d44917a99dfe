import type { Db } from "../db";
import { CURRENT_TERM } from "./coverage.repository";
import { MY_OFFICE, under } from "./mine";

/** That a tier entered a unit of a register below, and when last. */
export interface VisitRow {
  unitId: string;
  enteredOn: string;
}

/** 提级: the units of a region that offices of this tier entered in the stead of the office that keeps them: as far as the
 * caller's office came itself, is above who came, or keeps the unit. */
export async function findVisitsInStead(db: Db, region: string): Promise<VisitRow[]> {
  return db.rows<VisitRow>(
    `select i.unit_id, max(i.entered_on) as entered_on from inspection_cell i
     where ${under("i.region", "$1")} and i.unit_office <> i.office and i.entered_on is not null and i.status <> 'RELEASED'
       and (i.office = ${MY_OFFICE} or i.filed and ${under("i.office", MY_OFFICE)} or i.unit_office = ${MY_OFFICE})
     group by i.unit_id order by i.unit_id`,
    [region],
  );
}

/** How many units of this tier's registers in a region, valid today, were entered in their office's current term by none but
 * those that came in its stead. */
export async function coverInStead(
  db: Db,
  region: string,
  today: string,
  visits: readonly VisitRow[],
): Promise<number> {
  const [row] = await db.rows<{ covered: number }>(
    `with ${CURRENT_TERM},
     visit as (
       select unit_id, max(entered_on) as entered_on from unnest($3::text[], $4::date[]) as v (unit_id, entered_on) group by 1)
     select count(*)::int as covered
     from visit v join unit u on u.id = v.unit_id
     join current t on t.office = u.office and v.entered_on >= t.starts_on
     where ${under("u.region", "$1")} and ${under("u.region", MY_OFFICE)}
       and u.valid_from <= $2::date and (u.valid_to is null or u.valid_to > $2::date)
       and not exists (
         select from cover_fact f where f.unit_id = u.id and f.scope = ${MY_OFFICE} and f.kind = 'REGISTER'
           and t.id = any (string_to_array(f.terms, ' ')) offset 0)`,
    [region, today, visits.map(({ unitId }) => unitId), visits.map(({ enteredOn }) => enteredOn)],
  );
  return row?.covered ?? 0;
}
