import { tierOfId } from "../../schema/contract/ids";
import { isRefused, type RefusalCode, type Refused, refuse } from "../domain/refusals";
import { appendJournal, type JournalEntry } from "../journal/append";
import type { Db } from "../storage/db";
import { once } from "../storage/idempotency";
import type { TierContext } from "./context";
import { badInput, notFound } from "./graph/errors";

/** What a change wrote: the ids of its objects, in the order of the request, and its journal entries. */
export interface Change {
  ids: string[];
  entries: JournalEntry[];
}

const KEY = /^[\x21-\x7e]{8,200}$/;

/** The one way to change anything: once per key, in one transaction, with its journal entries.
 * @returns the ids of the objects, or Refused with nothing written */
export async function change(
  context: TierContext,
  mutation: string,
  key: string,
  input: unknown,
  work: (db: Db) => Promise<Change | Refused>,
): Promise<string[] | Refused> {
  if (!KEY.test(key)) {
    throw badInput({ path: "idempotencyKey", reason: "8 to 200 visible ASCII characters, such as a UUID" });
  }
  const { person } = context.standing;
  try {
    return await context.session.write((db) =>
      once(db, { person, mutation, key, arguments: input }, async () => {
        const changed = await work(db);
        if (isRefused(changed)) return changed;
        await appendJournal(db, person, context.now(), changed.entries);
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

/** What the database alone can know, because a recusal may hide the row that is there already. */
const ALREADY_THERE: Record<string, RefusalCode> = {
  round_number: "ROUND_ALREADY_OPENED",
  review_signature_person: "SIGNS_ONCE",
  deadline_policy_start: "PERIOD_TAKEN",
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
  if (!tier) throw badInput({ path, reason: "not an id of this platform" });
  if (tier !== context.profile.tier) throw notFound(path);
  return id;
}

/** Ids of a list, each once. */
export function requireOwnIds(context: TierContext, ids: readonly string[], path: (i: number) => string): string[] {
  const seen = new Set<string>();
  return ids.map((id, i) => {
    if (seen.has(id)) throw badInput({ path: path(i), reason: "named twice in one request" });
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
