import { newId } from "../../../schema/contract/ids";
import { type Custody, custodiesOf, partsOfCustody, ROLE_OF_BODY } from "../../domain/clue/custody";
import type { Actor } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { appendJournal, type JournalEntry } from "../../journal/append";
import { sayMarks } from "../../storage/clue/clue.repository";
import { raiseAlert } from "../../storage/clue/custody.repository";
import type { Db } from "../../storage/db";
import { canonical } from "../../storage/idempotency";
import { Session } from "../../storage/session";
import { KeyFault } from "../../trust/clue/keyFolder";
import { marksOfCaller, retryMark, sealAlert, type TierSecret } from "../../trust/clue/tierSecret";
import { type Change, change } from "../change";
import type { TierContext } from "../context";
import { keysNotAtHand, notFound } from "../graph/errors";

// Every way to a clue leads over this desk: it says who is asking, and it writes down that somebody asked.

/** A rule or a key said no in the middle of the work: nothing of it is written. */
export class ClueRefused extends Error {
  constructor(readonly refused: Refused) {
    super(refused.refused);
  }
}

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
  const apart = new Session(context.services.dataSource, context.standing);
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

/** Writes down that somebody looked at a clue or tried to, by the same statements for everybody; whom the clue concerns raises an
 * alert by it. */
export async function watch(
  context: TierContext,
  db: Db,
  secret: TierSecret,
  clueId: string,
  seen: false | string,
): Promise<void> {
  const { person } = context.standing;
  const [at, onDay] = [context.now(), context.today()];
  const sealed = sealAlert(secret, clueId, JSON.stringify({ person, at }));
  await raiseAlert(db, { id: newId(context.profile.tier), clueId, onDay, sealed });
  await appendJournal(db, person, at, [clueEntry(context, { id: clueId, version: 0 }, seen || "ClueDenied", {})]);
}

/** An entry stands in the record of the clue, under the office of whoever acted. */
export function clueEntry(
  context: TierContext,
  { id, version }: { id: string; version: number },
  event: string,
  details: object,
): JournalEntry {
  const { office } = context.standing;
  return { office, event, objectKind: "Clue", objectId: id, objectVersion: version, details };
}

/** Where the caller holds clues of this tier. */
export function custodiesHere(context: TierContext): Custody[] {
  const { standing, profile } = context;
  return standing.tier === profile.tier ? custodiesOf(standing) : [];
}

/** The caller as somebody of a custody: with its role alone, and nowhere else. */
export function actorOf(context: TierContext, custody: Custody): Actor {
  const { office, body } = partsOfCustody(custody);
  const actor = context.actor();
  const roles = actor.office === office ? actor.roles.filter((role) => role === ROLE_OF_BODY[body]) : [];
  return { ...actor, roles, teamRoles: [] };
}
