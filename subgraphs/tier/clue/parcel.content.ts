import * as v from "valibot";
import { CLUE_DISPOSALS, CLUE_OUTCOMES, CLUE_RECEIPT_COMMANDS, CLUE_RECEIPT_STATUSES } from "../../domain/clue/clue";
import type { ClueCustodyRow, CluePartRow, ClueReceiptRow } from "../../storage/clue/clue.row";
import { custodyShape } from "../../trust/clue/custodyShape";

const instant = v.pipe(v.string(), v.isoTimestamp());
const maybe = v.nullable(instant);
const account = v.pipe(v.string(), v.maxLength(100));
const bytes = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]*$/),
  v.transform((text) => Buffer.from(text, "base64url")),
);
const Signed = v.object({ key: v.string(), signature: v.string() });
const Entry = v.object({
  statement: v.string(),
  hash: v.string(),
  from: Signed,
  to: v.optional(Signed),
  countersignedAt: v.nullable(instant),
});
const Part = v.object({
  id: v.string(),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kind: v.picklist(["CONTENT", "SEAL", "RETURN", "PROPOSE_DISPOSAL", "DECIDE_DISPOSAL", "REJECT_DISPOSAL", "CONCLUDE"]),
  writtenBy: account,
  at: instant,
  sealed: bytes,
});
const Receipt = v.object({
  id: v.string(),
  status: v.picklist(CLUE_RECEIPT_STATUSES),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  arrivedAt: instant,
  receivedAt: maybe,
  receivedBy: v.nullable(account),
  disposal: v.nullable(v.picklist(CLUE_DISPOSALS)),
  proposedAt: maybe,
  proposedBy: v.nullable(account),
  decidedAt: maybe,
  decidedBy: v.nullable(account),
  outcome: v.nullable(v.picklist(CLUE_OUTCOMES)),
  concludedAt: maybe,
  returnedAt: maybe,
});
const Key = v.object({ holder: custodyShape, generation: v.string(), wrapped: bytes });

/** The clue itself, with a referral: whoever receives it has nothing of it yet. */
const Clue = v.object({
  owner: custodyShape,
  pointerOnly: v.boolean(),
  hasReporter: v.boolean(),
  sealedHash: v.string(),
  registeredBy: account,
  registeredAt: instant,
  approvedBy: v.nullable(account),
  approvedAt: maybe,
  synthetic: v.boolean(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** the clue's own key, wrapped for the receiver, and as the owner has it */
  keys: v.pipe(v.array(Key), v.length(2)),
});

/** What is in a parcel: always how things stand, never only what changed, so that one that went astray leaves no hole. */
export const ParcelContent = v.object({
  clue: v.string(),
  chain: v.pipe(v.array(Entry), v.minLength(1)),
  parts: v.array(Part),
  referred: v.optional(Clue),
  /** of the receiver; absent where the owner countersigns */
  receipt: v.optional(Receipt),
  /** the receiver's step that led to it */
  step: v.optional(v.picklist(CLUE_RECEIPT_COMMANDS)),
});
export type ParcelContent = v.InferOutput<typeof ParcelContent>;

/** @returns undefined where the text is not what a parcel holds */
export function readContent(text: string): ParcelContent | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = v.safeParse(ParcelContent, parsed);
  return read.success ? read.output : undefined;
}

export function partsToSend(parts: readonly CluePartRow[]) {
  return parts.map(({ id, number, kind, writtenBy, at, sealed }) => {
    return { id, number, kind, writtenBy, at, sealed: sealed.toString("base64url") };
  });
}

export function chainToSend(chain: readonly ClueCustodyRow[]) {
  return chain.map(({ statement, hash, fromKey, fromSignature, toKey, toSignature, countersignedAt }) => ({
    statement,
    hash,
    from: { key: fromKey, signature: fromSignature },
    ...(toKey && toSignature ? { to: { key: toKey, signature: toSignature } } : {}),
    countersignedAt,
  }));
}

export function receiptToSend({ office: _, clueId: __, sender: ___, receiver: ____, ...state }: ClueReceiptRow) {
  return state;
}
