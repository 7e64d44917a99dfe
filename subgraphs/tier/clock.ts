/** The platform's only look at the time; tests give another. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const OFFICE_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

const MINUTE_MS = 60_000;
let last = { minute: Number.NaN, day: "" };

/** Asked for with each figure of each region, and no day begins within a minute.
 * @returns the calendar date YYYY-MM-DD in the offices' time zone */
export function officeDay(now: Date): string {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  if (minute !== last.minute) last = { minute, day: OFFICE_DAY.format(now) };
  return last.day;
}

const OFFICE_MINUTE = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** @returns YYYY-MM-DD HH:MM in the offices' time zone */
export function officeMinute(moment: Date): string {
  return OFFICE_MINUTE.format(moment);
}

/** @param plus microseconds, so that the rows of one ledger keep their order
 * @returns ISO 8601 in UTC with microseconds, as the database writes it */
export function instant(now: Date, plus = 0): string {
  const moment = new Date(now.getTime() + Math.floor(plus / 1000));
  return `${moment.toISOString().slice(0, -1)}${String(plus % 1000).padStart(3, "0")}Z`;
}
