import type { WorkCalendar } from "../../subgraphs/domain/deadline/calendar";
import { plusDays } from "../../subgraphs/domain/deadline/days";

/** The day that lies some days before another one, or the nearest working day to it that is not after that other one. */
export function workingDayBefore(calendar: WorkCalendar, today: string, daysAgo: number): string {
  const day = plusDays(today, -daysAgo);
  for (let away = 0; away <= 10; away++) {
    const [earlier, later] = [plusDays(day, -away), plusDays(day, away)];
    if (calendar.isWorking(earlier)) return earlier;
    if (later <= today && calendar.isWorking(later)) return later;
  }
  return day;
}
