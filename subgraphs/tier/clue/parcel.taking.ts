import { newId, tierOfId } from "../../../schema/contract/ids";
import { tierOfOffice } from "../../../schema/contract/regionCode";
import type { ClueReceiptCommand } from "../../domain/clue/clue";
import { type Custody, partsOfCustody } from "../../domain/clue/custody";
import { PARCEL_OF_STEP, type SetAsideReason } from "../../domain/clue/parcel";
import { isSubjectsOffice } from "../../domain/clue/route";
import { clueReceiptTransitions } from "../../domain/clue/transitions";
import type { JournalEntry } from "../../journal/append";
import {
  endKey,
  findChains,
  findCluesById,
  findKeys,
  findParts,
  findReceipts,
  insertClue,
  insertCustody,
  insertKey,
  insertPart,
  insertReceipt,
  insertSubjectMarks,
  saveClue,
  saveCountersignature,
  saveReceipt,
} from "../../storage/clue/clue.repository";
import type { ClueReceiptRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import type { ParcelRow } from "../../storage/exchange/parcel.repository";
import { mergeChains, statementOf } from "../../trust/clue/chain";
import { marksOfClue } from "../../trust/clue/tierSecret";
import type { TierContext } from "../context";
import { chainStateOf, entryOf, faultOfKey } from "./clue.chain";
import { clueEntry } from "./clue.entry";
import { openClue, openPart } from "./clue.opening";
import type { ParcelContent } from "./parcel.content";

/** Nothing of a parcel is taken over, and one word says why. */
export class SetAside extends Error {
  constructor(readonly reason: SetAsideReason) {
    super(reason);
  }
}

/** It speaks of what this custody does not have, or does not have yet: after a set-back the one may come before the other. */
export class NotHere extends Error {}

type Way = Pick<ParcelRow, "kind" | "fromCustody" | "toCustody" | "way" | "at">;

/** Takes over what a parcel says into the rows of this tier, and holds it against every signature and every seal before it stays.
 * It is the same for what the other side says and for what this side had said and was given back: how things stand, merged with
 * how they stand here.
 * @returns the entry for the record of the clue
 * @throws SetAside, NotHere, and ClueRefused or KeyFault where it does not open */
export async function takeOver(
  clerk: TierContext,
  db: Db,
  custody: Custody,
  parcel: Way,
  content: ParcelContent,
): Promise<JournalEntry> {
  const [present] = await findCluesById(db, [content.clue]);
  const clue = present ?? clueOf(content);
  authorise(clue, parcel, content);
  if (!present) await insertClue(db, clue);
  if (content.referred) await takeKey(clerk, db, custody, clue, content);
  await takeParts(db, clue, content);
  const signed = await takeChain(clerk, db, custody, clue, parcel, content);
  const moved = await takeReceipt(db, clue, parcel, content);
  if (!signed && !moved) throw new SetAside("OVERTAKEN");
  const next = moved ? statedBy(clue, moved, content, present !== undefined) : clue;
  if (moved) await saveClue(db, next);
  await verify(clerk, db, custody, next);
  if (moved?.status === "RETURNED" && custody === moved.receiver) await giveUpKey(db, clue, moved);
  return clueEntry(clerk, next, eventOf(parcel, content), {
    ...{ from: parcel.fromCustody, parcelKind: parcel.kind },
    ...(moved ? { receiptVersion: moved.version, disposal: moved.disposal, outcome: moved.outcome } : {}),
  });
}

/** Who says what: the owner refers and countersigns, the receiver says how its receipt stands, and nobody anything else. */
function authorise(clue: ClueRow, { kind, fromCustody, toCustody }: Way, content: ParcelContent): void {
  const { step, referred, receipt } = content;
  const byOwner = fromCustody === clue.owner;
  if (kind === "ClueReferred") {
    if (!byOwner || !referred || referred.owner !== clue.owner || referred.sealedHash !== clue.sealedHash) {
      throw new SetAside("UNREADABLE");
    }
    if (receipt?.status !== "IN_TRANSIT" || receipt.version !== 1 || step) throw new SetAside("IMPOSSIBLE");
    const last = content.chain.at(-1);
    const said = last && statementOf(last);
    if (said?.event !== "REFERRED" || said.from !== fromCustody || said.to !== toCustody) {
      throw new SetAside("CHAIN_BROKEN");
    }
  } else if (receipt) {
    if (toCustody !== clue.owner || !step || referred || PARCEL_OF_STEP[step] !== kind)
      throw new SetAside("UNREADABLE");
  } else if (!byOwner || kind !== "ClueReceived" || step || referred) throw new SetAside("UNREADABLE");
}

function clueOf({ clue: id, referred }: ParcelContent): ClueRow {
  if (!referred) throw new NotHere();
  const { office } = partsOfCustody(referred.owner);
  if (tierOfId(id) !== tierOfOffice(office)) throw new SetAside("UNREADABLE");
  const { keys: _, ...said } = referred;
  return { ...said, id, office, status: "IN_TRANSIT", receiver: null, referredAt: null };
}

async function takeKey(clerk: TierContext, db: Db, custody: Custody, clue: ClueRow, { referred }: ParcelContent) {
  if ((await findKeys(db, clue.id)).some(({ holder }) => holder === custody)) return;
  const own = referred?.keys.find(({ holder }) => holder === custody);
  if (!own) throw new SetAside("UNREADABLE");
  const of = { id: newId(clerk.profile.tier), office: clue.office, owner: clue.owner, clueId: clue.id };
  await insertKey(db, { ...of, ...own, at: clerk.now() });
}

async function takeParts(db: Db, { id: clueId, office, owner }: ClueRow, { parts }: ParcelContent): Promise<void> {
  const here = await findParts(db, clueId);
  for (const part of parts) {
    const same = here.find(({ number }) => number === part.number);
    if (same && !same.sealed.equals(part.sealed)) throw new SetAside("CHAIN_BROKEN");
    if (!same) await insertPart(db, { ...part, office, owner, clueId });
  }
}

/** @returns whether it brought anything */
async function takeChain(
  clerk: TierContext,
  db: Db,
  custody: Custody,
  clue: ClueRow,
  { fromCustody }: Way,
  { chain }: ParcelContent,
): Promise<boolean> {
  const here = await findChains(db, [clue.id]);
  const merged = mergeChains(here.map(entryOf), chain);
  if (!merged) throw new SetAside("CHAIN_BROKEN");
  const at = (sequence: number) => chain[sequence - 1]?.countersignedAt ?? clerk.now();
  for (const { sequence, to } of merged.countersigned) {
    const row = here[sequence - 1];
    if (row) await saveCountersignature(db, { id: row.id, ...to, at: at(sequence) });
  }
  for (const entry of merged.added) {
    const said = statementOf(entry);
    // what this custody handed over itself and lost comes back by its own parcel
    if (here.length > 0 && said?.from === custody && fromCustody !== custody) throw new NotHere();
    // beside a whole clue, which brings its history, nobody adds what he did not hand over himself
    if (!said || (here.length > 0 && ![fromCustody, clue.owner].includes(said.from)))
      throw new SetAside("CHAIN_BROKEN");
    await insertCustody(db, {
      ...{ id: newId(clerk.profile.tier), office: clue.office, owner: clue.owner, clueId: clue.id },
      ...{ sequence: said.sequence, event: said.event, fromCustody: said.from, toCustody: said.to, at: said.at },
      ...{ statement: entry.statement, hash: entry.hash, fromKey: entry.from.key, fromSignature: entry.from.signature },
      ...{ toKey: entry.to?.key ?? null, toSignature: entry.to?.signature ?? null },
      countersignedAt: entry.to ? at(said.sequence) : null,
    });
  }
  return merged.added.length + merged.countersigned.length > 0;
}

/** @returns the receipt as it stands now, undefined where the parcel says nothing new of it */
async function takeReceipt(
  db: Db,
  clue: ClueRow,
  { kind, fromCustody, toCustody, way, at }: Way,
  { receipt, step }: ParcelContent,
): Promise<ClueReceiptRow | undefined> {
  if (!receipt) return undefined;
  const referred = kind === "ClueReferred";
  const [sender, receiver] = referred ? [fromCustody, toCustody] : [toCustody, fromCustody];
  // by the receiver's own clock, from the moment at which its tier has it
  const arrivedAt = referred && way === "IN" ? at : receipt.arrivedAt;
  const { office } = partsOfCustody(receiver);
  const said: ClueReceiptRow = { ...receipt, arrivedAt, office, clueId: clue.id, sender, receiver };
  const known = (await findReceipts(db, [clue.id])).find(({ id }) => id === receipt.id);
  if (!known) {
    if (!referred) throw new NotHere();
    await insertReceipt(db, said);
    return said;
  }
  if (known.sender !== sender || known.receiver !== receiver) throw new SetAside("UNREADABLE");
  if (referred || said.version <= known.version) throw new SetAside("OVERTAKEN");
  if (said.version === known.version + 1 && !leadsTo(known, step, said)) throw new SetAside("IMPOSSIBLE");
  if (Object.keys(clueReceiptTransitions[known.status]).length === 0) throw new SetAside("IMPOSSIBLE");
  await saveReceipt(db, said);
  return said;
}

function leadsTo({ status }: ClueReceiptRow, step: ClueReceiptCommand | undefined, said: ClueReceiptRow): boolean {
  const edges: Partial<Record<ClueReceiptCommand, { to: string }>> = clueReceiptTransitions[status];
  return step !== undefined && edges[step]?.to === said.status;
}

/** The clue follows its receipt; what is sealed for good stays so. */
function statedBy(
  clue: ClueRow,
  receipt: ClueReceiptRow,
  { referred, chain }: ParcelContent,
  present: boolean,
): ClueRow {
  const version = present ? clue.version + 1 : clue.version;
  if (clue.status === "SEALED") return { ...clue, version };
  const { approvedBy, approvedAt } = referred ?? clue;
  const handedOver = referred && chain.at(-1);
  const referredAt = handedOver ? (statementOf(handedOver)?.at ?? null) : clue.referredAt;
  return { ...clue, status: receipt.status, version, receiver: receipt.receiver, referredAt, approvedBy, approvedAt };
}

/** Holds what is in the rows now against the signatures and the seals, as every reader will. Whom it concerns is marked. */
async function verify(clerk: TierContext, db: Db, custody: Custody, clue: ClueRow) {
  const folder = clerk.services.clueKeys;
  const held = (await findKeys(db, clue.id)).length > 0;
  if (!held) {
    // it was given back: the chain is all that is left here
    const { holds, lacksKeyOf } = chainStateOf(folder, clue, await findChains(db, [clue.id]));
    if (holds === false) throw new SetAside("CHAIN_BROKEN");
    if (lacksKeyOf) throw faultOfKey(folder, lacksKeyOf); // it waits until the operator has brought that key
    return;
  }
  const { content, key, parts } = await openClue(clerk, db, clue);
  for (const part of parts) openPart(clue, part, key);
  if (custody !== clue.owner && isSubjectsOffice(custody, content.subject)) throw new SetAside("TO_SUBJECTS_OFFICE");
  await insertSubjectMarks(db, clue, marksOfClue(folder.tierSecret(), clue.owner, content.subject));
}

async function giveUpKey(db: Db, clue: ClueRow, { receiver, returnedAt, arrivedAt }: ClueReceiptRow): Promise<void> {
  const held = (await findKeys(db, clue.id)).find(({ holder }) => holder === receiver);
  if (held) await endKey(db, held.id, returnedAt ?? arrivedAt);
}

function eventOf({ kind, way }: Way, { step }: ParcelContent): string {
  if (way === "BACK") return "ClueRegained";
  if (kind === "ClueReferred") return "ClueArrived";
  if (!step) return "ClueCountersigned";
  return EVENT_OF_STEP[step];
}

const EVENT_OF_STEP: Record<ClueReceiptCommand, string> = {
  RECEIVE: "ClueReceived",
  RETURN: "ClueReturned",
  PROPOSE_DISPOSAL: "ClueDisposalProposed",
  DECIDE_DISPOSAL: "ClueDisposalDecided",
  REJECT_DISPOSAL: "ClueDisposalRejected",
  CONCLUDE: "ClueConcluded",
};
