import { CLOCKS, type Clock, type Colour, type DayUnit } from "../../domain/deadline/deadline";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, rowsFor, toPage } from "../page";

/** A clock that has started, with what follows for today. Derived by the view `deadline`: there is no such table. */
export interface DeadlineRow {
  office: string;
  targetId: string;
  /** where the unit, or who has a copy, reads it from what was fed back; null in the book */
  disclosureId: string | null;
  /** the claimed finding, null where the target's own step is due */
  findingId: string | null;
  clock: Clock;
  startedOn: string;
  metOn: string | null;
  days: number;
  unit: DayUnit;
  warningDays: number;
  dueOn: string;
  calendarKnown: boolean;
  /** null where it was met, as are the days; null beyond the loaded calendar too */
  colour: Colour | null;
  day: number | null;
  daysLeft: number | null;
}

export interface DeadlineFilter {
  clocks?: readonly Clock[];
  colours?: readonly Colour[];
  dueBefore?: string;
}

/** Earliest due first: due date, place of the clock in the order of the work, id of what it concerns. */
interface DeadlineKey {
  dueOn: string;
  place: number;
  id: string;
}

interface DeadlinePageRequest {
  first: number;
  after?: DeadlineKey;
}

const COLUMNS =
  "office, target_id, finding_id, clock, started_on, met_on, days, unit, warning_days, due_on, calendar_known";
/** @param today placeholder of the date */
const forToday = (today: string) => `d.*,
  case when d.met_on is null then colour_of(${today}, d.due_on, d.warning_days) end as colour,
  case when d.met_on is null then days_between(d.started_on, ${today}, d.unit) end as day,
  case when d.met_on is null then days_between(${today}, d.due_on, d.unit) end as days_left`;
/** A right that nobody used is over, not overdue. */
const notLapsed = (today: string) => `d.clock <> 'OBJECTION' or d.due_on >= ${today}`;

/** The clocks of targets that have started, as far as they stand in a book that the caller reads. */
export async function findDeadlinesOfTargets(
  db: Db,
  targetIds: readonly string[],
  today: string,
): Promise<DeadlineRow[]> {
  return db.rows<DeadlineRow>(
    `select ${forToday("$2::date")} from (select *, null as disclosure_id from my_deadline) d
     where d.target_id = any ($1) and d.finding_id is null and (${notLapsed("$2::date")})
     order by array_position($3::text[], d.clock)`,
    [targetIds, today, CLOCKS],
  );
}

/** The clock of each claim that waits for its review. */
export async function findClaimReviews(db: Db, findingIds: readonly string[], today: string): Promise<DeadlineRow[]> {
  return db.rows<DeadlineRow>(
    `select ${forToday("$2::date")} from (select *, null as disclosure_id from my_deadline) d where d.finding_id = any ($1)`,
    [findingIds, today],
  );
}

/** The clocks of what was fed back, for whom it was fed back to. */
export async function findDeadlinesOfDisclosures(
  db: Db,
  disclosureIds: readonly string[],
  today: string,
): Promise<DeadlineRow[]> {
  return db.rows<DeadlineRow>(
    `select ${forToday("$2::date")} from feedback_deadline d
     where d.disclosure_id = any ($1) and (${notLapsed("$2::date")}) order by d.due_on, array_position($3::text[], d.clock)`,
    [disclosureIds, today, CLOCKS],
  );
}

/** Running clocks of the caller's own office, of the targets of the caller's appointments, and of what was fed back to the
 * caller's unit; earliest due first. */
export async function findRunningDeadlines(
  db: Db,
  office: string,
  today: string,
  filter: DeadlineFilter,
  page: DeadlinePageRequest,
): Promise<Page<DeadlineRow>> {
  const where = new Conditions();
  const own = where.parameter(office);
  const day = `${where.parameter(today)}::date`;
  const place = `array_position(${where.parameter(CLOCKS)}::text[], d.clock)`;
  const id = "coalesce(d.finding_id, d.disclosure_id, d.target_id)";
  where.add(notLapsed(day));
  where.oneOf("d.clock", filter.clocks);
  where.oneOf(`colour_of(${day}, d.due_on, d.warning_days)`, filter.colours);
  if (filter.dueBefore) where.add(`d.due_on < ${where.parameter(filter.dueBefore)}::date`);
  const { after } = page;
  if (after) {
    const key = [after.dueOn, after.place, after.id].map((part) => where.parameter(part));
    where.add(`(d.due_on, ${place}, ${id}) > (${key[0]}::date, ${key[1]}::int, ${key[2]}::text)`);
  }
  const sql = `select ${forToday(day)} from (
      select ${COLUMNS}, null as disclosure_id from my_running_deadline
      where office = ${own} and ${MAY_READ_AT_ALL.join(" and ")}
      union all
      select ${COLUMNS}, null from my_running_deadline
      where target_id = any (array(select m.target_id from my_team m)) and office is distinct from reading_office()
      union all
      select ${COLUMNS}, disclosure_id from feedback_deadline
      where grantee_unit = (select caller_unit()) and met_on is null) d
    where ${where.all()} order by d.due_on, ${place}, ${id} limit ${rowsFor(page)}`;
  return toPage(await db.rows<DeadlineRow>(sql, where.parameters), page);
}

export function keyOf(deadline: DeadlineRow): DeadlineKey {
  const { dueOn, clock, findingId, disclosureId, targetId } = deadline;
  return { dueOn, place: CLOCKS.indexOf(clock) + 1, id: findingId ?? disclosureId ?? targetId };
}

/** The last day of a clock for each of its starts, by the policy of that office and day: what a requirement such as the days to
 * object compares with. Undefined beyond the loaded calendar. */
export async function findDueDates(
  db: Db,
  clock: Clock,
  starts: readonly { office: string; start: string }[],
): Promise<(string | undefined)[]> {
  const rows = await db.rows<{ dueOn: string | null }>(
    `select (select due_on(s.start, p.days, p.unit) from policy_on(s.office, $1, s.start) p) as due_on
     from unnest($2::text[], $3::date[]) with ordinality as s (office, start, place) order by s.place`,
    [clock, starts.map(({ office }) => office), starts.map(({ start }) => start)],
  );
  return rows.map(({ dueOn }) => dueOn ?? undefined);
}
