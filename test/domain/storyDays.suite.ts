import { readCalendar } from "../../scripts/calendar";
import { demonstrationRounds } from "../../scripts/seed/demonstration";
import { LOOK_BACK_REPORTED } from "../../scripts/seed/story";
import { workingDayBefore } from "../../scripts/seed/storyDays";
import { plusDays } from "../../subgraphs/domain/deadline/days";
import { colourOf, dueOn } from "../../subgraphs/domain/deadline/deadline";

const calendar = readCalendar();
const EVERY_DAY = Array.from({ length: 730 }, (_, i) => plusDays("2026-01-01", i));

/** The colour on the day of the first start of a clock that started some days before. */
function colours(daysAgo: number, days: number, unit: "CALENDAR" | "WORKING", warningDays: number): string[] {
  const found = EVERY_DAY.map((today) => {
    const started = workingDayBefore(calendar, today, daysAgo);
    return colourOf(today, dueOn(started, days, unit, calendar), warningDays);
  });
  return [...new Set(found)];
}

test("whatever the day of the first start, the demonstration has something in time, something due soon and something overdue", () => {
  const running = demonstrationRounds.find(({ title }) => title.includes("进行中"));
  const rectifying = demonstrationRounds.find(({ title }) => title.includes("整改中"));
  expect(colours(running?.daysAgo.entered as number, 40, "CALENDAR", 7)).toEqual(["GREEN"]);
  // only after the longest holidays is there more time
  expect(colours(LOOK_BACK_REPORTED, 30, "CALENDAR", 7).sort()).toEqual(["GREEN", "YELLOW"]);
  expect(colours(rectifying?.daysAgo.fedBack as number, 15, "WORKING", 3)).toEqual(["RED"]);
});

test("the days of the story are working days, in order, and none lies after the first start", () => {
  for (const today of EVERY_DAY.filter((_, i) => i % 5 === 0)) {
    const days = Array.from({ length: 40 }, (_, i) => workingDayBefore(calendar, today, 39 - i));
    expect(days).toEqual([...days].sort());
    expect((days.at(-1) as string) <= today).toBe(true);
    expect(days.slice(0, -10).every((day) => calendar.isWorking(day))).toBe(true);
  }
});
