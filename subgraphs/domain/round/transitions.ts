import type { TransitionTable } from "../lifecycle";
import type { RoundCommand, RoundStatus } from "./round";

/** 更正 of a header that is filed: everybody above has read it, so that one proposes and another decides. */
const proposeCorrection = {
  event: "RoundCorrectionProposed",
  by: ["CLERK", "DIRECTOR"],
  requires: [
    "REASON_REQUIRED",
    "CORRECTION_PROPOSED",
    "STEP_NOT_TAKEN",
    "NOTHING_CORRECTED",
    "PREDECESSOR_REQUIRED",
    "PERIOD_INVALID",
    "DATE_IN_FUTURE",
    "DATE_OUT_OF_ORDER",
  ],
} as const;
const approveCorrection = {
  event: "RoundCorrected",
  by: ["DIRECTOR", "APPROVER"],
  requires: ["CORRECTION_NOT_PROPOSED", "SOMEBODY_ELSE_REQUIRED", "DATE_OUT_OF_ORDER"],
} as const;
const rejectCorrection = {
  event: "RoundCorrectionRejected",
  by: ["CLERK", "DIRECTOR", "APPROVER"],
  requires: ["CORRECTION_NOT_PROPOSED", "REASON_REQUIRED"],
} as const;
function correctionsIn<Status extends RoundStatus>(to: Status) {
  return {
    PROPOSE_CORRECTION: { ...proposeCorrection, to },
    APPROVE_CORRECTION: { ...approveCorrection, to },
    REJECT_CORRECTION: { ...rejectCorrection, to },
  } as const;
}

export const roundTransitions = {
  PREPARING: {
    CORRECT: {
      to: "PREPARING",
      event: "RoundCorrected",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "STEP_NOT_TAKEN", "NOTHING_CORRECTED", "PREDECESSOR_REQUIRED", "PERIOD_INVALID"],
    },
    AUTHORISE: {
      to: "AUTHORISED",
      event: "RoundAuthorised",
      by: ["APPROVER"],
      requires: ["TARGETS_REQUIRED", "DOCUMENT_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
    WITHDRAW: { to: "WITHDRAWN", event: "RoundWithdrawn", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  },
  AUTHORISED: {
    START: { to: "RUNNING", event: "RoundStarted", by: ["PLATFORM"] },
    WITHDRAW: {
      to: "WITHDRAWN",
      event: "RoundWithdrawn",
      by: ["APPROVER"],
      requires: ["REASON_REQUIRED"],
    },
    ...correctionsIn("AUTHORISED"),
  },
  RUNNING: {
    CLOSE: { to: "CLOSED", event: "RoundClosed", by: ["PLATFORM"] },
    TAKE_BACK: { to: "AUTHORISED", event: "RoundStartTakenBack", by: ["PLATFORM"] },
    ...correctionsIn("RUNNING"),
  },
  CLOSED: correctionsIn("CLOSED"),
  WITHDRAWN: {},
} as const satisfies TransitionTable<RoundStatus, RoundCommand>;
