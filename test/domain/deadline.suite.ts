import fc from "fast-check";
import { readCalendar } from "../../scripts/calendar";
import { parseYear } from "../../subgraphs/domain/deadline/calendar";
import { plusDays, plusMonths } from "../../subgraphs/domain/deadline/days";
import { colourOf, DAY_UNITS, daysBetween, dueOn, refuseDays } from "../../subgraphs/domain/deadline/deadline";
import { calendars, countTo, days, isWorkedOn, nextDay } from "./calendars";

const calendar = readCalendar();

describe("the published calendar", () => {
  test.each([2025, 2026])("of %i has all the days that a person counts", (year) => {
    const working: string[] = [];
    for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = nextDay(day)) {
      if (calendar.isWorking(day)) working.push(day);
      expect(calendar.isKnown(day)).toBe(true);
    }
    // 365 days, 104 weekend days, and what the holidays take from the week less what the make-up days give
    expect(working).toHaveLength({ 2025: 248, 2026: 248 }[year] as number);
  });

  test.each([
    ["2025-01-26", true],
    ["2025-01-28", false],
    ["2025-02-04", false],
    ["2025-02-05", true],
    ["2025-09-28", true],
    ["2026-01-02", false],
    ["2026-01-04", true],
    ["2026-02-14", true],
    ["2026-02-15", false],
    ["2026-02-23", false],
    ["2026-02-24", true],
    ["2026-05-09", true],
    ["2026-06-19", false],
    ["2026-10-10", true],
    ["2027-10-01", true],
  ])("says of %s: worked on is %s", (day, working) => {
    expect(calendar.isWorking(day)).toBe(working);
  });

  test("knows nothing of the holidays of the years around", () => {
    expect(["2024-12-31", "2027-01-01"].map((day) => calendar.isKnown(day))).toEqual([false, false]);
  });
});

describe("a due date", () => {
  test.each([
    ["ten working days from a Monday", "2026-03-02", 10, "WORKING", "2026-03-16"],
    ["the day of the start does not count", "2026-03-02", 1, "WORKING", "2026-03-03"],
    ["a make-up Saturday counts", "2026-02-13", 1, "WORKING", "2026-02-14"],
    ["over the Spring Festival", "2026-02-14", 1, "WORKING", "2026-02-24"],
    ["over the Spring Festival and its make-up Saturday", "2026-02-13", 7, "WORKING", "2026-03-02"],
    ["from within a holiday", "2026-02-18", 1, "WORKING", "2026-02-24"],
    ["from a Sunday", "2026-03-01", 5, "WORKING", "2026-03-06"],
    ["beyond the known calendar, weekends only", "2026-12-31", 1, "WORKING", "2027-01-01"],
    ["calendar days fall where they fall", "2026-02-10", 10, "CALENDAR", "2026-02-20"],
    ["calendar days over a leap day", "2028-02-28", 2, "CALENDAR", "2028-03-01"],
  ] as const)("%s", (_, start, count, unit, due) => {
    expect(dueOn(start, count, unit, calendar)).toBe(due);
  });

  test("is the day that one comes to by counting, in any calendar", () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 150 }),
        fc.constantFrom(...DAY_UNITS),
        calendars,
        (start, count, unit, any) => {
          expect(dueOn(start, count, unit, any)).toBe(countTo(start, count, unit, any.exceptions));
        },
      ),
    );
  });

  test("is as many days away as its policy gives, and each day brings it nearer by one or by none", () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(...DAY_UNITS),
        calendars,
        (start, count, unit, any) => {
          const due = dueOn(start, count, unit, any);
          expect(daysBetween(start, due, unit, any)).toBe(count);
          const tomorrow = nextDay(start);
          const counts = unit === "CALENDAR" || isWorkedOn(tomorrow, any.exceptions);
          expect(daysBetween(tomorrow, due, unit, any)).toBe(count - (counts ? 1 : 0));
          expect(daysBetween(due, start, unit, any)).toBe(-count);
        },
      ),
    );
  });
});

test("a colour is green, yellow from the warning on, and red only after the due date", () => {
  const days = ["2026-03-12", "2026-03-13", "2026-03-16", "2026-03-17"];
  expect(days.map((today) => colourOf(today, "2026-03-16", 3))).toEqual(["GREEN", "YELLOW", "YELLOW", "RED"]);
  expect(["2026-03-15", "2026-03-16"].map((today) => colourOf(today, "2026-03-16", 0))).toEqual(["GREEN", "YELLOW"]);
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2026-11-30", 3, "2027-02-28"],
  ["2026-05-12", 12, "2027-05-12"],
])("%s and %i months is %s", (day, months, then) => {
  expect(plusMonths(day, months)).toBe(then);
});

describe("a calendar's file", () => {
  const HEADER = "# 2026\nfrom,to,kind,name\n";
  test("is ranges of days", () => {
    expect(parseYear(2026, `${HEADER}2026-01-01,2026-01-02,off,元旦\n2026-01-04,2026-01-04,working,元旦\n`)).toEqual([
      { day: "2026-01-01", working: false },
      { day: "2026-01-02", working: false },
      { day: "2026-01-04", working: true },
    ]);
  });

  test.each([
    ["without its header", "2026-01-01,2026-01-01,off,元旦", "does not begin with"],
    ["with a day of another year", `${HEADER}2025-12-31,2026-01-01,off,元旦`, "line 3"],
    ["with a range that ends before it begins", `${HEADER}2026-01-02,2026-01-01,off,元旦`, "line 3"],
    ["with another kind of day", `${HEADER}2026-01-01,2026-01-01,half,元旦`, "line 3"],
  ])("%s is refused", (_, text, message) => {
    expect(() => parseYear(2026, text)).toThrow(message);
  });
});

describe("the days for an objection", () => {
  const general = [
    { days: 10, unit: "WORKING" as const },
    { days: 20, unit: "CALENDAR" as const },
  ];
  const fewer = { refused: "OBJECTION_DAYS_SHORTENED" };

  test.each([
    [
      { days: 9, unit: "WORKING" as const },
      { ...fewer, allowed: ["20 WORKING", "30 CALENDAR"] },
    ],
    [
      { days: 29, unit: "CALENDAR" as const },
      { ...fewer, allowed: ["20 WORKING", "30 CALENDAR"] },
    ],
    [
      { days: 19, unit: "WORKING" as const },
      { ...fewer, allowed: ["20 WORKING", "30 CALENDAR"] },
    ],
  ])("are not %j where everybody has more", (own, refused) => {
    expect(refuseDays("OBJECTION", own, general)).toMatchObject(refused);
  });

  test("may be as many, or more; a duty of the unit may be shorter", () => {
    for (const own of [
      { days: 20, unit: "WORKING" as const },
      { days: 30, unit: "CALENDAR" as const },
    ]) {
      expect(refuseDays("OBJECTION", own, general)).toBeUndefined();
    }
    expect(refuseDays("PLAN", { days: 1, unit: "CALENDAR" }, general)).toBeUndefined();
  });

  test("in days of the calendar never end before those in working days, whatever day they begin on", () => {
    for (const days of [1, 3, 10, 60]) {
      const refused = refuseDays("OBJECTION", { days: 1, unit: "CALENDAR" }, [{ days, unit: "WORKING" }]);
      const fewest = Number.parseInt(refused?.allowed?.[1] as string, 10);
      const starts = Array.from({ length: 730 }, (_, i) => plusDays("2025-01-01", i));
      const ends = starts.map((day) => [
        dueOn(day, fewest, "CALENDAR", calendar),
        dueOn(day, days, "WORKING", calendar),
      ]);
      expect(ends.filter(([own, everybodys]) => (own as string) < (everybodys as string))).toEqual([]);
    }
  });
});
