import fc from "fast-check";
import { OBLIGATION_KINDS, obligationDueOn, ordinalsToSchedule } from "../../subgraphs/domain/obligation/obligation";
import { days, nextDay } from "./calendars";

test.each([
  ["WEEKLY_URGING", 1, "2026-02-07"],
  ["WEEKLY_URGING", 2, "2026-02-14"],
  ["MONTHLY_ASSESSMENT", 1, "2026-02-28"],
  ["MONTHLY_ASSESSMENT", 2, "2026-03-31"],
  ["QUARTERLY_REPORT", 1, "2026-04-30"],
] as const)("of a rectification from 31 January, %s no. %i is due on %s", (kind, ordinal, due) => {
  expect(obligationDueOn(kind, "2026-01-31", ordinal)).toBe(due);
});

test("the first one that is scheduled is due today or later, whenever the book is entered", () => {
  const kinds = fc.constantFrom(...OBLIGATION_KINDS);
  fc.assert(
    fc.property(kinds, days, fc.integer({ min: 0, max: 1000 }), (kind, start, later) => {
      let today = start;
      for (let day = 0; day < later; day++) today = nextDay(today);
      const [first, ...more] = ordinalsToSchedule(kind, start, undefined, today) as [number, ...number[]];
      expect(more).toEqual([]);
      expect(obligationDueOn(kind, start, first) >= today).toBe(true);
      expect(first === 1 || obligationDueOn(kind, start, first - 1) < today).toBe(true);
    }),
  );
});

test("a clock that stood still makes up for every week, and one that runs adds one when the last was due", () => {
  const missing = (last: number, today: string) => ordinalsToSchedule("WEEKLY_URGING", "2026-03-02", last, today);
  expect(missing(1, "2026-03-09")).toEqual([]);
  expect(missing(1, "2026-03-10")).toEqual([2]);
  expect(missing(1, "2026-03-30")).toEqual([2, 3, 4]);
  expect(missing(4, "2026-03-30")).toEqual([]);
});
