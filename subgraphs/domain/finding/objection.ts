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

/** From the feedback to the last day on which the unit may object, by the policy of the feedback's day.
 * Calendar dates; the end is undefined beyond the loaded calendar, where no day is too late. */
export interface ObjectionPeriod {
  from: string;
  to: string | undefined;
}

/** @param period undefined where nothing was fed back */
export function mayObjectOn(day: string, period: ObjectionPeriod | undefined): boolean {
  return period !== undefined && (period.to === undefined || day <= period.to);
}
