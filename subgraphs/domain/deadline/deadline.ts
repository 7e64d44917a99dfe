import { type Refused, refuse } from "../refusals";
import type { WorkCalendar } from "./calendar";
import { dayNumber, plusDays } from "./days";

/** 时限 Deadline: what has to be done within days of a step. In the order of the work; equal due dates are listed in it.
 * When each starts and ends: view `clock_start` (migration 0028). What a unit sees of them: `feedback_deadline` (0028). The
 * default days: 0005 and 0028; the check that lists these names: 0080. */
export const CLOCKS = [
  "INSPECTION",
  "HEARING",
  "FEEDBACK",
  "OBJECTION",
  "PLAN",
  "CONCENTRATED_RECTIFICATION",
  "RECTIFICATION_REPORT",
  "RESUBMISSION",
  "REVIEW_OF_CLAIM",
] as const;
export type Clock = (typeof CLOCKS)[number];

/** 线索的时限, of whoever receives one: until it is signed for, until its disposal is proposed, until it is concluded. Their starts and
 * ends: view `clue_clock` (0050). Their days are dated policies like all others; nobody but custodians sees that they run. */
export const CLUE_CLOCKS = ["CLUE_RECEIPT", "CLUE_PROPOSAL", "CLUE_CONCLUSION"] as const;
export type ClueClock = (typeof CLUE_CLOCKS)[number];
/** 派单的时限, of whoever gets an order from above: until it is signed for, until it is answered. The issuer's policy of the day of issue
 * says how long; the day itself stands in the order (`findOrderDays`). */
const ORDER_CLOCKS = ["ORDER_RECEIPT", "ORDER_ANSWER"] as const;
/** For which days can be set. */
export const POLICY_CLOCKS = [...CLOCKS, ...CLUE_CLOCKS, ...ORDER_CLOCKS] as const;
export type PolicyClock = (typeof POLICY_CLOCKS)[number];

/** Working days of the calendar, or every day. */
export const DAY_UNITS = ["WORKING", "CALENDAR"] as const;
export type DayUnit = (typeof DAY_UNITS)[number];

/** 预警颜色. GREEN: in time; YELLOW: due soon; RED: overdue. */
export const COLOURS = ["GREEN", "YELLOW", "RED"] as const;
export type Colour = (typeof COLOURS)[number];
/** The colours that a clock turns to, which is when somebody is told. */
const ALERT_COLOURS = ["YELLOW", "RED"] as const satisfies readonly Colour[];
export type AlertColour = (typeof ALERT_COLOURS)[number];

/** Who sets the days of the own office. */
export const POLICY_SETTERS = ["DIRECTOR"] as const;

interface Days {
  days: number;
  unit: DayUnit;
}

/** The days for an objection are the right of whoever was inspected: an office lengthens them, and shortens none that everybody has.
 * @param general everybody's rules that hold while the office's own would
 * @returns Refused OBJECTION_DAYS_SHORTENED, with the fewest days of each kind */
export function refuseDays(clock: PolicyClock, own: Days, general: readonly Days[]): Refused | undefined {
  if (clock !== "OBJECTION") return undefined;
  if (general.every((each) => own.days >= fewest(each, own.unit))) return undefined;
  const allowed = DAY_UNITS.map((unit) => `${Math.max(...general.map((each) => fewest(each, unit)))} ${unit}`);
  return refuse("OBJECTION_DAYS_SHORTENED", undefined, allowed);
}

/** As many days of a kind as are no shorter wherever they begin: each working day may have a day off beside it, and a holiday is at most
 * ten days long. */
function fewest({ days, unit }: Days, of: DayUnit): number {
  return unit === "WORKING" && of === "CALENDAR" ? days * 2 + 10 : days;
}

// From here on the database computes what people read (`due_on`, `colour_of`, 0005): these are the same rules written once
// more, which the tests compare with it.

/** The day on which something is due. The day of the start does not count.
 * @param days 1 or more */
export function dueOn(start: string, days: number, unit: DayUnit, calendar: WorkCalendar): string {
  return unit === "CALENDAR" ? plusDays(start, days) : calendar.dayOf(calendar.numberOf(start) + days);
}

/** @param warningDays days before the due date, of any kind, on which it is YELLOW already */
export function colourOf(today: string, due: string, warningDays: number): Colour {
  if (today > due) return "RED";
  return today >= plusDays(due, -warningDays) ? "YELLOW" : "GREEN";
}

/** How many days lie after the first up to and with the second; negative where the second lies before. */
export function daysBetween(first: string, second: string, unit: DayUnit, calendar: WorkCalendar): number {
  if (unit === "CALENDAR") return dayNumber(second) - dayNumber(first);
  return calendar.numberOf(second) - calendar.numberOf(first);
}
