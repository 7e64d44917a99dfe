import type { Tier } from "../../../schema/contract/tier";
import type { Db } from "../db";
import type { MessageRow } from "./message";

type Rows = Pick<Db, "rows">;

export interface InboxStream {
  id: string;
  source: string;
  destination: string;
  peer: Tier;
  epoch: number;
  sequence: number;
  hash: string;
  state: "OPEN" | "PARKED" | "DIVERGED";
  announcedEpoch: number;
  skipEpoch: number | null;
  skipSequence: number | null;
  skipReason: string | null;
}

/** The stream of a pair, held until the transaction ends; made where it is new.
 * @param fresh what it is before its first message */
export async function holdInboxStream(
  db: Rows,
  fresh: { id: string; source: string; destination: string; peer: Tier; hash: string },
  now: string,
): Promise<InboxStream> {
  await db.rows(
    `insert into inbox_stream (id, source, destination, peer, epoch, sequence, hash, state, announced_epoch, said_epoch, said_sequence, begun_at)
     values ($1, $2, $3, $4, 0, 0, $5, 'OPEN', 0, 0, 0, $6) on conflict (source, destination) do nothing`,
    [fresh.id, fresh.source, fresh.destination, fresh.peer, fresh.hash, now],
  );
  const [stream] = await db.rows<InboxStream>(
    "select * from inbox_stream where source = $1 and destination = $2 for update",
    [fresh.source, fresh.destination],
  );
  return stream as InboxStream;
}

export async function saveInboxStream(
  db: Rows,
  stream: InboxStream,
  said: { epoch: number; sequence: number } | undefined,
  now: string,
): Promise<void> {
  await db.rows(
    `update inbox_stream set epoch = $2, sequence = $3, hash = $4, state = $5, skip_epoch = $6, skip_sequence = $7, skip_reason = $8,
       said_epoch = coalesce($9, said_epoch), said_sequence = coalesce($10, said_sequence), last_at = $11,
       parked_kind = case when $5 = 'PARKED' then parked_kind end, parked_reason = case when $5 = 'PARKED' then parked_reason end,
       parked_at = case when $5 = 'PARKED' then parked_at end
     where id = $1`,
    [
      ...[stream.id, stream.epoch, stream.sequence, stream.hash, stream.state, stream.skipEpoch, stream.skipSequence],
      ...[stream.skipReason, said?.epoch ?? null, said?.sequence ?? null, now],
    ],
  );
}

export async function parkStream(db: Rows, id: string, kind: string, reason: string, now: string): Promise<void> {
  await db.rows(
    `update inbox_stream set state = 'PARKED', parked_kind = $2, parked_reason = $3, parked_at = $4 where id = $1`,
    [id, kind, reason, now],
  );
}

/** The sender has said that these epochs have begun. */
export async function announceEpochs(
  db: Rows,
  peer: Tier,
  streams: readonly { source: string; destination: string; epoch: number }[],
): Promise<void> {
  await db.rows(
    `update inbox_stream s set announced_epoch = greatest(s.announced_epoch, a.epoch)
     from jsonb_to_recordset($2) as a (source text, destination text, epoch integer)
     where s.peer = $1 and s.source = a.source and s.destination = a.destination and s.announced_epoch < a.epoch`,
    [peer, JSON.stringify(streams)],
  );
}

export async function findInboxStreams(db: Rows, peer: Tier): Promise<InboxStream[]> {
  return db.rows("select * from inbox_stream where peer = $1 order by source, destination", [peer]);
}

export interface InboxMessage extends MessageRow {
  outcome: "APPLIED" | "SET_ASIDE" | "SKIPPED";
  reason: string | null;
}

export async function saveIncoming(db: Rows, messages: readonly InboxMessage[], now: string): Promise<void> {
  if (messages.length === 0) return;
  await db.rows(
    `insert into inbox (source, destination, epoch, sequence, kind, subject, header, payload, hash, at, received_at, outcome, reason)
     select source, destination, epoch, sequence, kind, subject, header, payload, hash, at, $2, outcome, reason
     from jsonb_to_recordset($1) as m (source text, destination text, epoch integer, sequence bigint, kind text, subject text,
       header text, payload text, hash text, at timestamptz, outcome text, reason text)`,
    [JSON.stringify(messages), now],
  );
}

/** The links of the chain that are here, by their sequences. */
export async function findInboxHashes(
  db: Rows,
  { source, destination, epoch }: { source: string; destination: string; epoch: number },
  from: number,
  to: number,
): Promise<Map<number, string>> {
  const rows = await db.rows<{ sequence: number; hash: string }>(
    "select sequence, hash from inbox where source = $1 and destination = $2 and epoch = $3 and sequence between $4 and $5",
    [source, destination, epoch, from, to],
  );
  return new Map(rows.map(({ sequence, hash }) => [sequence, hash]));
}

export async function findInboxFrom(
  db: Rows,
  { source, destination }: { source: string; destination: string },
  place: { epoch: number; sequence: number },
  most: number,
): Promise<InboxMessage[]> {
  return db.rows(
    `select * from inbox where source = $1 and destination = $2 and (epoch, sequence) >= ($3, $4::bigint)
     order by epoch, sequence limit $5`,
    [source, destination, place.epoch, place.sequence, most],
  );
}

export async function endEpoch(db: Rows, stream: InboxStream, now: string): Promise<void> {
  await db.rows(
    `insert into inbox_epoch (source, destination, epoch, ended_sequence, ended_hash, ended_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [stream.source, stream.destination, stream.epoch, stream.sequence, stream.hash, now],
  );
}

/** Keeps what claims the place of another message. */
export async function quarantine(
  db: Rows,
  foreign: Pick<InboxMessage, "source" | "destination" | "epoch" | "sequence" | "hash" | "header" | "payload">,
  now: string,
): Promise<void> {
  await db.rows(
    `insert into exchange_quarantine (source, destination, epoch, sequence, hash, header, payload, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ...[foreign.source, foreign.destination, foreign.epoch, foreign.sequence, foreign.hash, foreign.header],
      ...[foreign.payload, now],
    ],
  );
}
