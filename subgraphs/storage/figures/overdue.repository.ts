import { REVIEW_CLOCK } from "../../domain/figures/overdue";
import type { Db } from "../db";
import { askedRegions, countedByMe, freshDeltas, under } from "./mine";

/** What is overdue, by region or by office. */
export interface OverdueRow {
  place: string;
  overdue: number;
  /** of these, claims that wait for the office's review */
  overdueReviews: number;
  /** the earliest due date that has passed, null where none has */
  earliestDueOn: string | null;
}

/** Open findings of each region whose running clock has passed its due date. The sums know when the clock started; until
 * when it runs follows from policies and calendar as they are now: what started before a day is overdue, and that day is
 * one look-up for each policy. */
export async function countOverdue(db: Db, regions: readonly string[], today: string): Promise<OverdueRow[]> {
  return db.rows<OverdueRow>(
    `with ${askedRegions("$1")}, ${overdueBy("region")} select a.region as place,
       coalesce(sum(n), 0)::int as overdue, coalesce(sum(n) filter (where clock = '${REVIEW_CLOCK}'), 0)::int as overdue_reviews,
       min(due_on(started_on, days, unit)) as earliest_due_on
     from asked a left join first on first.region = a.region group by a.region`,
    [regions, today],
  );
}

/** The same of one region, ranked by office, the most overdue first. */
export async function rankOverdueOffices(db: Db, region: string, today: string, first: number): Promise<OverdueRow[]> {
  return db.rows<OverdueRow>(
    `with ${askedRegions("array[$1]")}, ${overdueBy("office")} select office as place,
       sum(n)::int as overdue, coalesce(sum(n) filter (where clock = '${REVIEW_CLOCK}'), 0)::int as overdue_reviews,
       min(due_on(started_on, days, unit)) as earliest_due_on
     from first group by office order by overdue desc, office limit $3`,
    [region, today, first],
  );
}

const runs = (policy: string) =>
  `d.clock = ${policy}.clock and d.started_on >= ${policy}.valid_from
   and (${policy}.valid_to is null or d.started_on < ${policy}.valid_to)`;
const valid = (column: string) => `case when own.clock is not null then own.${column} else every.${column} end`;

/** `first`: what is overdue, added up for all that share a policy, with the earliest start of each. An office's own policy
 * wins over the one for everybody, as in the view `deadline`. */
function overdueBy(key: "region" | "office"): string {
  return `${freshDeltas("office, region, clock, started_on", "d.clock is not null")},
    policy as materialized (
      select office, clock, days, unit, valid_from, valid_to, starts_overdue_before(days, unit, $2::date) as before
      from deadline_policy),
    due as (
      select region, office, clock, started_on, sum(n) as n from (
        select a.region, f.office, f.clock, f.started_on, f.n from asked a join figure_due f on f.region = a.region
        where ${countedByMe("f")}
        union all
        select a.region, f.office, f.clock, f.started_on, f.n from asked a join fresh f on ${under("f.region", "a.region")}) u
      group by region, office, clock, started_on having sum(n) > 0),
    first as (
      select ${key}, clock, days, unit, sum(n) as n, min(started_on) as started_on from (
        select d.*, ${valid("days")} as days, ${valid("unit")} as unit, ${valid("before")} as before
        from due d
        left join policy own on own.office = d.office and ${runs("own")}
        left join policy every on every.office is null and ${runs("every")}) p
      where started_on < before and (unit = 'CALENDAR' or started_on >= (select min(day) from working_day))
      group by ${key}, clock, days, unit)`;
}
