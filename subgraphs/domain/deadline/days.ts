/** Calendar dates are texts YYYY-MM-DD, which compare like the days they name; a day number counts from 1970-01-01. */
const DAY_MS = 86_400_000;

export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function dateOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function plusDays(date: string, days: number): string {
  return dateOf(dayNumber(date) + days);
}

/** The same day of a later month, or that month's last: 31 January and one month is 28 February. */
export function plusMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Saturday or Sunday. */
export function isWeekend(number: number): boolean {
  return weekday(number) >= 5;
}

/** Days from Monday to Friday since Monday, 29 December 1969, the day itself included. */
export function weekdaysThrough(number: number): number {
  return Math.floor((number + MONDAY) / 7) * 5 + Math.min(weekday(number) + 1, 5);
}

/** 1970-01-01 was a Thursday. */
const MONDAY = 3;

/** 0 is Monday. */
function weekday(number: number): number {
  return (((number + MONDAY) % 7) + 7) % 7;
}
