import type { OfficeSlice } from "../../domain/figures/completeness";
import type { Db } from "../db";
import { MY_OFFICE } from "./mine";

/** What an office has let its superiors know, whatever it is: also an office of which nothing came has a row.
 * @param regions their offices, those below them, and those to whose area they belong */
export async function findOfficeSlices(db: Db, regions: readonly string[], today: string): Promise<OfficeSlice[]> {
  return db.rows<OfficeSlice>(
    `with current as materialized (
       select office, max(starts_on) as starts_on, max(id) as id from term
       where starts_on <= $2::date and (ends_on is null or ends_on > $2::date) group by office)
     select o.code, o.enrolment,
       r.rounds::int as filed_rounds, r.last::date as last_filed_on, r.running::int as running_rounds,
       i.expected::int as expected, i.received::int as received, i.waiting_since
     from office o left join current t on t.office = o.code
     cross join lateral (
       select count(*) filter (where t.id is null or c.term_id = t.id) as rounds,
         max(c.filed_at at time zone 'Asia/Shanghai') as last, count(*) filter (where c.status = 'RUNNING') as running
       from round_cell c where c.office = o.code and c.filed_at is not null and c.status <> 'WITHDRAWN') r
     cross join lateral (
       select count(*) as expected, count(*) filter (where c.submitted) as received,
         min(c.heard_on) filter (where not c.submitted) as waiting_since
       from inspection_cell c where c.office = o.code and c.filed and c.heard_on is not null and c.status <> 'RELEASED') i
     where o.code >= ${MY_OFFICE} and o.code < ${MY_OFFICE} || ':' and exists (
       select from unnest($1::text[]) as x (region)
       where o.code >= x.region and o.code < x.region || ':' or x.region >= o.code and x.region < o.code || ':')
     order by o.code`,
    [regions, today],
  );
}
