import fc from "fast-check";
import { type ExceptionalDay, WorkCalendar } from "../../subgraphs/domain/deadline/calendar";

/** A date YYYY-MM-DD from 2012 to 2045. */
export const days = fc
  .integer({ min: 0, max: 365 * 33 })
  .map((number) => new Date(Date.UTC(2012, 0, 1 + number)).toISOString().slice(0, 10));

/** Any calendar: holidays and make-up days wherever they fall. */
export const calendars = fc
  .uniqueArray(fc.record({ day: days, working: fc.boolean() }), { selector: ({ day }) => day, maxLength: 60 })
  .map((exceptions) => new WorkCalendar(exceptions, [2026]));

/** The day after, by the calendar of the machine. */
export function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** Whether somebody with the published list in hand would go to work. */
export function isWorkedOn(day: string, exceptions: readonly ExceptionalDay[]): boolean {
  const exception = exceptions.find((each) => each.day === day);
  if (exception) return exception.working;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The due date by counting one day after the other. */
export function countTo(start: string, count: number, unit: string, exceptions: readonly ExceptionalDay[]): string {
  let day = start;
  for (let left = count; left > 0; ) {
    day = nextDay(day);
    if (unit === "CALENDAR" || isWorkedOn(day, exceptions)) left -= 1;
  }
  return day;
}
