import type { Db } from "./db";

/** Lets one transaction at a time pass with these facts: for checks that no row can be locked for. */
export async function lock(db: Db, ...facts: string[]): Promise<void> {
  await db.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [JSON.stringify(facts)]);
}
