import type { TransitionTable } from "../lifecycle";

/** 回避 Recusal: it binds until somebody else ends it. */
export const RECUSAL_STATUSES = ["DECLARED", "ENDED"] as const;
export type RecusalStatus = (typeof RECUSAL_STATUSES)[number];

export const RECUSAL_COMMANDS = ["END"] as const;
export type RecusalCommand = (typeof RECUSAL_COMMANDS)[number];

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

export function recusalStatus({ endedOn }: { endedOn: string | null }): RecusalStatus {
  return endedOn === null ? "DECLARED" : "ENDED";
}
