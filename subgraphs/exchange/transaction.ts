import type { ClientBase } from "pg";
import { rowsBy } from "../storage/db";
import type { Rows } from "./kinds/kind";

/** Carries out work in one transaction of a connection: all of it, or nothing. */
export async function inTransaction<T>(client: ClientBase, work: (db: Rows) => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const done = await work(rowsBy(client));
    await client.query("commit");
    return done;
  } catch (cause) {
    // where the connection is gone, the server has rolled back: the first error is the one to tell
    await client.query("rollback").catch(() => undefined);
    throw cause;
  }
}
