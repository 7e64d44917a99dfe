import type { TransitionTable } from "../lifecycle";
import type { ImmediateActionCommand, ImmediateActionStatus } from "./immediateAction";

/** No step lies in the future, or before the step before it. */
const DATED = ["DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"] as const;

/** Who answers for it that work is done before the report: 领导小组、办主任、综合协调组. */
const DECIDERS = ["DIRECTOR", "APPROVER", "COORDINATOR"] as const;

/** Two pairs of people: who proposes does not authorise, who reports it done does not confirm. Only proof confirms. */
export const immediateActionTransitions = {
  PROPOSED: {
    AUTHORISE: {
      to: "AUTHORISED",
      event: "ImmediateActionAuthorised",
      by: DECIDERS,
      requires: ["NOT_DURING_ROUND", "SOMEBODY_ELSE_REQUIRED", "DOCUMENT_REQUIRED", ...DATED],
    },
    REJECT: {
      to: "REJECTED",
      event: "ImmediateActionRejected",
      by: DECIDERS,
      requires: ["REASON_REQUIRED", ...DATED],
    },
    CANCEL: {
      to: "CANCELLED",
      event: "ImmediateActionCancelled",
      by: ["CLERK", "DIRECTOR", "COORDINATOR", "LEADER"],
      requires: ["REASON_REQUIRED", ...DATED],
    },
  },
  AUTHORISED: {
    REPORT_DONE: {
      to: "DONE",
      event: "ImmediateActionDone",
      by: ["CLERK", "COORDINATOR", "LEADER", "DEPUTY", "LIAISON", "MEMBER"],
      requires: ["NOT_DURING_ROUND", "PROOF_REQUIRED", ...DATED],
    },
    CANCEL: {
      to: "CANCELLED",
      event: "ImmediateActionCancelled",
      by: DECIDERS,
      requires: ["REASON_REQUIRED", ...DATED],
    },
  },
  DONE: {
    CONFIRM: {
      to: "CONFIRMED",
      event: "ImmediateActionConfirmed",
      by: DECIDERS,
      requires: ["NOT_DURING_ROUND", "SOMEBODY_ELSE_REQUIRED", "FACTS_NOT_EXCHANGED", ...DATED],
    },
    RETURN: {
      to: "AUTHORISED",
      event: "ImmediateActionReturned",
      by: DECIDERS,
      requires: ["REASON_REQUIRED", ...DATED],
    },
  },
  REJECTED: {},
  CONFIRMED: {},
  CANCELLED: {},
} as const satisfies TransitionTable<ImmediateActionStatus, ImmediateActionCommand>;
