import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import * as v from "valibot";
import type { Tier } from "../../schema/contract/tier";
import { rowsBy } from "../storage/db";
import { announceEpochs, findInboxFrom, findInboxStreams } from "../storage/exchange/inbox.repository";
import { findOwnOffices } from "../storage/exchange/outbox.repository";
import { findHead, findWitnesses, keepWitness, peerIsHeard, raiseAlarm } from "../storage/exchange/peer.repository";
import { expectWord } from "../storage/impatientClient";
import type { PeerKeys, SigningKey } from "../trust/keys";
import { isHeadOf, type SignedHead, signHead, signReceipt } from "../trust/statements";
import { KIND_NAMES } from "./kinds";
import type { Rows } from "./kinds/kind";
import {
  Batches,
  type BatchesAnswer,
  FULL_BODY_BYTES,
  Heads,
  type HeadsAnswer,
  Hello,
  type HelloAnswer,
  History,
  type HistoryAnswer,
  type Route,
} from "./protocol";
import { type Received, receiveBatch } from "./receiver";
import { inTransaction } from "./transaction";

/** What both sides of the exchange stand on in one worker. */
export interface Exchange {
  tier: Tier;
  key: SigningKey;
  peers: PeerKeys;
  pool: Pool;
  /** ISO 8601 in UTC */
  now(): string;
  /** told what an administrator must know; it carries no content */
  alarm(what: string, of: { peer: Tier; source?: string; destination?: string }): void;
  /** told that something came in: what it did here is in the journal, and has no number yet */
  received?(): void;
  /** how often an empty request goes out, where that is not HEARTBEAT_MS */
  heartbeatMs?: number;
}

/** The body is not what its route takes. */
export class BadRequest extends Error {}

/** Answers a request whose sender is known. */
export async function answerRoute(exchange: Exchange, sender: Tier, route: Route, body: string): Promise<object> {
  const client = await exchange.pool.connect();
  expectWord(client);
  try {
    const answered = await ROUTES[route](exchange, client, sender, body);
    client.release();
    return answered;
  } catch (cause) {
    client.release(!(cause instanceof BadRequest)); // whatever state it is in
    throw cause;
  }
}

type Answer = (exchange: Exchange, client: PoolClient, sender: Tier, body: string) => Promise<object>;

const ROUTES: Record<Route, Answer> = {
  async hello(exchange, client, sender, body): Promise<HelloAnswer> {
    const hello = read(Hello, body);
    const db = rowsBy(client);
    await hear(exchange, db, sender, hello.journal, hello.kinds);
    await announceEpochs(db, sender, hello.streams);
    const streams = await findInboxStreams(db, sender);
    const told = streams.map(({ source, destination, epoch, sequence, hash, state }) => {
      return { source, destination, epoch, sequence, hash, state };
    });
    const answer = { kinds: KIND_NAMES, streams: told, journal: await ownHead(exchange, db) };
    if (hello.offices === undefined) return answer;
    const offices = [...(await findOwnOffices(db))].sort();
    return digestOf(offices) === hello.offices ? answer : { ...answer, offices };
  },

  async batches(exchange, client, sender, body): Promise<BatchesAnswer> {
    const { batches, journal } = read(Batches, body);
    requireHeadOf(exchange, sender, journal);
    const db = rowsBy(client);
    const offices = batches.length > 0 ? await findOwnOffices(db) : new Set<string>();
    const receipts: BatchesAnswer["receipts"] = [];
    for (const batch of batches) {
      const receiving = { tier: exchange.tier, offices, now: exchange.now() };
      receipts.push(tell(exchange, sender, await receiveBatch(client, receiving, sender, batch)));
    }
    // nothing that comes waits for this, and the answer says that it is kept
    await inTransaction(client, (kept) => hear(exchange, kept, sender, journal, undefined));
    return { receipts, journal: await ownHead(exchange, db) };
  },

  async history(exchange, client, sender, body): Promise<HistoryAnswer> {
    const { most, ...place } = read(History, body);
    const known = await findInboxStreams(rowsBy(client), sender);
    if (!known.some(({ source, destination }) => source === place.source && destination === place.destination)) {
      exchange.alarm("FOREIGN_PAIR", { peer: sender });
      return { messages: [] };
    }
    const found = await findInboxFrom(rowsBy(client), place, place, most);
    const messages: HistoryAnswer["messages"] = [];
    let bytes = 0;
    for (const { epoch, sequence, hash, header, payload } of found) {
      bytes += payload.length;
      // at least one, so that whoever asks gets on
      if (messages.length > 0 && bytes > FULL_BODY_BYTES) break;
      messages.push({ epoch, sequence, hash, header, payload });
    }
    return { messages };
  },

  async heads(_, client, sender, body): Promise<HeadsAnswer> {
    const { from, most } = read(Heads, body);
    return { heads: await findWitnesses(rowsBy(client), sender, from, most) };
  },
};

function tell({ tier, key, now, alarm, received }: Exchange, peer: Tier, told: Received): BatchesAnswer["receipts"][0] {
  const { taken, alarm: what, state, skipped, ...place } = told;
  if (what) alarm(what, { peer, source: place.source, destination: place.destination });
  if (taken > 0) received?.();
  return { ...signReceipt(key, tier, { ...place, at: now() }), state, ...(skipped ? { skipped } : {}) };
}

/** Which offices somebody knows, in a few bytes. */
export function digestOf(offices: readonly string[]): string {
  return createHash("sha256").update(offices.join(",")).digest("hex");
}

/** The head of this tier's journal, signed. */
export async function ownHead({ key, tier, now }: Exchange, db: Rows): Promise<SignedHead> {
  return signHead(key, tier, { ...(await findHead(db)), at: now() });
}

/** Keeps what a peer says of itself.
 * @param asked whether it answers this tier; otherwise a request that somebody kept and sends again must tell nothing of today
 * @throws BadRequest where somebody else's key signed the head */
export async function hear(
  exchange: Exchange,
  db: Rows,
  peer: Tier,
  head: SignedHead,
  kinds: readonly string[] | undefined,
  asked = false,
): Promise<void> {
  requireHeadOf(exchange, peer, head);
  const now = exchange.now();
  if (head.number > 0) await keepWitness(db, peer, head, now);
  const clockMs = Date.parse(head.at) - Date.parse(now);
  await peerIsHeard(db, peer, { kinds, clockMs, saidAt: head.at, asked }, now);
}

function requireHeadOf({ peers }: Exchange, peer: Tier, head: SignedHead): void {
  if (!isHeadOf(peers, peer, head)) throw new BadRequest("the head of the journal is not signed by its tier");
}

/** Raised by the sender's side too. */
export async function raise(exchange: Exchange, db: Rows, what: string, peer: Tier, pair: Pair): Promise<void> {
  exchange.alarm(what, { peer, ...pair });
  await raiseAlarm(db, { what, peer, ...pair }, exchange.now());
}

interface Pair {
  source: string;
  destination: string;
}

function read<Shape extends v.GenericSchema>(shape: Shape, body: string): v.InferOutput<Shape> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new BadRequest("not JSON");
  }
  const result = v.safeParse(shape, parsed);
  if (!result.success) throw new BadRequest("not what this route takes");
  return result.output;
}
