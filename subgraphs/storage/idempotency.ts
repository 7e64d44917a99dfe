import { createHash } from "node:crypto";
import { isRefused, type Refused, refuse } from "../domain/refusals";
import type { Db } from "./db";
import { lock } from "./lock";

interface Attempt {
  person: string;
  mutation: string;
  /** chosen by the client: the same for every retry of one intention */
  key: string;
  arguments: unknown;
}

/** Carries out a business change once per key. A retry gets the ids of the first try; the caller reads the objects again
 * under present rights. A refusal is not stored, so the same key may succeed later.
 * @returns ids of the objects, or Refused IDEMPOTENCY_KEY_REUSED where the key came with other arguments */
export async function once(
  db: Db,
  attempt: Attempt,
  work: () => Promise<string[] | Refused>,
): Promise<string[] | Refused> {
  const identity = [attempt.person, attempt.mutation, attempt.key];
  await lock(db, ...identity);
  const [before] = await db.rows<{ argumentsHash: string; objectIds: string[] }>(
    "select arguments_hash, object_ids from idempotency where person = $1 and mutation = $2 and key = $3",
    identity,
  );
  const hash = createHash("sha256").update(canonical(attempt.arguments)).digest("base64url");
  if (before) return before.argumentsHash === hash ? before.objectIds : refuse("IDEMPOTENCY_KEY_REUSED");
  const outcome = await work();
  if (isRefused(outcome)) return outcome;
  await db.rows(
    `insert into idempotency (person, mutation, key, arguments_hash, object_ids, at)
     values ($1, $2, $3, $4, $5, now())`,
    [...identity, hash, outcome],
  );
  return outcome;
}

/** JSON with sorted keys: the order in which a client writes its variables does not matter. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
