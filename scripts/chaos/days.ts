import { officeDay, systemClock } from "../../subgraphs/tier/clock";

/** The calendar day of the offices so many days ago. */
export function daysBefore(days: number): string {
  const today = new Date(`${officeDay(systemClock())}T00:00:00Z`);
  today.setUTCDate(today.getUTCDate() - days);
  return today.toISOString().slice(0, 10);
}
