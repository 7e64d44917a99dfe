import type { TransitionTable } from "../lifecycle";
import type { TargetCommand, TargetStatus } from "./target";

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
  },
  REPORTED: {
    HEAR: {
      to: "HEARD",
      event: "TargetHeard",
      by: ["DIRECTOR", "APPROVER"],
      requires: ["HEARING_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
  },
  HEARD: {
    FEED_BACK: {
      to: "FED_BACK",
      event: "TargetFedBack",
      by: ["DIRECTOR"],
      requires: ["UNIT_NOT_ATTESTED", "IMMEDIATE_ACTIONS_OPEN", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
  },
  FED_BACK: {
    START_RECTIFICATION: {
      to: "RECTIFYING",
      event: "TargetRectificationStarted",
      by: ["CLERK", "DIRECTOR"],
      requires: ["DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
  },
  RECTIFYING: {
    EVALUATE: {
      to: "EVALUATED",
      event: "TargetEvaluated",
      by: ["PLATFORM"],
    },
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
        "DATE_IN_FUTURE",
        "DATE_OUT_OF_ORDER",
      ],
    },
  },
  ARCHIVED: {},
  RELEASED: {},
} as const satisfies TransitionTable<TargetStatus, TargetCommand>;
