import type { QueryRunner } from "typeorm";
import { expectWord } from "./impatientClient";

/** Whoever has changed something says so to the worker, which listens in the same database. */
export const LISTEN_FOR_CHANGES = "listen changed";
export const SAY_CHANGED = "notify changed";
/** How long the answer of a finished change waits for it; a connection on which it is not said in this time is given up. */
const SAID_MS = 1_000;

/** Says so after the commit, and never within the change: commits that notify wait for each other, each for the disk. A word that is lost
 * costs some of a second, since the worker looks by itself too. */
export async function sayChanged(runner: Pick<QueryRunner, "query">, client: object): Promise<void> {
  expectWord(client, SAID_MS);
  // the change stands, whatever becomes of the word: where the connection is gone, who asks next is told
  await runner.query(SAY_CHANGED).catch(() => undefined);
}
