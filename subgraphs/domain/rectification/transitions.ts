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
  requires: ["FINDINGS_STILL_OPEN", "TAKE_BACK_PROPOSED", ...DATED],
} as const;

/** 更正 of a date that the office entered: the rectification stays where it is. */
const correct = {
  event: "RectificationCorrected",
  by: ["DIRECTOR"],
  requires: [
    "REASON_REQUIRED",
    "STEP_NOT_TAKEN",
    "STEP_OF_UNIT",
    "NOTHING_CORRECTED",
    "DATE_IN_FUTURE",
    "DATE_OUT_OF_ORDER",
  ],
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
    CORRECT: { ...correct, to: "PLAN_DUE" },
  },
  PLAN_SUBMITTED: {
    REVIEW_PLAN: { to: "PLAN_REVIEWED", event: "PlanReviewed", by: ["DIRECTOR"], requires: DATED },
    RETURN_PLAN: { to: "PLAN_DUE", event: "PlanReturned", by: ["DIRECTOR"], requires: ["REASON_REQUIRED", ...DATED] },
    CORRECT: { ...correct, to: "PLAN_SUBMITTED" },
  },
  PLAN_REVIEWED: {
    CONCENTRATE: {
      to: "CONCENTRATED",
      event: "ConcentratedRectificationStarted",
      by: ["UNIT_HEAD", "CLERK", "DIRECTOR"],
      requires: OF_UNIT,
    },
    TAKE_BACK: {
      to: "PLAN_SUBMITTED",
      event: "PlanReviewTakenBack",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED"],
    },
    CORRECT: { ...correct, to: "PLAN_REVIEWED" },
  },
  CONCENTRATED: {
    REPORT: {
      to: "REPORTED",
      event: "RectificationReported",
      by: ["UNIT_HEAD", "CLERK"],
      requires: ["REPORT_REQUIRED", ...OF_UNIT],
    },
    CORRECT: { ...correct, to: "CONCENTRATED" },
  },
  REPORTED: {
    OPEN_REVIEW: {
      to: "JOINT_REVIEW",
      event: "JointReviewOpened",
      by: ["DIRECTOR"],
      requires: ["EVALUATION_REQUIRED", ...DATED],
    },
    RETURN_REPORT: {
      to: "CONCENTRATED",
      event: "RectificationReportReturned",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    FIND_FALSE: findFalse,
    CORRECT: { ...correct, to: "REPORTED" },
  },
  JOINT_REVIEW: {
    PROPOSE_GRADE: {
      to: "JOINT_REVIEW",
      event: "RectificationGradeProposed",
      by: ["DIRECTOR"],
      requires: ["EVALUATION_REQUIRED", "GRADE_UNCHANGED", "REASON_REQUIRED"],
    },
    EVALUATE: {
      to: "EVALUATED",
      event: "RectificationEvaluated",
      by: ["DIRECTOR"],
      requires: ["TARGET_NOT_RECTIFYING", "GRADE_NOT_PROPOSED", "SIGNATURES_MISSING", ...DATED],
    },
    RETURN_REPORT: {
      to: "CONCENTRATED",
      event: "RectificationReportReturned",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    FIND_FALSE: findFalse,
    CORRECT: { ...correct, to: "JOINT_REVIEW" },
  },
  EVALUATED: {
    COMPLETE: complete,
    CONTINUE: {
      to: "CONTINUING",
      event: "RectificationContinued",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "TAKE_BACK_PROPOSED", ...DATED],
    },
    FIND_FALSE: findFalse,
    PROPOSE_TAKE_BACK: {
      to: "EVALUATED",
      event: "RectificationTakeBackProposed",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "TAKE_BACK_PROPOSED", "STEP_RELIED_ON"],
    },
    KEEP_STEP: {
      to: "EVALUATED",
      event: "RectificationStepKept",
      by: ["CLERK", "DIRECTOR", "APPROVER"],
      requires: ["TAKE_BACK_NOT_PROPOSED"],
    },
    TAKE_BACK: {
      to: "JOINT_REVIEW",
      event: "RectificationEvaluationTakenBack",
      by: ["DIRECTOR", "APPROVER"],
      requires: ["TAKE_BACK_NOT_PROPOSED", "SOMEBODY_ELSE_REQUIRED", "STEP_RELIED_ON"],
    },
    CORRECT: { ...correct, to: "EVALUATED" },
  },
  CONTINUING: { COMPLETE: complete, FIND_FALSE: findFalse, CORRECT: { ...correct, to: "CONTINUING" } },
  COMPLETED: {
    FIND_FALSE: findFalse,
    TAKE_BACK: {
      to: "PREVIOUS",
      event: "RectificationCompletionTakenBack",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "STEP_RELIED_ON"],
    },
    CORRECT: { ...correct, to: "COMPLETED" },
  },
  FALSE_REPORTED: {
    RESUME: {
      to: "CONCENTRATED",
      event: "RectificationResumed",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
    CORRECT: { ...correct, to: "FALSE_REPORTED" },
  },
  WITHDRAWN: { OPEN_AGAIN: { to: "PLAN_DUE", event: "RectificationOpenedAgain", by: ["PLATFORM"] } },
} as const satisfies TransitionTable<RectificationStatus, RectificationCommand>;
