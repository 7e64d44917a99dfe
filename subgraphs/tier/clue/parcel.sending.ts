import { newId } from "../../../schema/contract/ids";
import type { ClueReceiptCommand } from "../../domain/clue/clue";
import { type Custody, partsOfCustody } from "../../domain/clue/custody";
import { goesByParcel, PARCEL_OF_STEP, type ParcelKind, SENT } from "../../domain/clue/parcel";
import type { JournalEntry } from "../../journal/append";
import { findChains, findParts } from "../../storage/clue/clue.repository";
import type { ClueKeyRow, ClueReceiptRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { keepParcels } from "../../storage/exchange/parcel.repository";
import { sealParcel } from "../../trust/clue/parcel";
import type { TierContext } from "../context";
import { clueEntry } from "./clue.entry";
import { chainToSend, partsToSend, receiptToSend } from "./parcel.content";

interface Route {
  kind: ParcelKind;
  from: Custody;
  to: Custody;
}

/** Puts a parcel where the worker fetches it, in the transaction of the step that it tells of.
 * @returns the entry by which the worker learns of it
 * @throws KeyFault where the own key, or the public one of the receiver, is not at hand */
async function send(
  context: TierContext,
  db: Db,
  clue: Pick<ClueRow, "id" | "version">,
  route: Route,
  content: object,
): Promise<JournalEntry> {
  const { clueKeys } = context.services;
  const { kind, from, to } = route;
  const parcel = newId(context.profile.tier);
  const text = JSON.stringify({ clue: clue.id, ...content });
  const own = { sender: clueKeys.keysInUse(from), known: clueKeys.publicKeysOf(from) };
  const body = sealParcel({ parcel, ...route }, text, own, clueKeys.publicKeysOf(to));
  const { office } = partsOfCustody(from);
  await keepParcels(db, [
    { id: parcel, office, way: "OUT", kind, fromCustody: from, toCustody: to, body, at: context.now() },
  ]);
  return clueEntry(context, clue, SENT[kind], { parcel, to });
}

/** The clue itself goes to its receiver: what is sealed stays as it is, its key is wrapped for the receiver. */
export async function sendReferral(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  receipt: ClueReceiptRow,
  keys: readonly Pick<ClueKeyRow, "holder" | "generation" | "wrapped">[],
): Promise<JournalEntry> {
  const { owner, pointerOnly, hasReporter, sealedHash, registeredBy, registeredAt } = clue;
  const { approvedBy, approvedAt, synthetic, version } = clue;
  const wrapped = keys.map(({ holder, generation, wrapped }) => {
    return { holder, generation, wrapped: wrapped.toString("base64url") };
  });
  return send(
    context,
    db,
    clue,
    { kind: "ClueReferred", from: receipt.sender, to: receipt.receiver },
    {
      ...(await whatStands(db, clue.id, 1)),
      receipt: receiptToSend(receipt),
      referred: {
        ...{ owner, pointerOnly, hasReporter, sealedHash, registeredBy, registeredAt, approvedBy, approvedAt },
        ...{ synthetic, version, keys: wrapped },
      },
    },
  );
}

/** A step of the receiver is told to the sender, where that is in another tier. */
export async function sendStep(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  receipt: ClueReceiptRow,
  step: ClueReceiptCommand,
): Promise<JournalEntry[]> {
  const { receiver: from, sender: to } = receipt;
  if (!goesByParcel(from, to)) return [];
  const content = { ...(await whatStands(db, clue.id, 2)), receipt: receiptToSend(receipt), step };
  return [await send(context, db, clue, { kind: PARCEL_OF_STEP[step], from, to }, content)];
}

/** The owner's signature for what came back goes to whom it concerns, where that is in another tier. */
export async function sendSignatures(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  signedFor: readonly Custody[],
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const to of new Set(signedFor)) {
    if (!goesByParcel(clue.owner, to)) continue;
    const content = { chain: chainToSend(await findChains(db, [clue.id])), parts: [] };
    entries.push(await send(context, db, clue, { kind: "ClueReceived", from: clue.owner, to }, content));
  }
  return entries;
}

/** @param from number of the first part that is sent: the content goes with a referral alone */
async function whatStands(db: Db, clueId: string, from: number) {
  const parts = (await findParts(db, clueId)).filter(({ number }) => number >= from);
  return { chain: chainToSend(await findChains(db, [clueId])), parts: partsToSend(parts) };
}
