import type { TransitionTable } from "../lifecycle";
import type { TargetCommand, TargetStatus } from "./target";

/** 更正 of a date or of the hearing: the target stays where it is. */
const CORRECTION = {
  event: "TargetCorrected",
  by: ["DIRECTOR"],
  requires: [
    "REASON_REQUIRED",
    "STEP_NOT_TAKEN",
    "NOTHING_CORRECTED",
    "TEAM_INCOMPLETE",
    "FOREIGN_TEAM_REQUIRED",
    "DATE_IN_FUTURE",
    "DATE_OUT_OF_ORDER",
    "ENTRY_BEFORE_ROUND",
  ],
} as const;

/** 撤回反馈 of a feedback that was wrong as a whole: one proposes, another decides, while the unit has done nothing with it. */
const proposeWithdrawal = {
  event: "FeedbackWithdrawalProposed",
  by: ["DIRECTOR"],
  requires: ["REASON_REQUIRED", "WITHDRAWAL_PROPOSED", "FEEDBACK_RELIED_ON"],
} as const;
const keepFeedback = {
  event: "FeedbackKept",
  by: ["DIRECTOR", "APPROVER"],
  requires: ["WITHDRAWAL_NOT_PROPOSED"],
} as const;
const withdrawFeedback = {
  to: "HEARD",
  event: "TargetFeedbackWithdrawn",
  by: ["APPROVER"],
  requires: ["WITHDRAWAL_NOT_PROPOSED", "SOMEBODY_ELSE_REQUIRED", "FEEDBACK_RELIED_ON"],
} as const;

export const targetTransitions = {
  PLANNED: {
    ENTER: {
      to: "ENTERED",
      event: "TargetEntered",
      by: ["CLERK", "DIRECTOR", "LEADER", "DEPUTY", "LIAISON"],
      requires: [
        "ROUND_NOT_AUTHORISED",
        "TEAM_INCOMPLETE",
        "FOREIGN_TEAM_REQUIRED",
        "DATE_IN_FUTURE",
        "DATE_OUT_OF_ORDER",
        "ENTRY_BEFORE_ROUND",
      ],
    },
    RELEASE: { to: "RELEASED", event: "TargetReleased", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  },
  ENTERED: {
    REPORT: {
      to: "REPORTED",
      event: "TargetReported",
      by: ["CLERK", "DIRECTOR", "LEADER"],
      requires: ["FINDINGS_NOT_REPORTED", "VERDICTS_MISSING", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
    TAKE_BACK: {
      to: "PLANNED",
      event: "TargetEntryTakenBack",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "WORK_RECORDED"],
    },
    CORRECT: { ...CORRECTION, to: "ENTERED" },
  },
  REPORTED: {
    HEAR: {
      to: "HEARD",
      event: "TargetHeard",
      by: ["DIRECTOR", "APPROVER"],
      requires: ["HEARING_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
    TAKE_BACK: {
      to: "ENTERED",
      event: "TargetReportTakenBack",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED"],
    },
    CORRECT: { ...CORRECTION, to: "REPORTED" },
  },
  HEARD: {
    FEED_BACK: {
      to: "FED_BACK",
      event: "TargetFedBack",
      by: ["DIRECTOR"],
      requires: [
        "UNIT_NOT_ATTESTED",
        "IMMEDIATE_ACTIONS_OPEN",
        "TEXT_NAMES_PERSON",
        "DATE_IN_FUTURE",
        "DATE_OUT_OF_ORDER",
      ],
    },
    CORRECT: { ...CORRECTION, to: "HEARD" },
  },
  FED_BACK: {
    START_RECTIFICATION: {
      to: "RECTIFYING",
      event: "TargetRectificationStarted",
      by: ["CLERK", "DIRECTOR"],
      requires: ["DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
    CORRECT: { ...CORRECTION, to: "FED_BACK" },
    PROPOSE_WITHDRAWAL: { ...proposeWithdrawal, to: "FED_BACK" },
    KEEP_FEEDBACK: { ...keepFeedback, to: "FED_BACK" },
    WITHDRAW_FEEDBACK: withdrawFeedback,
  },
  RECTIFYING: {
    EVALUATE: {
      to: "EVALUATED",
      event: "TargetEvaluated",
      by: ["PLATFORM"],
    },
    CORRECT: { ...CORRECTION, to: "RECTIFYING" },
    PROPOSE_WITHDRAWAL: { ...proposeWithdrawal, to: "RECTIFYING" },
    KEEP_FEEDBACK: { ...keepFeedback, to: "RECTIFYING" },
    WITHDRAW_FEEDBACK: withdrawFeedback,
  },
  EVALUATED: {
    ARCHIVE: {
      to: "ARCHIVED",
      event: "TargetArchived",
      by: ["DIRECTOR"],
      requires: [
        "FINDINGS_STILL_OPEN",
        "RECTIFICATION_NOT_COMPLETED",
        "VERDICTS_UNDECIDED",
        "NOTHING_SUBMITTED",
        "DATE_IN_FUTURE",
        "DATE_OUT_OF_ORDER",
      ],
    },
    TAKE_BACK: { to: "RECTIFYING", event: "TargetEvaluationTakenBack", by: ["PLATFORM"] },
    CORRECT: { ...CORRECTION, to: "EVALUATED" },
  },
  ARCHIVED: { CORRECT: { ...CORRECTION, to: "ARCHIVED" } },
  RELEASED: {},
} as const satisfies TransitionTable<TargetStatus, TargetCommand>;
