import type { TransitionTable } from "../lifecycle";
import type { DisclosureCommand, DisclosureStatus } from "./disclosure";

/** Of copies alone: the unit's own feedback carries its right of reply. */
const withdraw = {
  to: "WITHDRAWN",
  event: "DisclosureWithdrawn",
  by: ["DIRECTOR"],
  requires: ["FEEDBACK_STANDS", "REASON_REQUIRED"],
} as const;

/** With the feedback as a whole, which the target decides. */
const takeBack = { to: "WITHDRAWN", event: "DisclosureTakenBack", by: ["PLATFORM"] } as const;

export const disclosureTransitions = {
  ISSUED: {
    ACKNOWLEDGE: {
      to: "ACKNOWLEDGED",
      event: "DisclosureAcknowledged",
      by: ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"],
    },
    WITHDRAW: withdraw,
    TAKE_BACK: takeBack,
  },
  ACKNOWLEDGED: {
    ASK_AGAIN: { to: "ISSUED", event: "DisclosureReceiptAskedAgain", by: ["PLATFORM"] },
    WITHDRAW: withdraw,
    TAKE_BACK: takeBack,
  },
  WITHDRAWN: {},
} as const satisfies TransitionTable<DisclosureStatus, DisclosureCommand>;
