import type { Tier } from "../../../schema/contract/tier";
import type { Db } from "../db";
import type { MessageRow } from "./message";

type Rows = Pick<Db, "rows">;

export interface OutboxStream {
  id: string;
  source: string;
  destination: string;
  peer: Tier;
  epoch: number;
  /** where the stream ends */
  sequence: number;
  hash: string;
  /** what the receiver has, by its last word */
  toldEpoch: number;
  toldSequence: number;
  state: string;
}

export interface OutboxMessage extends MessageRow {
  journal: number;
}

/** Streams by their pairs, held until the transaction ends. */
export async function holdOutboxStreams(
  db: Rows,
  pairs: readonly { source: string; destination: string }[],
): Promise<OutboxStream[]> {
  return db.rows(
    `select s.* from unnest($1::text[], $2::text[]) as p (source, destination)
     join outbox_stream s on s.source = p.source and s.destination = p.destination for update of s`,
    [pairs.map(({ source }) => source), pairs.map(({ destination }) => destination)],
  );
}

/** Appends messages, and moves the ends of their streams. */
export async function saveOutgoing(
  db: Rows,
  streams: readonly OutboxStream[],
  messages: readonly OutboxMessage[],
  now: string,
): Promise<void> {
  await db.rows(
    `insert into outbox_stream (id, source, destination, peer, epoch, sequence, hash, told_epoch, told_sequence, state, begun_at)
     select id, source, destination, peer, epoch, sequence, hash, 0, 0, 'OPEN', $2
     from jsonb_to_recordset($1) as s (id text, source text, destination text, peer text, epoch integer, sequence bigint, hash text)
     on conflict (source, destination) do update set epoch = excluded.epoch, sequence = excluded.sequence, hash = excluded.hash`,
    [JSON.stringify(streams), now],
  );
  await db.rows(
    `insert into outbox (source, destination, epoch, sequence, kind, subject, header, payload, hash, journal, at)
     select source, destination, epoch, sequence, kind, subject, header, payload, hash, journal, at
     from jsonb_to_recordset($1) as m (source text, destination text, epoch integer, sequence bigint, kind text, subject text,
       header text, payload text, hash text, journal bigint, at timestamptz)`,
    [JSON.stringify(messages)],
  );
}

export async function findOutboxStreams(db: Rows, peer: Tier): Promise<OutboxStream[]> {
  return db.rows("select * from outbox_stream where peer = $1 order by source, destination", [peer]);
}

/** Streams of a peer that have more than the receiver has, or whose state is to be asked again. */
export async function findBehind(db: Rows, peer: Tier): Promise<OutboxStream[]> {
  return db.rows(
    `select * from outbox_stream where peer = $1
       and (state <> 'OPEN' or (told_epoch, told_sequence) is distinct from (epoch, sequence))
     order by told_at nulls first, source, destination`,
    [peer],
  );
}

/** What follows a place of a stream, in its order, without what was abandoned. */
export async function findAfter(
  db: Rows,
  { source, destination }: { source: string; destination: string },
  place: { epoch: number; sequence: number },
  most: number,
): Promise<OutboxMessage[]> {
  return db.rows(
    `select * from outbox where source = $1 and destination = $2 and (epoch, sequence) > ($3, $4::bigint) and not abandoned
     order by epoch, sequence limit $5`,
    [source, destination, place.epoch, place.sequence, most],
  );
}

/** The link of the chain at a place, undefined where nothing that still stands is there. */
export async function hashAt(
  db: Rows,
  { source, destination }: { source: string; destination: string },
  place: { epoch: number; sequence: number },
): Promise<string | undefined> {
  const [row] = await db.rows<{ hash: string }>(
    `select hash from outbox where source = $1 and destination = $2 and epoch = $3 and sequence = $4 and not abandoned`,
    [source, destination, place.epoch, place.sequence],
  );
  return row?.hash;
}

/** The same, also of a message that this tier lost, and knows that it lost: an epoch has begun since. */
export async function ownHashAt(
  db: Rows,
  pair: { source: string; destination: string },
  place: { epoch: number; sequence: number },
): Promise<string | undefined> {
  return (await hashAt(db, pair, place)) ?? (await lostHashAt(db, pair, place));
}

async function lostHashAt(
  db: Rows,
  { source, destination }: { source: string; destination: string },
  place: { epoch: number; sequence: number },
): Promise<string | undefined> {
  const [row] = await db.rows<{ hash: string }>(
    "select hash from exchange_loss where source = $1 and destination = $2 and epoch = $3 and sequence = $4",
    [source, destination, place.epoch, place.sequence],
  );
  return row?.hash;
}

/** How many messages of a stream still stand, and the one at a rank from 0. */
export async function countStanding(db: Rows, source: string, destination: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    "select count(*)::int as count from outbox where source = $1 and destination = $2 and not abandoned",
    [source, destination],
  );
  return row?.count ?? 0;
}
export async function standingAt(db: Rows, source: string, destination: string, rank: number): Promise<OutboxMessage> {
  const [row] = await db.rows<OutboxMessage>(
    `select * from outbox where source = $1 and destination = $2 and not abandoned order by epoch, sequence offset $3 limit 1`,
    [source, destination, rank],
  );
  if (!row) throw new Error("a stream became shorter while it was looked at");
  return row;
}

/** What stands after a place never arrived: it is said again in the next epoch.
 * @returns these messages in their order */
export async function abandonAfter(
  db: Rows,
  { source, destination }: { source: string; destination: string },
  place: { epoch: number; sequence: number },
): Promise<OutboxMessage[]> {
  const rows = await db.rows<OutboxMessage>(
    `update outbox set abandoned = true where source = $1 and destination = $2 and (epoch, sequence) > ($3, $4::bigint)
       and not abandoned returning *`,
    [source, destination, place.epoch, place.sequence],
  );
  return rows.sort((a, b) => a.epoch - b.epoch || a.sequence - b.sequence);
}

/** A stream begins anew: at the first message of a further epoch. */
export async function beginEpoch(
  db: Rows,
  stream: Pick<
    OutboxStream,
    "id" | "source" | "destination" | "peer" | "epoch" | "hash" | "toldEpoch" | "toldSequence"
  >,
  now: string,
): Promise<void> {
  await db.rows(
    `insert into outbox_stream (id, source, destination, peer, epoch, sequence, hash, told_epoch, told_sequence, state, begun_at)
     values ($1, $2, $3, $4, $5, 0, $6, $7, $8, 'OPEN', $9)
     on conflict (source, destination) do update set epoch = excluded.epoch, sequence = 0, hash = excluded.hash,
       told_epoch = excluded.told_epoch, told_sequence = excluded.told_sequence, state = 'OPEN'`,
    [
      ...[stream.id, stream.source, stream.destination, stream.peer, stream.epoch, stream.hash, stream.toldEpoch],
      ...[stream.toldSequence, now],
    ],
  );
}

/** What receivers say they have. */
export async function saveTold(
  db: Rows,
  peer: Tier,
  told: readonly { source: string; destination: string; epoch: number; sequence: number; state: string }[],
  now: string,
): Promise<void> {
  if (told.length === 0) return;
  await db.rows(
    `update outbox_stream s set told_epoch = t.epoch, told_sequence = t.sequence, state = t.state, told_at = $3
     from jsonb_to_recordset($2) as t (source text, destination text, epoch integer, sequence bigint, state text)
     where s.peer = $1 and s.source = t.source and s.destination = t.destination`,
    [peer, JSON.stringify(told), now],
  );
}

interface KeptReceipt {
  source: string;
  destination: string;
  epoch: number;
  sequence: number;
  hash: string;
  at: string;
  key: string;
  signature: string;
}

export async function keepReceipts(db: Rows, receipts: readonly KeptReceipt[], now: string): Promise<void> {
  if (receipts.length === 0) return;
  await db.rows(
    `insert into outbox_receipt (source, destination, epoch, sequence, hash, at, key, signature, told_at)
     select source, destination, epoch, sequence, hash, at, key, signature, $2
     from jsonb_to_recordset($1) as r (source text, destination text, epoch integer, sequence bigint, hash text, at text, key text,
       signature text) on conflict do nothing`,
    [JSON.stringify(receipts), now],
  );
}

/** Why the receiver's administrator left messages out. */
export async function keepSkipped(
  db: Rows,
  skipped: readonly { source: string; destination: string; epoch: number; sequence: number; reason: string }[],
): Promise<void> {
  if (skipped.length === 0) return;
  await db.rows(
    `update outbox o set skipped_reason = s.reason
     from jsonb_to_recordset($1) as s (source text, destination text, epoch integer, sequence bigint, reason text)
     where o.source = s.source and o.destination = s.destination and o.epoch = s.epoch and o.sequence = s.sequence`,
    [JSON.stringify(skipped)],
  );
}

export interface KeptLoss extends MessageRow {
  id: string;
  region: string;
  unitId: string;
  roundId: string;
  findingId: string;
}

export async function keepLosses(db: Rows, losses: readonly KeptLoss[], now: string): Promise<void> {
  if (losses.length === 0) return;
  await db.rows(
    `insert into exchange_loss (id, source, destination, epoch, sequence, kind, subject, header, payload, hash, at, found_at, region,
       unit_id, round_id, finding_id)
     select id, source, destination, epoch, sequence, kind, subject, header, payload, hash, at, $2, region, "unitId", "roundId", "findingId"
     from jsonb_to_recordset($1) as l (id text, source text, destination text, epoch integer, sequence bigint, kind text, subject text,
       header text, payload text, hash text, at timestamptz, region text, "unitId" text, "roundId" text, "findingId" text)
     on conflict do nothing`,
    [JSON.stringify(losses), now],
  );
}

/** Offices of this tier, by their codes. */
export async function findOwnOffices(db: Rows): Promise<Set<string>> {
  const rows = await db.rows<{ code: string }>("select code from office");
  return new Set(rows.map(({ code }) => code));
}
