import type { Pool, PoolClient } from "pg";
import { rowsBy } from "../storage/db";
import { expectWord } from "../storage/impatientClient";
import type { Rows } from "./kinds/kind";
import { inTransaction } from "./transaction";

/** Works on a connection of a pool, each statement by itself. */
export function onConnection<T>(pool: Pool, work: (db: Rows) => Promise<T>): Promise<T> {
  return lent(pool, (connection) => work(rowsBy(connection)));
}

/** The same in one transaction: the disk is waited for once, and all of it happens or nothing. */
export function withinTransaction<T>(pool: Pool, work: (db: Rows) => Promise<T>): Promise<T> {
  return lent(pool, (connection) => inTransaction(connection, work));
}

/** Where something went wrong nobody gets the connection again. */
async function lent<T>(pool: Pool, work: (connection: PoolClient) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  expectWord(connection);
  try {
    const done = await work(connection);
    connection.release();
    return done;
  } catch (cause) {
    connection.release(true);
    throw cause;
  }
}
