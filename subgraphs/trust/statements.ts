import type { Tier } from "../../schema/contract/tier";
import type { PeerKeys, SigningKey } from "./keys";
import { type Signed, signerOf, signParts } from "./signing";

/** The last entry of a tier's journal, as the tier said it at an instant. */
interface Head {
  number: number;
  /** hex */
  hash: string;
  /** ISO 8601, by the clock of the tier that says it */
  at: string;
}
export type SignedHead = Head & Signed;

/** That a receiver has applied a stream up to a sequence. */
interface Receipt {
  source: string;
  destination: string;
  epoch: number;
  sequence: number;
  /** hex */
  hash: string;
  /** ISO 8601, by the receiver's clock */
  at: string;
}
type SignedReceipt = Receipt & Signed;

/** Signed by itself, apart from the envelope that carries it: what is kept for years is these few bytes. */
export function signHead(key: SigningKey, tier: Tier, head: Head): SignedHead {
  return { ...head, ...signParts(key, headParts(tier, head)) };
}

export function isHeadOf(keys: PeerKeys, tier: Tier, head: SignedHead): boolean {
  return signerOf({ [tier]: keys[tier] }, headParts(tier, head), head) === tier;
}

export function signReceipt(key: SigningKey, tier: Tier, receipt: Receipt): SignedReceipt {
  return { ...receipt, ...signParts(key, receiptParts(tier, receipt)) };
}

export function isReceiptOf(keys: PeerKeys, tier: Tier, receipt: SignedReceipt): boolean {
  return signerOf({ [tier]: keys[tier] }, receiptParts(tier, receipt), receipt) === tier;
}

function headParts(tier: Tier, { number, hash, at }: Head): string[] {
  return ["head", tier, String(number), hash, at];
}

function receiptParts(tier: Tier, { source, destination, epoch, sequence, hash, at }: Receipt): string[] {
  return ["receipt", tier, source, destination, String(epoch), String(sequence), hash, at];
}
