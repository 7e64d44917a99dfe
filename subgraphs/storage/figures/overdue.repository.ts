import type { AlertColour } from "../../domain/deadline/deadline";
import { OVERDUE_CLOCK, REVIEW_CLOCK } from "../../domain/figures/overdue";
import type { Db } from "../db";
import { askedRegions, freshDeltas, MY_OFFICE, under } from "./mine";

/** What is overdue, by region or by office. */
export interface OverdueRow {
  place: string;
  overdue: number;
  /** of these, claims that wait for the office's review */
  overdueReviews: number;
  /** the earliest due date that has passed, null where none has */
  earliestDueOn: string | null;
}

/** What is due soon, by region. */
interface DueSoonRow {
  place: string;
  dueSoon: number;
}

const FRESH = freshDeltas("office, region, clock, started_on", "d.clock is not null");
const CLOCKS = [...new Set(Object.values(OVERDUE_CLOCK))].map((clock) => `'${clock}'`).join(", ");
/** One look-up for each policy: which starts have a colour today ($2). */
const policies = (colour: AlertColour) => `policy as materialized (
  select p.office, p.clock, p.days, p.unit, p.valid_from, p.valid_to, s.since, s.before
  from deadline_policy p cross join lateral starts_coloured('${colour}', p.days, p.unit, p.warning_days, $2::date) s
  where p.clock in (${CLOCKS}))`;
const runs = (policy: string, started: string) =>
  `${started}.clock = ${policy}.clock and ${started}.started_on >= ${policy}.valid_from
   and (${policy}.valid_to is null or ${started}.started_on < ${policy}.valid_to)`;
/** The same as the view `deadline`: no due date where the calendar does not reach. */
const IS_DUE = `started_on < before and started_on >= since
  and (unit = 'CALENDAR' or started_on >= (select min(day) from working_day))`;
/** Added up for all that share a place and a policy, with the earliest start of each: due dates rise with the starts. */
const OVERDUE = `coalesce(sum(n), 0)::int as overdue,
  coalesce(sum(n) filter (where clock = '${REVIEW_CLOCK}'), 0)::int as overdue_reviews,
  min(due_on(started_on, days, unit)) as earliest_due_on`;

const MONTH = "interval '1 month'";
/** What a policy that holds for all gives a colour is what started in one span, cut where whole months begin and end. */
const SPANS = `span as materialized (
  select clock, days, unit, since, until, least(first_month, until) as days_until, first_month, last_month
  from (
    select clock, days, unit, since, until, (date_trunc('month', since - 1) + ${MONTH})::date as first_month,
      date_trunc('month', until)::date as last_month
    from (
      select clock, days, unit, least(before, valid_to) as until,
        greatest(valid_from, since, case when unit <> 'CALENDAR' then (select min(day) from working_day) end) as since
      from policy where office is null and before is not null) p
    where since < until) s)`;
const OF_SPAN = `f.region = a.region and f.scope = ${MY_OFFICE} and f.clock = s.clock`;

/** Open findings of each region whose running clock has passed its due date. The sums know when the clock started; until
 * when it runs follows from policies and calendar as they are now. What all offices of the caller's area have in common is one
 * row for each month and some days; an office with a policy of its own is taken out of it and counted by its own days. */
export async function countOverdue(db: Db, regions: readonly string[], today: string): Promise<OverdueRow[]> {
  return db.rows<OverdueRow>(countOf("RED", OVERDUE), [regions, today]);
}

/** Open findings of each region that are not overdue and will be within the days of warning of their policy: the same sums, between
 * two days. */
export async function countDueSoon(db: Db, regions: readonly string[], today: string): Promise<DueSoonRow[]> {
  return db.rows<DueSoonRow>(countOf("YELLOW", "coalesce(sum(n), 0)::int as due_soon"), [regions, today]);
}

/** @param result what is told of a region, over `n`, `clock` and the earliest `started_on` of each policy */
function countOf(colour: AlertColour, result: string): string {
  return `with ${askedRegions("$1")}, ${FRESH}, ${policies(colour)}, ${SPANS},
     particular as materialized (
       select region, office, clock, days, unit, since, before, started_on, sum(n) as n from (
         select a.region, p.office, p.clock, p.days, p.unit, p.since, p.before, f.started_on, f.n
         from policy p cross join asked a join figure_due f on f.scope = p.office and f.region = a.region and ${runs("p", "f")}
         where p.office = ${MY_OFFICE} or f.published and ${under("p.office", MY_OFFICE)}
         union all
         select a.region, p.office, p.clock, p.days, p.unit, p.since, p.before, f.started_on, f.n
         from policy p join fresh f on f.office = p.office and ${runs("p", "f")} join asked a on ${under("f.region", "a.region")}) x
       group by region, office, clock, days, unit, since, before, started_on),
     amended as materialized (
       select region, clock, started_on, sum(n) as n from (
         select a.region, f.clock, f.started_on, f.n from asked a join fresh f on ${under("f.region", "a.region")}
         union all
         select region, clock, started_on, -n from particular) x
       group by region, clock, started_on),
     first as materialized (
       select a.region, s.clock, s.days, s.unit, x.n, (
         -- of so many months and two more, one at least has a day in the span and is as the sums say
         select min(started_on) from (
           select started_on from (
             (select f.started_on, f.n from (
                select m.month, m.published from figure_due_month m
                where m.region = a.region and m.scope = ${MY_OFFICE} and m.clock = s.clock and m.n > 0
                  and m.month >= date_trunc('month', s.since)::date and m.month < s.until
                order by m.month
                limit 4 + 2 * (select count(*) from amended d where d.region = a.region and d.clock = s.clock)) m
              cross join lateral (
                select f.started_on, f.n from figure_due f
                where ${OF_SPAN} and f.published = m.published and f.started_on >= greatest(m.month, s.since)
                  and f.started_on < least((m.month + ${MONTH})::date, s.until) offset 0) f)
             union all
             select d.started_on, d.n from amended d where d.region = a.region and d.clock = s.clock
               and d.started_on >= s.since and d.started_on < s.until) y
           group by started_on having sum(n) > 0) z) as started_on
       from asked a cross join span s cross join lateral (
         select sum(n) as n from (
           select f.n from figure_due_month f where ${OF_SPAN} and f.month >= s.first_month and f.month < s.last_month
           union all
           select f.n from figure_due f where ${OF_SPAN} and f.started_on >= s.since and f.started_on < s.days_until
           union all
           select f.n from figure_due f
           where ${OF_SPAN} and f.started_on >= greatest(s.last_month, s.days_until) and f.started_on < s.until
           union all
           select d.n from amended d where d.region = a.region and d.clock = s.clock
             and d.started_on >= s.since and d.started_on < s.until) n) x
       where x.n > 0
       union all
       select region, clock, days, unit, sum(n), min(started_on) from particular where n > 0 and ${IS_DUE}
       group by region, clock, days, unit)
     select a.region as place, ${result} from asked a left join first on first.region = a.region group by a.region`;
}

const valid = (column: string) => `case when own.clock is not null then own.${column} else every.${column} end`;

/** The same of one region, ranked by office, the most overdue first: a row for each office and day. */
export async function rankOverdueOffices(db: Db, region: string, today: string): Promise<OverdueRow[]> {
  return db.rows<OverdueRow>(
    `with ${askedRegions("array[$1]")}, ${FRESH}, ${policies("RED")},
     due as (
       select office, clock, started_on, sum(n) as n from (
         select f.scope as office, f.clock, f.started_on, f.n
         from asked a join figure_due f on f.region = a.region join office o on o.code = f.scope
         where f.scope = ${MY_OFFICE} or f.published and ${under("f.scope", MY_OFFICE)}
         union all
         select f.office, f.clock, f.started_on, f.n from asked a join fresh f on ${under("f.region", "a.region")}) x
       group by office, clock, started_on having sum(n) > 0),
     first as (
       select office, clock, days, unit, sum(n) as n, min(started_on) as started_on from (
         select d.*, ${valid("days")} as days, ${valid("unit")} as unit, ${valid("since")} as since, ${valid("before")} as before
         from due d
         left join policy own on own.office = d.office and ${runs("own", "d")}
         left join policy every on every.office is null and ${runs("every", "d")}) p
       where ${IS_DUE} group by office, clock, days, unit)
     select office as place, ${OVERDUE} from first group by office order by overdue desc, office`,
    [region, today],
  );
}
