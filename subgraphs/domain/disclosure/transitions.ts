import type { TransitionTable } from "../lifecycle";
import type { DisclosureCommand, DisclosureStatus } from "./disclosure";

/** Of copies alone: the unit's own feedback carries its right of reply. */
const withdraw = {
  to: "WITHDRAWN",
  event: "DisclosureWithdrawn",
  by: ["DIRECTOR"],
  requires: ["FEEDBACK_STANDS", "REASON_REQUIRED"],
} as const;

export const disclosureTransitions = {
  ISSUED: {
    ACKNOWLEDGE: {
      to: "ACKNOWLEDGED",
      event: "DisclosureAcknowledged",
      by: ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"],
    },
    WITHDRAW: withdraw,
  },
  ACKNOWLEDGED: { WITHDRAW: withdraw },
  WITHDRAWN: {},
} as const satisfies TransitionTable<DisclosureStatus, DisclosureCommand>;
