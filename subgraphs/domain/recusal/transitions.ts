import type { TransitionTable } from "../lifecycle";
import type { RecusalCommand, RecusalStatus } from "./recusal";

export const recusalTransitions = {
  DECLARED: {
    END: {
      to: "ENDED",
      event: "RecusalEnded",
      by: ["DIRECTOR", "SECURITY_ADMIN"],
      requires: ["REASON_REQUIRED", "SOMEBODY_ELSE_REQUIRED"],
    },
  },
  ENDED: {},
} as const satisfies TransitionTable<RecusalStatus, RecusalCommand>;
