import { findingTransitions } from "../finding/transitions";
import { PREVIOUS, type Transition } from "../lifecycle";
import { orderTransitions, receivedOrderTransitions } from "../order/transitions";

/** 关注 What can be followed live, in the order in which a screen would list it. */
export const LIVE_EVENTS = [
  "PUBLICATION_SUBMITTED",
  "PUBLICATION_ACCEPTED",
  "PUBLICATION_RETURNED",
  "PUBLICATION_RECALLED",
  "FINDING_STATUS_CHANGED",
  "ORDER_STATUS_CHANGED",
  "ORDER_REMINDED",
  "ALERT_YELLOW",
  "ALERT_RED",
  "SUPERVISION_CHANGED",
  "RELEASE_RECEIVED",
  "RELEASE_WITHDRAWN",
] as const;
export type LiveEvent = (typeof LIVE_EVENTS)[number];

const OF_PUBLICATION: Record<string, LiveEvent> = {
  PublicationSubmitted: "PUBLICATION_SUBMITTED",
  PublicationAccepted: "PUBLICATION_ACCEPTED",
  PublicationReturned: "PUBLICATION_RETURNED",
  PublicationRecalled: "PUBLICATION_RECALLED",
};
const OF_ALERT: Record<string, LiveEvent> = { AlertTurnedYellow: "ALERT_YELLOW", AlertTurnedRed: "ALERT_RED" };
/** By whoever it came to. */
const OF_RECEIVED_RELEASE: Record<string, LiveEvent> = {
  ReleaseReceived: "RELEASE_RECEIVED",
  ReleaseWithdrawn: "RELEASE_WITHDRAWN",
};
/** Of an order, besides what moves it. */
const OF_ORDER: Record<string, LiveEvent> = {
  OrderIssued: "ORDER_STATUS_CHANGED",
  OrderReceived: "ORDER_STATUS_CHANGED",
  OrderCopied: "ORDER_STATUS_CHANGED",
  OrderCopyFollowed: "ORDER_STATUS_CHANGED",
  OrderReminded: "ORDER_REMINDED",
  OrderTurnedYellow: "ALERT_YELLOW",
  OrderTurnedRed: "ALERT_RED",
};

/** Which status an object took with each event of the journal; PREVIOUS where the entry says it. */
const FINDING_STATUS = statusesOf(findingTransitions);
const ORDER_STATUS = new Map([...statusesOf(orderTransitions), ...statusesOf(receivedOrderTransitions)]);

interface Followed {
  kind: LiveEvent;
  /** which the finding took */
  findingStatus?: string;
  /** which the order took, in the row of the office in whose journal it stands */
  orderStatus?: string;
}

/** @param status what the entry says of the status that the object went back to
 * @returns undefined for what nobody follows */
export function followedOf(objectKind: string, event: string, status: unknown): Followed | undefined {
  if (objectKind === "Publication") return kindOf(OF_PUBLICATION[event]);
  if (objectKind === "Alert") return kindOf(OF_ALERT[event]);
  if (objectKind === "ReceivedRelease") return kindOf(OF_RECEIVED_RELEASE[event]);
  // whatever happens to it is told: each entry says how it stands or who is a member
  if (objectKind === "Supervision" || objectKind === "ReceivedSupervision") return kindOf("SUPERVISION_CHANGED");
  if (objectKind === "Order" || objectKind === "ReceivedOrder") return orderOf(event, status);
  if (objectKind !== "Finding") return undefined;
  const reached = FINDING_STATUS.get(event);
  const findingStatus = reached === PREVIOUS ? status : reached;
  return typeof findingStatus === "string" ? { kind: "FINDING_STATUS_CHANGED", findingStatus } : undefined;
}

function orderOf(event: string, status: unknown): Followed | undefined {
  const reached = ORDER_STATUS.get(event);
  const kind = OF_ORDER[event] ?? (reached === undefined ? undefined : "ORDER_STATUS_CHANGED");
  if (kind !== "ORDER_STATUS_CHANGED") return kindOf(kind);
  return { kind, orderStatus: typeof status === "string" ? status : (reached ?? "ISSUED") };
}

function statusesOf(table: Record<string, Partial<Record<string, Transition>>>): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([from, edges]) =>
      Object.values(edges).flatMap((step) => (step && step.to !== from ? [[step.event, step.to] as const] : [])),
    ),
  );
}

function kindOf(kind: LiveEvent | undefined): Followed | undefined {
  return kind && { kind };
}
