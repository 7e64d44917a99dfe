import { faultAt } from "../../schema/contract/fieldReasons";
import { tierOfId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import { textsTellingNumber } from "../domain/leaving/leaving";
import type { Party } from "../domain/lifecycle";
import { standsDirectlyAbove } from "../domain/office/onBehalf";
import { isRefused, type RefusalCode, type Refused, refuse, type Sentences } from "../domain/refusals";
import { appendJournal, type JournalEntry } from "../journal/append";
import type { Db } from "../storage/db";
import { findLastChange } from "../storage/history/history.repository";
import { once } from "../storage/idempotency";
import { findOfficesByCode } from "../storage/office/office.repository";
import { actOnBehalf, findOwner, type Owned } from "../storage/office/onBehalf.repository";
import { officeMinute } from "./clock";
import type { TierContext } from "./context";
import { badField, badInput, notFound } from "./graph/errors";
import { requireRegionCode } from "./graph/regionArgument";

/** What a change wrote: the ids of its objects, in the order of the request, and its journal entries. */
export interface Change {
  ids: string[];
  entries: JournalEntry[];
  /** 代录: region code of the office that entered for the owner */
  enteredByOffice?: RegionCode;
}

const KEY = /^[\x21-\x7e]{8,200}$/;

/** Whose book a change writes in: asked in the transaction, through the caller's own eyes. */
export type BookOf = (db: Db) => Promise<RegionCode | undefined>;

/** The book in which the first of these objects stands. */
export function bookWith(kind: Owned, ids: readonly string[]): BookOf {
  return (db) => findOwner(db, kind, ids);
}

/** A change of an office's book: by that office or, 代录, by the one directly above while it is on paper. Which of the two
 * follows from what the change is about. The work gets the context of whoever acts, in the place of the caller's. */
export function changeBook(
  context: TierContext,
  bookOf: BookOf,
  mutation: string,
  key: string,
  input: unknown,
  work: (db: Db, context: TierContext) => Promise<Change | Refused>,
): Promise<string[] | Refused> {
  return change(context, mutation, key, input, async (db) => {
    const acting = await actingIn(context, db, await bookOf(db));
    const changed = await work(db, acting);
    return isRefused(changed) ? changed : { ...changed, enteredByOffice: acting.enteringFrom };
  });
}

async function actingIn(context: TierContext, db: Db, book: RegionCode | undefined): Promise<TierContext> {
  // whoever enters for an office is of another tier than it
  if (!book || context.standing.tier === context.profile.tier) return context;
  const [office] = await findOfficesByCode(db, [book]);
  const acting = context.actingFor(office);
  if (acting.enteringFrom) await actOnBehalf(db, book);
  return acting;
}

/** The office that an input names: the caller's own where it names none. */
export function officeNamed(context: TierContext, code: string | null | undefined): RegionCode {
  return code ? requireRegionCode(code, "input.office") : context.standing.office;
}

/** Asks whether somebody may make something in a book: in that of the own office, or of an office on paper.
 * @param context of whoever acts in the change
 * @param book of which office, undefined where the caller sees none
 * @returns Refused OFFICE_KEEPS_OWN_BOOK to the office directly above
 * @throws FORBIDDEN where the caller's roles make nothing in any book of this tier */
export async function refuseBook(
  context: TierContext,
  db: Db,
  book: RegionCode | undefined,
  parties: readonly Party[],
): Promise<Refused | undefined> {
  if (book && standsDirectlyAbove(context.standing, book)) {
    const [office] = await findOfficesByCode(db, [book]);
    return refuse("OFFICE_KEEPS_OWN_BOOK", office?.id);
  }
  context.requireOfficeRole(parties);
  return undefined;
}

/** The same for the office that an input names.
 * @throws BAD_USER_INPUT where it is neither the caller's nor one that the caller enters for */
export async function refuseNamed(
  context: TierContext,
  db: Db,
  office: RegionCode,
  parties: readonly Party[],
): Promise<Refused | undefined> {
  const refused = await refuseBook(context, db, office, parties);
  if (refused || context.standing.office === office) return refused;
  throw badField("input.office", "NOT_YOUR_OFFICE");
}

/** A change that is nobody's but the caller's: once per key, in one transaction, with its journal entries.
 * @returns the ids of the objects, or Refused with nothing written
 * @throws BAD_USER_INPUT where a text that leaves the office tells a number of a person */
export async function change(
  context: TierContext,
  mutation: string,
  key: string,
  input: unknown,
  work: (db: Db) => Promise<Change | Refused>,
): Promise<string[] | Refused> {
  if (!KEY.test(key)) {
    throw badField("idempotencyKey", "NOT_A_KEY");
  }
  const telling = textsTellingNumber(mutation, input);
  if (telling.length > 0) throw badInput(...telling.map((path) => faultAt(`input.${path}`, "NUMBER_OF_PERSON")));
  const { person } = context.standing;
  try {
    return await context.session.write((db) =>
      once(db, { person, mutation, key, arguments: input }, async () => {
        const changed = await work(db);
        if (isRefused(changed)) return toldWhoChanged(db, person, changed);
        await appendJournal(db, person, context.now(), changed.entries, changed.enteredByOffice);
        return changed.ids;
      }),
    );
  } catch (cause) {
    const taken = ALREADY_THERE[uniqueConstraintOf(cause) ?? ""];
    if (taken) return refuse(taken);
    throw cause;
  } finally {
    context.forget();
  }
}

/** A stale version is most often one's own: whoever reads the journal is told whether it is, and of when. */
async function toldWhoChanged(db: Db, person: string, refused: Refused): Promise<Refused> {
  if (refused.refused !== "STALE_VERSION" || !refused.subject) return refused;
  const last = await findLastChange(db, refused.subject);
  return last ? { ...refused, more: lastChanged(last.actor === person, officeMinute(new Date(last.at))) } : refused;
}

function lastChanged(byCaller: boolean, at: string): Sentences {
  return {
    zh: `最近一次改动：${byCaller ? "您本人" : "他人"}，${at}。`,
    en: `The last change was made by ${byCaller ? "yourself" : "another person"}, on ${at} (Asia/Shanghai).`,
  };
}

/** What the database alone can know, because a recusal may hide the row that is there already. */
const ALREADY_THERE: Record<string, RefusalCode> = {
  round_number: "ROUND_ALREADY_OPENED",
  review_signature_person: "SIGNS_ONCE",
  deadline_policy_start: "PERIOD_TAKEN",
  clue_declaration_once: "CLUES_ALREADY_DECLARED",
};
const UNIQUE_VIOLATION = "23505";

function uniqueConstraintOf(cause: unknown): string | undefined {
  const { code, constraint } = ((cause as { driverError?: object }).driverError ?? cause) as {
    code?: string;
    constraint?: string;
  };
  return code === UNIQUE_VIOLATION ? constraint : undefined;
}

/** An id of an object of this tier, as a mutation names it.
 * @throws BAD_USER_INPUT where the text is no id, NOT_FOUND where it is another tier's */
export function requireOwnId(context: TierContext, id: string, path: string): string {
  const tier = tierOfId(id);
  if (!tier) throw badField(path, "NOT_AN_ID");
  if (tier !== context.profile.tier) throw notFound(path);
  return id;
}

/** An id of whatever tier: of what came from another one and is held here.
 * @throws BAD_USER_INPUT where the text is no id */
export function requireId(id: string, path: string): string {
  if (!tierOfId(id)) throw badField(path, "NOT_AN_ID");
  return id;
}

/** Ids of a list, each once. */
export function requireOwnIds(context: TierContext, ids: readonly string[], path: (i: number) => string): string[] {
  const seen = new Set<string>();
  return ids.map((id, i) => {
    if (seen.has(id)) throw badField(path(i), "NAMED_TWICE");
    seen.add(id);
    return requireOwnId(context, id, path(i));
  });
}

/** Rows by id in the order of the request; what a retry may no longer see is left out. */
export async function loadAll<Row>(
  loader: { loadMany(ids: string[]): Promise<(Row | Error | undefined)[]> },
  ids: string[],
): Promise<Row[]> {
  const rows = await loader.loadMany(ids);
  const failed = rows.find((row) => row instanceof Error);
  if (failed) throw failed;
  return rows.filter((row) => row !== undefined) as Row[];
}
