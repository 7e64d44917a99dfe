import type { OfficeSlice } from "../../domain/figures/completeness";
import type { Db } from "../db";
import { CURRENT_TERM } from "./coverage.repository";
import { MY_OFFICE } from "./mine";

/** What an office has let its superiors know, whatever it is: also an office of which nothing came has a row.
 * @param regions their offices, those below them, and those to whose area they belong */
export async function findOfficeSlices(db: Db, regions: readonly string[], today: string): Promise<OfficeSlice[]> {
  return db.rows<OfficeSlice>(
    `with ${CURRENT_TERM},
     facts as materialized (
       select x.office, sum(n) filter (where fact = 'FILED' and (t.id is null or x.term_id = t.id)) as filed,
         sum(n) filter (where fact = 'RUNNING') as running, sum(n) filter (where fact = 'EXPECTED') as expected,
         sum(n) filter (where fact = 'RECEIVED') as received
       from (select office, term_id, fact, n from figure_slice
             union all select office, term_id, fact, n from figure_slice_delta) x
       left join current t on t.office = x.office group by x.office)
     select o.code, o.enrolment, coalesce(f.filed, 0)::int as filed_rounds,
       (r.last at time zone 'Asia/Shanghai')::date as last_filed_on, coalesce(f.running, 0)::int as running_rounds,
       coalesce(f.expected, 0)::int as expected, coalesce(f.received, 0)::int as received, w.waiting_since
     from office o left join facts f on f.office = o.code
     left join lateral (
       select c.filed_at as last from round_cell c
       where c.office = o.code and c.filed_at is not null and c.status <> 'WITHDRAWN' order by c.filed_at desc limit 1) r on true
     left join lateral (
       select c.heard_on as waiting_since from inspection_cell c
       where c.office = o.code and c.filed and not c.submitted and c.heard_on is not null and c.status <> 'RELEASED'
       order by c.heard_on limit 1) w on true
     where o.code >= ${MY_OFFICE} and o.code < ${MY_OFFICE} || ':' and exists (
       select from unnest($1::text[]) as x (region)
       where o.code >= x.region and o.code < x.region || ':' or x.region >= o.code and x.region < o.code || ':')
     order by o.code`,
    [regions, today],
  );
}
