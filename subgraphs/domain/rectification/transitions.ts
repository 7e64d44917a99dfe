import type { TransitionTable } from "../lifecycle";
import type { RectificationCommand, RectificationStatus } from "./rectification";

/** No step lies in the future, or before the step before it. */
const DATED = ["DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"] as const;
/** The unit's own steps count today, so that no clock is met afterwards; the clerk may enter what came in earlier. */
const OF_UNIT = ["OWN_STEP_TODAY", ...DATED] as const;

const findFalse = {
  to: "FALSE_REPORTED",
  event: "RectificationFoundFalse",
  by: ["DIRECTOR"],
  requires: ["REASON_REQUIRED", ...DATED],
} as const;
const complete = {
  to: "COMPLETED",
  event: "RectificationCompleted",
  by: ["DIRECTOR"],
  requires: ["FINDINGS_STILL_OPEN", ...DATED],
} as const;

/** The unit's steps may be entered by the clerk, where the unit answers on paper. */
export const rectificationTransitions = {
  PLAN_DUE: {
    WITHDRAW: { to: "WITHDRAWN", event: "RectificationWithdrawn", by: ["PLATFORM"] },
    SUBMIT_PLAN: {
      to: "PLAN_SUBMITTED",
      event: "PlanSubmitted",
      by: ["UNIT_HEAD", "CLERK"],
      requires: ["PLAN_REQUIRED", ...OF_UNIT],
    },
  },
  PLAN_SUBMITTED: {
    REVIEW_PLAN: { to: "PLAN_REVIEWED", event: "PlanReviewed", by: ["DIRECTOR"], requires: DATED },
    RETURN_PLAN: { to: "PLAN_DUE", event: "PlanReturned", by: ["DIRECTOR"], requires: ["REASON_REQUIRED", ...DATED] },
  },
  PLAN_REVIEWED: {
    CONCENTRATE: {
      to: "CONCENTRATED",
      event: "ConcentratedRectificationStarted",
      by: ["UNIT_HEAD", "CLERK", "DIRECTOR"],
      requires: OF_UNIT,
    },
  },
  CONCENTRATED: {
    REPORT: {
      to: "REPORTED",
      event: "RectificationReported",
      by: ["UNIT_HEAD", "CLERK"],
      requires: ["REPORT_REQUIRED", ...OF_UNIT],
    },
  },
  REPORTED: {
    OPEN_REVIEW: { to: "JOINT_REVIEW", event: "JointReviewOpened", by: ["DIRECTOR"], requires: DATED },
    RETURN_REPORT: {
      to: "CONCENTRATED",
      event: "RectificationReportReturned",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    FIND_FALSE: findFalse,
  },
  JOINT_REVIEW: {
    EVALUATE: {
      to: "EVALUATED",
      event: "RectificationEvaluated",
      by: ["DIRECTOR"],
      requires: ["TARGET_NOT_RECTIFYING", "SIGNATURES_MISSING", "EVALUATION_REQUIRED", ...DATED],
    },
    RETURN_REPORT: {
      to: "CONCENTRATED",
      event: "RectificationReportReturned",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    FIND_FALSE: findFalse,
  },
  EVALUATED: {
    COMPLETE: complete,
    CONTINUE: {
      to: "CONTINUING",
      event: "RectificationContinued",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    FIND_FALSE: findFalse,
  },
  CONTINUING: { COMPLETE: complete, FIND_FALSE: findFalse },
  COMPLETED: { FIND_FALSE: findFalse },
  FALSE_REPORTED: {
    RESUME: {
      to: "CONCENTRATED",
      event: "RectificationResumed",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
  },
  WITHDRAWN: { OPEN_AGAIN: { to: "PLAN_DUE", event: "RectificationOpenedAgain", by: ["PLATFORM"] } },
} as const satisfies TransitionTable<RectificationStatus, RectificationCommand>;
