import { newId } from "../../../schema/contract/ids";
import type { Standing } from "../../../schema/contract/standing";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { appendJournal } from "../../journal/append";
import { sayMarks } from "../../storage/clue/clue.repository";
import { isFirstDenial, raiseAlert } from "../../storage/clue/custody.repository";
import type { Db } from "../../storage/db";
import { canonical } from "../../storage/idempotency";
import { KeyFault } from "../../trust/clue/keyFolder";
import { marksOfCaller, retryMark, sealAlert, type TierSecret } from "../../trust/clue/tierSecret";
import { type Change, change } from "../change";
import type { TierContext } from "../context";
import { keysNotAtHand, notFound } from "../graph/errors";
import { ClueRefused, clueEntry } from "./clue.entry";
import { settleParcels } from "./parcel.settling";

// Every way to a clue leads over this desk: what has come for the caller's custodies is unpacked first, it says who is asking, and
// it writes down that somebody asked.

/** The caller does not reach the clue that was named, whether there is one or not. */
export class NotReached extends Error {
  constructor(
    readonly clueId: string,
    readonly path: string,
  ) {
    super("not reached");
  }
}

/** What a fault of the keys answers: which key it is, and nothing of its file. */
export function refusalOf(cause: unknown): Refused {
  if (cause instanceof ClueRefused) return cause.refused;
  if (cause instanceof KeyFault) {
    return refuse(cause.fault === "MISSING" ? "CUSTODY_KEY_MISSING" : "CUSTODY_KEY_WRONG", cause.whose);
  }
  throw cause;
}

/** A transaction apart for one look at clues: the look and the record of it are written together, or neither is. */
export async function lookAtClues<Seen extends object>(
  context: TierContext,
  look: (db: Db, secret: TierSecret) => Promise<Seen>,
): Promise<Seen> {
  const secret = context.services.clueKeys.tierSecret();
  await settleParcels(context);
  const apart = context.session.beside(await context.services.apart(), standingHere(context));
  try {
    const seen = await apart.write(async (db) => {
      await sayMarks(db, marksOfCaller(secret, context.standing));
      return look(db, secret);
    });
    if (isRefused(seen)) throw new Error("a look is answered or not, and never refused as a whole");
    return seen;
  } finally {
    await apart.end();
  }
}

/** Clues are looked at in the own tier: whoever comes from another one holds none here, also where the own office had sent one here. */
function standingHere({ standing, profile }: TierContext): Standing {
  return standing.tier === profile.tier ? standing : { ...standing, roles: [] };
}

/** The same for lists, which have no place for a refusal.
 * @throws TIER_UNAVAILABLE where this tier cannot know whom its clues concern: nobody is shown any then */
export async function lookOverClues<Seen extends object>(
  context: TierContext,
  look: (db: Db, secret: TierSecret) => Promise<Seen>,
): Promise<Seen> {
  try {
    return await lookAtClues(context, look);
  } catch (cause) {
    if (cause instanceof KeyFault) throw keysNotAtHand();
    throw cause;
  }
}

/** A change of clues. What is compared of a retry is a mark under the tier's secret: a plain hash of what a clue says could be
 * guessed at. */
export async function changeClues(
  context: TierContext,
  mutation: string,
  key: string,
  input: object,
  work: (db: Db, secret: TierSecret) => Promise<Change | Refused>,
): Promise<string[] | Refused> {
  try {
    const secret = context.services.clueKeys.tierSecret();
    await settleParcels(context);
    return await change(context, mutation, key, { mark: retryMark(secret, canonical(input)) }, async (db) => {
      await sayMarks(db, marksOfCaller(secret, context.standing));
      return work(db, secret);
    });
  } catch (cause) {
    if (!(cause instanceof NotReached)) return refusalOf(cause);
    await lookAtClues(context, async (db, secret) => {
      await watch(context, db, secret, cause.clueId, false);
      return {};
    });
    throw notFound(cause.path);
  }
}

/** Writes down that somebody looked at a clue. Of an attempt that was denied it is written once for a person and an hour, and nothing
 * where there is no such clue, by the same statements; whom the clue concerns raises an alert by it. */
export async function watch(
  context: TierContext,
  db: Db,
  secret: TierSecret,
  clueId: string,
  seen: false | string,
): Promise<void> {
  const { person } = context.standing;
  const [at, onDay] = [context.now(), context.today()];
  const entry = clueEntry(context, { id: clueId, version: 0 }, seen || "ClueDenied", {});
  if (seen) return appendJournal(db, person, at, [entry]);
  const sealed = sealAlert(secret, clueId, JSON.stringify({ person, at }));
  const first = await isFirstDenial(db, clueId, person, at);
  await raiseAlert(db, { id: newId(context.profile.tier), clueId: first ? clueId : "", onDay, sealed });
  await appendJournal(db, person, at, first ? [entry] : []);
}
