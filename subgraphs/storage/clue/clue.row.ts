import type {
  ClueDisposal,
  ClueOutcome,
  ClueReceiptCommand,
  ClueReceiptStatus,
  ClueStatus,
} from "../../domain/clue/clue";
import type { Custody } from "../../domain/clue/custody";
import type { ClueClock, DayUnit } from "../../domain/deadline/deadline";

// Rows of clues. They are written by plain statements: an entity manager would log what it binds.

/** 问题线索 What may be known of a clue without its key. */
export interface ClueRow {
  id: string;
  /** region of the sender */
  office: string;
  owner: Custody;
  status: ClueStatus;
  version: number;
  pointerOnly: boolean;
  hasReporter: boolean;
  /** SHA-256 of the sealed content */
  sealedHash: string;
  registeredBy: string;
  registeredAt: string;
  approvedBy: string | null;
  approvedAt: string | null;
  receiver: Custody | null;
  referredAt: string | null;
  synthetic: boolean;
}

/** Whose clue a row belongs to. */
type OfClue = Pick<ClueRow, "office" | "owner"> & { clueId: string };

export type CluePartKind = "CONTENT" | "SEAL" | Exclude<ClueReceiptCommand, "RECEIVE">;

export interface CluePartRow extends OfClue {
  id: string;
  /** 1 is the content */
  number: number;
  kind: CluePartKind;
  writtenBy: string;
  at: string;
  sealed: Buffer;
}

export interface ClueKeyRow extends OfClue {
  id: string;
  holder: Custody;
  /** of the holder's keys */
  generation: string;
  wrapped: Buffer;
  at: string;
}

export interface ClueReporterRow extends OfClue {
  generation: string;
  wrapped: Buffer;
  sealed: Buffer;
}

export interface ClueCustodyRow extends OfClue {
  id: string;
  sequence: number;
  event: string;
  fromCustody: Custody;
  toCustody: Custody;
  at: string;
  statement: string;
  hash: string;
  fromKey: string;
  fromSignature: string;
  toKey: string | null;
  toSignature: string | null;
  countersignedAt: string | null;
}

export interface ClueReceiptRow {
  id: string;
  /** region of the receiver */
  office: string;
  clueId: string;
  sender: Custody;
  receiver: Custody;
  status: ClueReceiptStatus;
  version: number;
  arrivedAt: string;
  receivedAt: string | null;
  receivedBy: string | null;
  disposal: ClueDisposal | null;
  proposedAt: string | null;
  proposedBy: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  outcome: ClueOutcome | null;
  concludedAt: string | null;
  returnedAt: string | null;
}

export interface ClueClockRow {
  receiptId: string;
  clock: ClueClock;
  startedOn: string;
  metOn: string | null;
  days: number;
  unit: DayUnit;
  warningDays: number;
  dueOn: string;
}

export interface ClueAlertRow extends OfClue {
  id: string;
  /** calendar date in the offices' time zone */
  onDay: string;
  sealed: Buffer;
}

/** 申报的线索数 of a round. */
export interface ClueDeclarationRow {
  id: string;
  office: string;
  roundId: string;
  /** null: fewer than five */
  declared: number | null;
  targets: number;
  declaredBy: string;
  declaredAt: string;
  synthetic: boolean;
}
