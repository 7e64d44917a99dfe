import type { Tier } from "../../../schema/contract/tier";
import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

interface KeptHead {
  number: number;
  hash: string;
  at: string;
  key: string;
  signature: string;
}

/** The last entry of this tier's journal; number 0 where nothing happened yet. */
export async function findHead(db: Rows): Promise<{ number: number; hash: string }> {
  const [head] = await db.rows<{ number: number; hash: string }>(
    "select number, encode(hash, 'hex') as hash from journal where number is not null order by number desc limit 1",
  );
  return head ?? { number: 0, hash: "0".repeat(64) };
}

/** Keeps a head of another tier's journal. The same head again is kept once, with its latest instant. */
export async function keepWitness(db: Rows, peer: Tier, head: KeptHead, now: string): Promise<void> {
  await db.rows(
    `insert into exchange_witness (peer, number, hash, at, key, signature, kept_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (peer, number, hash) do update set at = excluded.at, key = excluded.key, signature = excluded.signature,
       kept_at = excluded.kept_at where excluded.at > exchange_witness.at`,
    [peer, head.number, head.hash, head.at, head.key, head.signature, now],
  );
}

export async function findWitnesses(db: Rows, peer: Tier, from: number, most: number): Promise<KeptHead[]> {
  return db.rows(
    `select number, hash, at, key, signature from exchange_witness where peer = $1 and number >= $2 order by number, hash limit $3`,
    [peer, from, most],
  );
}

/** What a peer says of itself.
 * @param saidAt by its own clock
 * @param asked it answers this tier, and nothing that was kept could answer in its place: its clock counts anew. What comes unasked
 * counts where it is later than everything before it. */
export async function peerIsHeard(
  db: Rows,
  peer: Tier,
  said: { kinds?: readonly string[]; clockMs: number; saidAt: string; asked: boolean },
  now: string,
): Promise<void> {
  await db.rows(
    `insert into exchange_peer (peer, kinds, heard_at, clock_ms, said_at) values ($1, coalesce($2::text[], '{}'), $4, $3, $5)
     on conflict (peer) do update set kinds = coalesce($2::text[], exchange_peer.kinds), heard_at = $4, clock_ms = $3, said_at = $5
     where $6 or exchange_peer.said_at is null or exchange_peer.said_at < $5`,
    [peer, said.kinds ?? null, said.clockMs, now, said.saidAt, said.asked],
  );
}

export async function peerHasAnswered(
  db: Rows,
  peer: Tier,
  kinds: readonly string[] | undefined,
  witnessedNumber: number,
  now: string,
): Promise<void> {
  await db.rows(
    `insert into exchange_peer (peer, kinds, answered_at, witnessed_number, witnessed_at) values ($1, coalesce($2::text[], '{}'), $4, $3, $4)
     on conflict (peer) do update set kinds = coalesce($2::text[], exchange_peer.kinds), answered_at = $4, failure = null,
       witnessed_number = $3, witnessed_at = $4`,
    [peer, kinds ?? null, witnessedNumber, now],
  );
}

/** @param failure one word, of `PeerFailed` or of the own database: never an address */
export async function peerHasFailed(db: Rows, peer: Tier, failure: string, now: string): Promise<void> {
  await db.rows(
    `insert into exchange_peer (peer, failed_at, failure) values ($1, $3, $2)
     on conflict (peer) do update set failed_at = $3, failure = $2`,
    [peer, failure, now],
  );
}

export async function raiseAlarm(
  db: Rows,
  alarm: { what: string; peer: Tier; source: string; destination: string },
  now: string,
): Promise<void> {
  await db.rows(
    `insert into exchange_alarm (what, peer, source, destination, times, first_at, last_at) values ($1, $2, $3, $4, 1, $5, $5)
     on conflict (what, peer, source, destination) do update set times = exchange_alarm.times + 1, last_at = excluded.last_at`,
    [alarm.what, alarm.peer, alarm.source, alarm.destination, now],
  );
}
