import type { Role } from "../../../schema/contract/standing";

/** 问题线索 Clue: an allegation that concerns a person, never a finding. This is the sender's side of it; what the receiver does
 * with it are the states of its receipt, which the sender's side follows. */
export const CLUE_STATUSES = [
  "REGISTERED",
  "APPROVED_TO_TRANSFER",
  "IN_TRANSIT",
  "RECEIVED",
  "DISPOSAL_PROPOSED",
  "IN_DISPOSAL",
  "CONCLUDED",
  "RETURNED",
  "SEALED",
] as const;
export type ClueStatus = (typeof CLUE_STATUSES)[number];

/** What the receiver does; the sender's clue follows each of these. */
export const CLUE_RECEIPT_COMMANDS = [
  "RECEIVE",
  "RETURN",
  "PROPOSE_DISPOSAL",
  "DECIDE_DISPOSAL",
  "REJECT_DISPOSAL",
  "CONCLUDE",
] as const;
export type ClueReceiptCommand = (typeof CLUE_RECEIPT_COMMANDS)[number];

/** What the sender does. */
export const CLUE_SENDER_COMMANDS = ["APPROVE", "REFER", "SEAL"] as const;
export type ClueSenderCommand = (typeof CLUE_SENDER_COMMANDS)[number];

export const CLUE_COMMANDS = [...CLUE_SENDER_COMMANDS, ...CLUE_RECEIPT_COMMANDS] as const;
export type ClueCommand = (typeof CLUE_COMMANDS)[number];

/** 接收回执 The receiver's own states. */
export const CLUE_RECEIPT_STATUSES = [
  "IN_TRANSIT",
  "RECEIVED",
  "DISPOSAL_PROPOSED",
  "IN_DISPOSAL",
  "CONCLUDED",
  "RETURNED",
] as const satisfies readonly ClueStatus[];
export type ClueReceiptStatus = (typeof CLUE_RECEIPT_STATUSES)[number];

/** 处置方式, exactly four: 谈话函询、初步核实、暂存待查、予以了结. */
export const CLUE_DISPOSALS = [
  "TALK_OR_WRITTEN_INQUIRY",
  "PRELIMINARY_VERIFICATION",
  "HELD_FOR_REVIEW",
  "CLOSED_WITHOUT_ACTION",
] as const;
export type ClueDisposal = (typeof CLUE_DISPOSALS)[number];

/** 办理结果. 立案 is what a verification may come to, and never a way of disposal. */
export const CLUE_OUTCOMES = ["CASE_FILED", "MEASURES_TAKEN", "NOT_SUBSTANTIATED", "CLOSED"] as const;
export type ClueOutcome = (typeof CLUE_OUTCOMES)[number];

/** Which outcome a disposal may come to: nothing was looked into where it was closed without action, and what is held for
 * review has no outcome until it is disposed of otherwise. */
export const OUTCOMES_OF: Record<ClueDisposal, readonly ClueOutcome[]> = {
  TALK_OR_WRITTEN_INQUIRY: ["MEASURES_TAKEN", "NOT_SUBSTANTIATED", "CLOSED"],
  PRELIMINARY_VERIFICATION: ["CASE_FILED", "MEASURES_TAKEN", "NOT_SUBSTANTIATED", "CLOSED"],
  HELD_FOR_REVIEW: [],
  CLOSED_WITHOUT_ACTION: ["CLOSED"],
};

/** Who registers a clue and takes the sender's steps. */
export const CLUE_REGISTRARS: readonly Role[] = ["CUSTODIAN"];
/** Who receives and disposes of it. */
export const CLUE_RECEIVERS = ["DISCIPLINE", "ORGANISATION", "RESIDENT_GROUP"] as const satisfies readonly Role[];

/** A count smaller than this is not told: who knows the place would know the person. */
export const SMALLEST_CELL = 5;
/** A declaration speaks of a batch of units, so that it never speaks of one. */
export const SMALLEST_BATCH = 3;

/** What is declared of a count: the number, or that it is less than the smallest cell. Zero is told like one to four. */
export function declaredCount(count: number): number | null {
  return count < SMALLEST_CELL ? null : count;
}
