import { createHash } from "node:crypto";
import type { ClientBase } from "pg";

/** The hash before the first entry. */
const GENESIS = Buffer.alloc(32);
/** Entries that one pass numbers at most, so that a long backlog is worked off in bounded steps. */
const BATCH = 1_000;
/** Only one sequencer numbers a tier's journal, whoever started a second one. */
const LOCK = 7_300_102;

/** The chain: the hash of the entry before, the number, and the exact text of this entry. */
function chainHash(previous: Buffer, number: number, body: string): Buffer {
  return createHash("sha256").update(previous).update(`${number}\n`).update(body).digest();
}

/** Numbers the entries that were committed since the last pass, without a gap, in one transaction.
 * Polling a serial column instead loses entries whose transaction commits late.
 * @returns how many were numbered */
export async function sequenceJournal(client: ClientBase): Promise<number> {
  // asked often and mostly for nothing: one statement, and no transaction
  const { rowCount } = await client.query("select from journal where number is null limit 1");
  if (!rowCount) return 0;
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    const pending = await client.query<{ entry: string; body: string }>(
      "select entry, body from journal where number is null order by entry limit $1",
      [BATCH],
    );
    if (pending.rows.length > 0) await number(client, pending.rows);
    await client.query("commit");
    return pending.rows.length;
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}

async function number(client: ClientBase, pending: { entry: string; body: string }[]): Promise<void> {
  const head = await client.query<{ number: string; hash: Buffer }>(
    "select number, hash from journal where number is not null order by number desc limit 1",
  );
  let last = Number(head.rows[0]?.number ?? 0);
  let previous = head.rows[0]?.hash ?? GENESIS;
  const numbered = pending.map(({ entry, body }) => {
    last += 1;
    const hash = chainHash(previous, last, body);
    const row = { entry, number: last, previous, hash };
    previous = hash;
    return row;
  });
  await client.query(
    `update journal j set number = n.number, previous_hash = n.previous, hash = n.hash
     from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) as n (entry, number, previous, hash)
     where j.entry = n.entry`,
    [
      numbered.map((row) => row.entry),
      numbered.map((row) => row.number),
      numbered.map((row) => row.previous),
      numbered.map((row) => row.hash),
    ],
  );
}
