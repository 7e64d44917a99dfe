import { officeDay } from "../../subgraphs/tier/clock";

/** The day of the offices at this moment. Asked anew at each use: a day taken at the start is yesterday's after midnight. */
export function today(): string {
  return dayBefore(0);
}

/** Today in the offices' time zone, or some days before. */
export function dayBefore(days: number): string {
  return officeDay(new Date(Date.now() - days * 86_400_000));
}
