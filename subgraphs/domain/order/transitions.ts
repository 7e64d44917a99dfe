import type { TransitionTable } from "../lifecycle";
import type { OrderCommand, OrderStatus, ReceivedOrderCommand, ReceivedOrderStatus } from "./order";

const withdraw = { to: "WITHDRAWN", event: "OrderWithdrawn", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] } as const;
/** It stays where it is, and the addressee hears of it. */
const remindIn = <Status extends OrderStatus>(to: Status) =>
  ({ to, event: "OrderReminded", by: ["CLERK", "DIRECTOR"], requires: ["REMINDED_TODAY"] }) as const;
const accepted = { to: "ACCEPTED", event: "OrderAccepted", by: ["PLATFORM"] } as const;
const declined = { to: "DECLINED", event: "OrderDeclined", by: ["PLATFORM"] } as const;
const reportedBack = { to: "REPORTED_BACK", event: "OrderReportedBack", by: ["PLATFORM"] } as const;

/** The issuer's row: what the addressee does follows by its messages. It may say again what it has lost after a set-back: so it
 * declines what it had accepted, and answers what it had answered. */
export const orderTransitions = {
  ISSUED: {
    ACCEPT: accepted,
    DECLINE: declined,
    BOUNCE: { to: "UNDELIVERABLE", event: "OrderBounced", by: ["PLATFORM"] },
    REMIND: remindIn("ISSUED"),
    WITHDRAW: withdraw,
  },
  ACCEPTED: {
    DECLINE: declined,
    REPORT_BACK: reportedBack,
    REMIND: remindIn("ACCEPTED"),
    WITHDRAW: withdraw,
  },
  DECLINED: {
    ACCEPT: accepted,
    INSIST: {
      to: "ISSUED",
      event: "OrderInsisted",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "ORDER_DUE_PASSED"],
    },
    WITHDRAW: withdraw,
  },
  REPORTED_BACK: {
    REPORT_BACK: reportedBack,
    CLOSE: { to: "CLOSED", event: "OrderClosed", by: ["DIRECTOR"], requires: ["SOMEBODY_ELSE_REQUIRED"] },
    RETURN: {
      to: "RETURNED",
      event: "OrderReturned",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "ORDER_DUE_PASSED"],
    },
    WITHDRAW: withdraw,
  },
  RETURNED: { REPORT_BACK: reportedBack, REMIND: remindIn("RETURNED"), WITHDRAW: withdraw },
  // the people who were lent go home before their time
  CLOSED: { WITHDRAW: { ...withdraw, requires: ["REASON_REQUIRED", "ORDER_SETTLED"] } },
  WITHDRAWN: {},
  UNDELIVERABLE: {},
} as const satisfies TransitionTable<OrderStatus, OrderCommand>;

/** What the issuer says counts wherever the own row stands: a set-back may have taken away steps of either side. */
const decided = {
  CLOSE: { to: "CLOSED", event: "OrderClosed", by: ["PLATFORM"] },
  RETURN: { to: "RETURNED", event: "OrderReturned", by: ["PLATFORM"] },
  WITHDRAW: { to: "WITHDRAWN", event: "OrderWithdrawn", by: ["PLATFORM"] },
} as const;
const remindedIn = <Status extends ReceivedOrderStatus>(to: Status) =>
  ({ to, event: "OrderReminded", by: ["PLATFORM"] }) as const;
const reportBack = {
  to: "REPORTED_BACK",
  event: "OrderReportedBack",
  by: ["DIRECTOR"],
  requires: ["ANSWER_REQUIRED", "NOT_SUBMITTED", "PEOPLE_REQUIRED"],
} as const;
const restated = { to: "REPORTED_BACK", event: "OrderRestated", by: ["PLATFORM"] } as const;

/** The addressee's row. */
export const receivedOrderTransitions = {
  ISSUED: {
    ACCEPT: { to: "ACCEPTED", event: "OrderAccepted", by: ["CLERK", "DIRECTOR"] },
    DECLINE: { to: "DECLINED", event: "OrderDeclined", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    REMIND: remindedIn("ISSUED"),
    ...decided,
  },
  ACCEPTED: { REPORT_BACK: reportBack, REMIND: remindedIn("ACCEPTED"), ...decided },
  DECLINED: { INSIST: { to: "ISSUED", event: "OrderInsisted", by: ["PLATFORM"] }, ...decided },
  REPORTED_BACK: decided,
  RETURNED: { REPORT_BACK: reportBack, REMIND: remindedIn("RETURNED"), RESTATE: restated, ...decided },
  CLOSED: { RESTATE: restated, WITHDRAW: decided.WITHDRAW },
  WITHDRAWN: {},
} as const satisfies TransitionTable<ReceivedOrderStatus, ReceivedOrderCommand>;
