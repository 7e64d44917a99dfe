import { DATE_OF, RECTIFICATION_DATES, type RectificationDate, type RectificationStatus } from "./rectification";

/** What the record of a rectification says, and is to say. */
export type RecordedDays = Record<RectificationDate | "fedBackOn", string | null>;

/** What the correction of a day is measured by. */
export interface Around {
  status: RectificationStatus;
  /** the day of the last step, dated or not */
  statusOn: string;
  /** the day on which the target was archived */
  archivedOn: string | null;
  /** the steps that the unit took itself: each counts on the day on which it took it */
  ofUnit: readonly RectificationDate[];
  today: string;
}

/** Which of a correction's requirements hold. */
export interface DaysMet {
  taken: boolean;
  changes: boolean;
  ofOffice: boolean;
  past: boolean;
  inOrder: boolean;
}

/** Asks whether the days of a rectification may be others. Reports come back and steps are taken again, so that not all days are
 * in the order of the steps; those that were stay so. */
export function judgeDays(
  before: RecordedDays,
  named: Partial<Record<RectificationDate, string>>,
  { status, statusOn, archivedOn, ofUnit, today }: Around,
): DaysMet {
  const fields = Object.keys(named) as RectificationDate[];
  const present = DATE_OF[status];
  const order = (days: RecordedDays) => {
    const steps = RECTIFICATION_DATES.map((date) => days[date]);
    return [days.fedBackOn, ...steps, ...(present ? [] : [statusOn]), archivedOn];
  };
  const [was, is] = [order(before), order({ ...before, ...named })];
  return {
    taken: fields.every((field) => before[field] !== null),
    changes: fields.some((field) => named[field] !== before[field]),
    ofOffice: !fields.some((field) => ofUnit.includes(field)),
    past: fields.every((field) => (named[field] ?? "") <= today),
    inOrder: was.every((_, i) => was.every((_, j) => j <= i || !isBefore(was, i, j) || isBefore(is, i, j))),
  };
}

function isBefore(days: readonly (string | null)[], i: number, j: number): boolean {
  const [one, other] = [days[i], days[j]];
  return !one || !other || one <= other;
}

/** The steps of a rectification that the unit took itself. */
export function stepsOfUnit(entered: {
  planEnteredBy: string | null;
  reportEnteredBy: string | null;
}): RectificationDate[] {
  const dates: RectificationDate[] = [];
  if (entered.planEnteredBy === "UNIT") dates.push("planSubmittedOn");
  if (entered.reportEnteredBy === "UNIT") dates.push("reportedOn");
  return dates;
}
