import type { TransitionTable } from "../lifecycle";
import type { RoundCommand, RoundStatus } from "./round";

export const roundTransitions = {
  PREPARING: {
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
  },
  RUNNING: {
    CLOSE: { to: "CLOSED", event: "RoundClosed", by: ["PLATFORM"] },
    TAKE_BACK: { to: "AUTHORISED", event: "RoundStartTakenBack", by: ["PLATFORM"] },
  },
  CLOSED: {},
  WITHDRAWN: {},
} as const satisfies TransitionTable<RoundStatus, RoundCommand>;
