import type { FindingCommand } from "./finding";

/** How an objection 申诉 of the unit is decided. */
export const OBJECTION_DECISIONS = ["UPHELD", "CORRECTED", "WITHDRAWN"] as const;
export type ObjectionDecision = (typeof OBJECTION_DECISIONS)[number];

/** Which decision a command is, undefined where it decides no objection. */
export function decisionBy(command: FindingCommand): ObjectionDecision | undefined {
  return DECISION_BY[command];
}

const DECISION_BY: Partial<Record<FindingCommand, ObjectionDecision>> = {
  UPHOLD: "UPHELD",
  CORRECT: "CORRECTED",
  WITHDRAW: "WITHDRAWN",
};

/** The default number of working days after the feedback. The seam: the dated deadline policies give it, and the calendar its
 * holidays, as soon as they are there; nothing else knows the number. */
export function objectionDays(): number {
  return 10;
}

/** The last day on which the unit may object; Saturdays and Sundays do not count.
 * @param fedBackOn calendar date of the feedback */
export function lastObjectionDay(fedBackOn: string, days = objectionDays()): string {
  const day = new Date(`${fedBackOn}T00:00:00Z`);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}
