import { CLOCKS, type Clock, type Colour, type DayUnit } from "../../domain/deadline/deadline";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, toPage } from "../page";

/** A clock that has started, with what follows for today. Derived by the view `deadline`: there is no such table. */
export interface DeadlineRow {
  office: string;
  targetId: string;
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
export interface DeadlineKey {
  dueOn: string;
  place: number;
  id: string;
}

export interface DeadlinePageRequest {
  first: number;
  after?: DeadlineKey;
}

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
    `select ${forToday("$2::date")} from my_deadline d
     where d.target_id = any ($1) and d.finding_id is null and (${notLapsed("$2::date")})
     order by array_position($3::text[], d.clock)`,
    [targetIds, today, CLOCKS],
  );
}

/** The clock of each claim that waits for its review. */
export async function findClaimReviews(db: Db, findingIds: readonly string[], today: string): Promise<DeadlineRow[]> {
  return db.rows<DeadlineRow>(`select ${forToday("$2::date")} from my_deadline d where d.finding_id = any ($1)`, [
    findingIds,
    today,
  ]);
}

/** Running clocks of the caller's own office and of the targets of the caller's appointments, earliest due first. */
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
  const id = "coalesce(d.finding_id, d.target_id)";
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
      select * from my_running_deadline where office = ${own} and ${MAY_READ_AT_ALL.join(" and ")}
      union all
      select * from my_running_deadline
      where target_id = any (array(select m.target_id from my_team m)) and office is distinct from reading_office()) d
    where ${where.all()} order by d.due_on, ${place}, ${id} limit ${where.parameter(page.first + 1)}`;
  return toPage(await db.rows<DeadlineRow>(sql, where.parameters), page);
}

export function keyOf(deadline: DeadlineRow): DeadlineKey {
  const { dueOn, clock, findingId, targetId } = deadline;
  return { dueOn, place: CLOCKS.indexOf(clock) + 1, id: findingId ?? targetId };
}

/** The last day of a clock that starts on a day in the office, by the policy of that day: what a requirement such as the
 * days to object compares with. Undefined beyond the loaded calendar. */
export async function findDueOn(db: Db, office: string, clock: Clock, start: string): Promise<string | undefined> {
  const [row] = await db.rows<{ dueOn: string | null }>(
    `select due_on($3::date, p.days, p.unit) as due_on from deadline_policy p
     where p.clock = $2 and (p.office = $1 or p.office is null)
       and p.valid_from <= $3::date and (p.valid_to is null or p.valid_to > $3::date)
     order by p.office is null, p.valid_from desc limit 1`,
    [office, clock, start],
  );
  return row?.dueOn ?? undefined;
}
