import type { TransitionTable } from "../lifecycle";
import type { ObligationCommand, ObligationStatus } from "./obligation";

export const obligationTransitions = {
  SCHEDULED: {
    LAPSE: { to: "LAPSED", event: "ObligationLapsed", by: ["PLATFORM"] },
    FULFIL: {
      to: "DONE",
      event: "ObligationDone",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
  },
  DONE: {
    TAKE_BACK: {
      to: "SCHEDULED",
      event: "ObligationTakenBack",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "NOT_YOUR_STEP"],
    },
  },
  LAPSED: {},
} as const satisfies TransitionTable<ObligationStatus, ObligationCommand>;
