import { type Custody, partsOfCustody, ROLE_OF_BODY } from "../../domain/clue/custody";
import type { SetAsideReason } from "../../domain/clue/parcel";
import { appendJournal } from "../../journal/append";
import { sayMarks } from "../../storage/clue/clue.repository";
import { countKeyUse, type KeyUse } from "../../storage/clue/custody.repository";
import type { Db } from "../../storage/db";
import {
  countParcels,
  findWaiting,
  holdWaiting,
  type ParcelCounts,
  type ParcelRow,
  settleParcel,
} from "../../storage/exchange/parcel.repository";
import { Session } from "../../storage/session";
import { DoesNotOpen } from "../../trust/clue/envelope";
import { KeyFault } from "../../trust/clue/keyFolder";
import { openParcel, readParcel } from "../../trust/clue/parcel";
import { marksOfCaller } from "../../trust/clue/tierSecret";
import { followRotation } from "../../trust/clue/voucher";
import { TierContext } from "../context";
import { ClueRefused, clueEntry, custodiesHere } from "./clue.entry";
import { type ParcelContent, readContent } from "./parcel.content";
import { NotHere, SetAside, takeOver } from "./parcel.taking";

// The worker brings parcels and can't read them. Whoever holds keys looks at what has come before anybody of the custody looks at
// clues: so the marks of whom a clue concerns are there before its first reader is.

/** Unpacks what has come for the caller's custodies, each parcel in a transaction of its own. It is done as `platform`: the caller
 * may be one whom the clue concerns, and learns nothing of it. */
export async function settleParcels(context: TierContext): Promise<void> {
  for (const custody of custodiesHere(context)) await settleFor(await clerkOf(context, custody), custody);
}

/** What needs the keys of a custody: how many parcels wait and were set aside, and how many clues each generation opens. Of the
 * clues that the caller must not have as well: by what is not counted a key would be destroyed. */
export async function countNeedsOf(context: TierContext, custody: Custody): Promise<ParcelCounts & { uses: KeyUse[] }> {
  const { session } = await clerkOf(context, custody);
  try {
    return await session.read(async (db) => {
      const uses = await countKeyUse(db, [custody]);
      return { ...(await countParcels(db, custody)), uses };
    });
  } finally {
    await session.end();
  }
}

async function clerkOf({ services, profile }: TierContext, custody: Custody): Promise<TierContext> {
  const { office, body } = partsOfCustody(custody);
  const roles = [ROLE_OF_BODY[body]];
  const standing = { person: "platform", tier: profile.tier, office, roles, recusals: [], rightsEpoch: 0 };
  return new TierContext(services, standing, new Session(await services.apart(), standing));
}

async function settleFor(clerk: TierContext, custody: Custody): Promise<void> {
  try {
    const waiting = await clerk.session.read((db) => findWaiting(db, custody));
    const stuck = new Set<Custody>();
    for (const parcel of waiting) {
      const sender = parcel.fromCustody;
      // what one custody says is taken in its order, or not yet
      if (!stuck.has(sender) && !(await settle(clerk, custody, parcel))) stuck.add(sender);
    }
  } finally {
    await clerk.session.end();
  }
}

/** @returns false where a key is not at hand: the parcel waits until the operator has brought it */
async function settle(clerk: TierContext, custody: Custody, { id }: ParcelRow): Promise<boolean> {
  try {
    await unpacking(clerk, async (db) => {
      const parcel = await holdWaiting(db, id);
      if (!parcel) return;
      const entry = await takeOver(clerk, db, custody, parcel, contentOf(clerk, custody, parcel));
      await settleParcel(db, id, clerk.now());
      await appendJournal(db, clerk.standing.person, clerk.now(), [entry]);
    });
    return true;
  } catch (cause) {
    if (keyIsAway(cause)) return false;
    if (cause instanceof NotHere) return true; // it stays, and holds up nothing
    const reason = whySetAside(cause);
    await unpacking(clerk, async (db) => {
      const parcel = await holdWaiting(db, id);
      if (!parcel) return;
      await settleParcel(db, id, clerk.now(), reason);
      const details = { parcel: id, kind: parcel.kind, from: parcel.fromCustody, reason };
      const entry = clueEntry(clerk, { id, version: 0 }, "ClueParcelSetAside", details);
      await appendJournal(db, clerk.standing.person, clerk.now(), [entry]);
    });
    return true;
  }
}

async function unpacking(clerk: TierContext, work: (db: Db) => Promise<void>): Promise<void> {
  const marks = marksOfCaller(clerk.services.clueKeys.tierSecret(), clerk.standing);
  await clerk.session.write(async (db) => {
    await sayMarks(db, marks);
    await work(db);
    return {};
  });
}

/** What a parcel says, once its sender's signature holds and this custody's key has opened it. */
function contentOf({ services }: TierContext, custody: Custody, parcel: ParcelRow): ParcelContent {
  const folder = services.clueKeys;
  const read = readParcel(parcel.body);
  const { id, kind, fromCustody: from, toCustody: to, way } = parcel;
  const said = read?.said;
  if (!read || !said || said.parcel !== id || said.kind !== kind || said.from !== from || said.to !== to) {
    throw new SetAside("NOT_AUTHENTIC");
  }
  if (said.keys.custody !== from) throw new SetAside("NOT_AUTHENTIC");
  const sender = way === "BACK" ? folder.publicKeysOf(from) : followRotation(folder, said.keys);
  if (!read.verifiedBy(sender)) throw new SetAside("NOT_AUTHENTIC");
  const text = openParcel(read, way === "BACK" ? "from" : "to", folder.keysOf(custody));
  if (text === undefined) throw new KeyFault("MISSING", custody);
  const content = readContent(text);
  if (!content) throw new SetAside("UNREADABLE");
  return content;
}

function keyIsAway(cause: unknown): boolean {
  return cause instanceof KeyFault || (cause instanceof ClueRefused && cause.refused.refused === "CUSTODY_KEY_MISSING");
}

/** @throws what is no fault of the parcel's */
function whySetAside(cause: unknown): SetAsideReason {
  if (cause instanceof SetAside) return cause.reason;
  if (cause instanceof DoesNotOpen) return "NOT_AUTHENTIC";
  if (cause instanceof ClueRefused) return "CHAIN_BROKEN"; // what is sealed does not agree with what was signed
  const { code } = ((cause as { driverError?: object }).driverError ?? cause) as { code?: unknown };
  // data exceptions, violated constraints, and what a policy forbids
  if (typeof code === "string" && /^(22|23|42501)/.test(code)) return "IMPOSSIBLE";
  throw cause;
}
