import type { TransitionTable } from "../lifecycle";
import type { ReceivedReleaseCommand, ReceivedReleaseStatus, ReleaseCommand, ReleaseStatus } from "./release";

export const releaseTransitions = {
  ISSUED: {
    WITHDRAW: { to: "WITHDRAWN", event: "ReleaseWithdrawn", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    TAKE_BACK: { to: "WITHDRAWN", event: "ReleaseTakenBack", by: ["PLATFORM"] },
  },
  WITHDRAWN: {},
} as const satisfies TransitionTable<ReleaseStatus, ReleaseCommand>;

const withdrawn = { to: "WITHDRAWN", event: "ReleaseWithdrawn", by: ["PLATFORM"] } as const;

/** The same release in the office that it was made to. */
export const receivedReleaseTransitions = {
  ISSUED: {
    ACKNOWLEDGE: {
      to: "ACKNOWLEDGED",
      event: "ReleaseAcknowledged",
      by: ["CLERK", "DIRECTOR"],
      requires: ["RELEASE_EXPIRED"],
    },
    WITHDRAW: withdrawn,
  },
  ACKNOWLEDGED: { WITHDRAW: withdrawn },
  WITHDRAWN: {},
} as const satisfies TransitionTable<ReceivedReleaseStatus, ReceivedReleaseCommand>;
