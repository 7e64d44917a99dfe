import { type FindingStatus, NO_MORE } from "../finding/finding";
import type { RectificationStatus } from "../rectification/rectification";

/** What has come of a feedback. */
export interface FeedbackFacts {
  /** where the findings stand, those apart that were told to nobody */
  findings: readonly FindingStatus[];
  /** undefined before the feedback */
  rectification?: RectificationStatus;
  /** whether the unit, or the office for it, brought anything: a claim, an objection, a plan, a proof, taken back or not */
  unitBrought: boolean;
  /** whether a look-back stands on it */
  lookedBackOn: boolean;
}

/** Whether somebody relies on a feedback: it is withdrawn as a whole only while the unit has done nothing but acknowledge it, and
 * the office has gone no further either. */
export function isReliedOn({ findings, rectification, unitBrought, lookedBackOn }: FeedbackFacts): boolean {
  const untouched = findings.every((status) => UNTOUCHED.includes(status));
  return unitBrought || lookedBackOn || rectification !== "PLAN_DUE" || !untouched;
}

/** What was rectified at once is fed back as rectified. */
const UNTOUCHED: readonly FindingStatus[] = ["FED_BACK", "RECTIFYING", "VERIFIED", ...NO_MORE];
