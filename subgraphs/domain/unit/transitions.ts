import type { TransitionTable } from "../lifecycle";
import type { UnitCommand, UnitStatus } from "./unit";

/** Whoever keeps the register puts an entry right at once while nothing stands on it; from then on one proposes and the
 * director, who is somebody else, decides. */
export const unitTransitions = {
  REGISTERED: {
    CORRECT: {
      to: "REGISTERED",
      event: "UnitCorrected",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "NOTHING_CORRECTED", "UNIT_RELIED_ON", "PERIOD_INVALID"],
    },
    PROPOSE_CORRECTION: {
      to: "CORRECTION_PROPOSED",
      event: "UnitCorrectionProposed",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "NOTHING_CORRECTED", "PERIOD_INVALID", "INSPECTED_OUTSIDE"],
    },
    // by the document of whoever decided it
    END: {
      to: "ENDED",
      event: "UnitEnded",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "DOCUMENT_REQUIRED", "PERIOD_INVALID", "INSPECTED_OUTSIDE", "UNIT_IN_USE"],
    },
  },
  CORRECTION_PROPOSED: {
    APPROVE_CORRECTION: {
      to: "REGISTERED",
      event: "UnitCorrected",
      by: ["DIRECTOR"],
      requires: ["SOMEBODY_ELSE_REQUIRED", "INSPECTED_OUTSIDE"],
    },
    REJECT_CORRECTION: {
      to: "REGISTERED",
      event: "UnitCorrectionRejected",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED"],
    },
  },
  ENDED: {
    TAKE_BACK: {
      to: "REGISTERED",
      event: "UnitEndTakenBack",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "STEP_RELIED_ON"],
    },
  },
} as const satisfies TransitionTable<UnitStatus, UnitCommand>;
