import { isUnder, parentOf, type RegionCode, tierOfOffice } from "../../../schema/contract/regionCode";
import { superiorsOf } from "../tier";

/** 派单、抽调 Order: what a higher office wants done by one below it. Each of both has a row and a life cycle of its own (docs/adr/0024). */
export const ORDER_KINDS = ["TASK", "SECONDMENT"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** On which side of the order a row stands: its issuer's, its addressee's, or that of an office between the two. */
export const ORDER_WAYS = ["OUT", "IN", "COPY"] as const;
export type OrderWay = (typeof ORDER_WAYS)[number];

export const RECEIVED_ORDER_STATUSES = [
  "ISSUED",
  "ACCEPTED",
  "DECLINED",
  "REPORTED_BACK",
  "RETURNED",
  "CLOSED",
  "WITHDRAWN",
] as const;
/** UNDELIVERABLE: the office takes no part; its issuer's row alone. */
export const ORDER_STATUSES = [...RECEIVED_ORDER_STATUSES, "UNDELIVERABLE"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type ReceivedOrderStatus = (typeof RECEIVED_ORDER_STATUSES)[number];

/** What the issuer does about an order that is out, and what the addressee answers it with. */
export const ISSUER_COMMANDS = ["INSIST", "REMIND", "RETURN", "CLOSE", "WITHDRAW"] as const;
export type IssuerCommand = (typeof ISSUER_COMMANDS)[number];
export const ANSWER_COMMANDS = ["ACCEPT", "DECLINE", "REPORT_BACK"] as const;
export type AnswerCommand = (typeof ANSWER_COMMANDS)[number];
/** BOUNCE: an office that takes no part got it. */
export const ORDER_COMMANDS = [...ISSUER_COMMANDS, ...ANSWER_COMMANDS, "BOUNCE"] as const;
export type OrderCommand = (typeof ORDER_COMMANDS)[number];
/** RESTATE: the issuer was set back, and does not know that it had decided. */
export const RECEIVED_ORDER_COMMANDS = [...ISSUER_COMMANDS, ...ANSWER_COMMANDS, "RESTATE"] as const;
export type ReceivedOrderCommand = (typeof RECEIVED_ORDER_COMMANDS)[number];

/** Who issues. */
export const ORDER_ISSUERS = ["DIRECTOR"] as const;

export const ORDER_OPEN = [
  "ISSUED",
  "ACCEPTED",
  "DECLINED",
  "REPORTED_BACK",
  "RETURNED",
] as const satisfies OrderStatus[];

/** Whether an office may be given orders by another: an office of any tier below it. */
export function isOrderedBy(issuer: RegionCode, addressee: RegionCode): boolean {
  return issuer !== addressee && isUnder(addressee, issuer) && tierOfOffice(addressee) !== undefined;
}

/** The offices between the two, which have a copy. */
export function copiedTo(issuer: RegionCode, addressee: RegionCode): RegionCode[] {
  if (parentOf(addressee) === issuer) return [];
  return superiorsOf(addressee).filter((office) => office !== issuer && isUnder(office, issuer));
}
