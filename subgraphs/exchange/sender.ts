import type { PoolClient } from "pg";
import type { Logger } from "pino";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { rowsBy } from "../storage/db";
import {
  findAfter,
  findBehind,
  findOutboxStreams,
  hashAt,
  keepReceipts,
  keepSkipped,
  lostHashAt,
  type OutboxMessage,
  type OutboxStream,
  saveTold,
} from "../storage/exchange/outbox.repository";
import { findHead, peerHasAnswered, peerHasFailed } from "../storage/exchange/peer.repository";
import { findPeerOffices, savePeerOffices } from "../storage/exchange/peerOffices.repository";
import { expectWord } from "../storage/impatientClient";
import { isReceiptOf } from "../trust/statements";
import { digestOf, type Exchange, hear, ownHead, raise } from "./answers";
import { Bell } from "./bell";
import { KIND_NAMES } from "./kinds";
import type { Rows } from "./kinds/kind";
import { type PeerClient, PeerFailed } from "./peerClient";
import {
  BACKOFF_MS,
  type Batch,
  BEGINNING,
  FULL_BODY_BYTES,
  HEARTBEAT_MS,
  MOST_MESSAGES,
  type Told,
  type WireReceipt,
} from "./protocol";
import { reconcileStream } from "./reconciliation";
import { inTransaction } from "./transaction";

/** However well all goes, both sides compare what they have so often. */
const GREET_AGAIN_MS = 60_000;

/** Ships what this tier's offices say to one other tier, in the order of each stream, and keeps what that tier says it has. */
export class Sender {
  private greetedAt = Number.NEGATIVE_INFINITY;
  private spokeAt = Number.NEGATIVE_INFINITY;
  private kinds: ReadonlySet<string> = new Set();
  private failure: string | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly client: PeerClient,
    private readonly bell: Bell,
    private readonly log: Logger,
  ) {}

  /** Until the signal is given. Nothing that happens ends it before. */
  async run(signal: AbortSignal): Promise<void> {
    let backoff: number = BACKOFF_MS.first;
    while (!signal.aborted) {
      try {
        const sent = await this.step();
        backoff = BACKOFF_MS.first;
        if (sent === 0) await this.bell.wait(HEARTBEAT_MS, signal);
      } catch (cause) {
        await this.failed(cause as Error);
        await new Bell().wait(backoff, signal);
        backoff = Math.min(backoff * 2, BACKOFF_MS.most);
      }
    }
    this.client.close();
  }

  /** One exchange with the peer, where there is something to say or it is time to.
   * @returns how many messages the peer has more than before */
  async step(): Promise<number> {
    if (performance.now() - this.greetedAt > GREET_AGAIN_MS) await this.greet();
    const heartbeat = performance.now() - this.spokeAt >= HEARTBEAT_MS - 50;
    const { batches, journal } = await this.with(async (db) => {
      const batches = await this.collect(db, heartbeat);
      return { batches, journal: batches.length || heartbeat ? await ownHead(this.exchange, db) : undefined };
    });
    if (!journal) return 0;
    const answer = await this.client.ask("batches", { journal, batches: batches.map(({ batch }) => batch) });
    this.spokeAt = performance.now();
    const taken = await this.within(async (db) => {
      await hear(this.exchange, db, this.client.peer, answer.journal, undefined, true);
      await peerHasAnswered(db, this.client.peer, undefined, journal.number, this.exchange.now());
      return this.settle(db, batches, answer.receipts);
    });
    this.failure = undefined;
    return taken;
  }

  /** Compares with the peer where every stream stands; a stream whose receiver knows more than its source is reconciled. */
  private async greet(): Promise<void> {
    for (let reconciled = true; reconciled; ) {
      reconciled = false;
      const { journal, streams, known } = await this.with(async (db) => ({
        known: await findPeerOffices(db, this.client.peer),
        journal: await ownHead(this.exchange, db),
        streams: await findOutboxStreams(db, this.client.peer),
      }));
      const positions = streams.map(({ source, destination, epoch, sequence, hash }) => {
        return { source, destination, epoch, sequence, hash };
      });
      const { tier } = this.exchange;
      const hello = { tier, kinds: KIND_NAMES, journal, streams: positions, offices: digestOf(known) };
      const answer = await this.client.ask("hello", hello);
      this.kinds = new Set(answer.kinds);
      const told = await this.with(async (db) => {
        await hear(this.exchange, db, this.client.peer, answer.journal, answer.kinds, true);
        await peerHasAnswered(db, this.client.peer, answer.kinds, journal.number, this.exchange.now());
        if (answer.offices) await this.learnOffices(db, answer.offices);
        return this.compare(db, streams, answer.streams);
      });
      for (const each of told.apart) {
        const lost = await reconcileStream(this.exchange, this.client, each);
        this.log.error({ source: each.source, destination: each.destination, lost }, "this tier was set back");
        reconciled = true;
      }
      await this.warnOfShorterJournal(journal.number);
    }
    this.greetedAt = performance.now();
    this.failure = undefined;
  }

  /** Of its own level: nobody says anything of another tier's. */
  private async learnOffices(db: Rows, told: readonly string[]): Promise<void> {
    const { peer } = this.client;
    const codes = told.filter((code) => tierOfOffice(code) === peer).sort();
    await savePeerOffices(db, peer, codes, this.exchange.now());
  }

  private async compare(db: Rows, streams: readonly OutboxStream[], told: readonly Told[]): Promise<{ apart: Told[] }> {
    const of = new Map(told.map((each) => [keyOf(each), each]));
    const apart: Told[] = [];
    const together: Told[] = [];
    for (const each of told) {
      const stream = streams.find((own) => keyOf(own) === keyOf(each));
      const anew = stream !== undefined && each.epoch < stream.epoch; // what comes next begins an epoch, whatever stopped the last
      const stopped = each.state === "DIVERGED" && !anew;
      if (stream && !stopped && (await this.agrees(db, stream, each))) {
        together.push(anew ? { ...each, state: "OPEN" } : each);
      } else if (each.epoch > 0) apart.push(each);
    }
    for (const { source, destination } of streams.filter((own) => !of.has(keyOf(own)))) {
      together.push({ source, destination, epoch: 0, sequence: 0, hash: BEGINNING, state: "OPEN" });
    }
    await saveTold(db, this.client.peer, together, this.exchange.now());
    return { apart };
  }

  private async agrees(db: Rows, stream: OutboxStream, told: Told): Promise<boolean> {
    if (told.sequence === 0) return told.epoch <= stream.epoch;
    return (await this.knownAt(db, stream, told)) === told.hash;
  }

  private async knownAt(db: Rows, pair: Pair, place: { epoch: number; sequence: number }): Promise<string | undefined> {
    return (await hashAt(db, pair, place)) ?? (await lostHashAt(db, pair, place));
  }

  /** The peer has seen this tier's journal further than it is now: something was lost that was told to nobody. */
  private async warnOfShorterJournal(number: number): Promise<void> {
    const { heads } = await this.client.ask("heads", { from: number + 1, most: 1 });
    const [seen] = heads;
    const { peer } = this.client;
    if (!seen) return;
    await this.with(async (db) => {
      const now = await findHead(db); // it may have grown while the peer was asked
      if (seen.number > now.number) {
        await raise(this.exchange, db, "JOURNAL_SHORTER", peer, { source: "", destination: "" });
      }
    });
  }

  /** As much as one request takes; of streams that wait, their question alone, with the heartbeat. */
  private async collect(db: Rows, heartbeat: boolean): Promise<Sent[]> {
    const batches: Sent[] = [];
    let bytes = 0;
    for (const stream of await findBehind(db, this.client.peer)) {
      if (bytes >= FULL_BODY_BYTES) break;
      if (stream.state !== "OPEN") {
        if (heartbeat) batches.push(await this.question(db, stream));
        continue;
      }
      const sent = await this.batchOf(db, stream, FULL_BODY_BYTES - bytes);
      if (!sent) continue;
      bytes += sent.bytes;
      batches.push(sent);
    }
    return batches;
  }

  private async batchOf(db: Rows, stream: OutboxStream, room: number): Promise<Sent | undefined> {
    const told = { epoch: stream.toldEpoch, sequence: stream.toldSequence };
    const after = await findAfter(db, stream, told, MOST_MESSAGES);
    const [first] = after;
    if (!first) return undefined;
    let bytes = 0;
    const messages: OutboxMessage[] = [];
    for (const message of after) {
      // what the peer does not understand yet waits, and with it what follows
      if (message.epoch !== first.epoch || !this.kinds.has(message.kind)) break;
      bytes += message.header.length + 3 * message.payload.length; // Chinese is three bytes
      if (messages.length && bytes > room) break;
      messages.push(message);
    }
    if (messages.length === 0) return undefined;
    const previous =
      first.sequence === 1 ? BEGINNING : await hashAt(db, stream, { ...first, sequence: first.sequence - 1 });
    const batch = batchFor(
      stream,
      { epoch: first.epoch, first: first.sequence, previous: previous ?? BEGINNING },
      messages,
    );
    return { batch, last: messages.at(-1), bytes };
  }

  /** A batch without a message: what is the state of this stream now? */
  private async question(db: Rows, stream: OutboxStream): Promise<Sent> {
    const { toldEpoch: epoch, toldSequence: sequence } = stream;
    const previous = sequence === 0 ? BEGINNING : ((await hashAt(db, stream, { epoch, sequence })) ?? BEGINNING);
    const place = { epoch: epoch || stream.epoch, first: sequence + 1, previous };
    return { batch: batchFor(stream, place, []), bytes: 0 };
  }

  /** Keeps what the peer says it has.
   * @returns how many messages that are new there */
  private async settle(db: Rows, sent: readonly Sent[], receipts: readonly WireReceipt[]): Promise<number> {
    const { peer } = this.client;
    const kept: WireReceipt[] = [];
    const told: Told[] = [];
    let taken = 0;
    for (const { batch, last } of sent) {
      const receipt = receipts.find((each) => keyOf(each) === keyOf(batch));
      if (!receipt || !isReceiptOf(this.exchange.peers, peer, receipt)) throw new PeerFailed("BAD_ANSWER");
      const before = { epoch: batch.epoch, sequence: batch.first - 1 };
      if (receipt.state === "REFUSED") {
        told.push({ ...receipt, ...before });
        await raise(this.exchange, db, "REFUSED", peer, batch);
        continue;
      }
      const surprising = !(await this.isExpected(db, receipt, last));
      if (surprising || receipt.state === "SUPERSEDED" || receipt.state === "DIVERGED") {
        this.greetedAt = Number.NEGATIVE_INFINITY;
        continue;
      }
      told.push(receipt);
      if (receipt.epoch === batch.epoch && receipt.sequence > before.sequence) {
        kept.push(receipt);
        taken += receipt.sequence - before.sequence;
      } else if (receipt.epoch !== batch.epoch) this.greetedAt = Number.NEGATIVE_INFINITY; // an epoch that it has not heard of
    }
    await saveTold(db, peer, told, this.exchange.now());
    await keepReceipts(db, kept, this.exchange.now());
    await keepSkipped(
      db,
      receipts.flatMap(({ source, destination, epoch, skipped = [] }) =>
        skipped.map((each) => ({ source, destination, epoch, ...each })),
      ),
    );
    return taken;
  }

  private async isExpected(db: Rows, receipt: WireReceipt, last: OutboxMessage | undefined): Promise<boolean> {
    if (receipt.sequence === 0) return true;
    if (last && last.epoch === receipt.epoch && last.sequence === receipt.sequence) return last.hash === receipt.hash;
    return (await this.knownAt(db, receipt, receipt)) === receipt.hash;
  }

  private async failed(cause: Error): Promise<void> {
    this.greetedAt = Number.NEGATIVE_INFINITY; // whoever comes back may be another than who went away
    const word = cause instanceof PeerFailed ? cause.word : "OWN_DATABASE";
    if (word === this.failure) return;
    this.failure = word;
    this.log.warn({ peer: this.client.peer, word, cause: cause.message }, "exchange with a peer failed");
    const now = this.exchange.now();
    await this.with((db) => peerHasFailed(db, this.client.peer, word, now)).catch((cause: Error) => {
      this.log.debug({ cause: cause.message }, "the failure could not be kept"); // its own database is away
    });
  }

  private with<T>(work: (db: Rows) => Promise<T>): Promise<T> {
    return this.on((connection) => work(rowsBy(connection)));
  }

  /** In one transaction: the disk is waited for once. */
  private within<T>(work: (db: Rows) => Promise<T>): Promise<T> {
    return this.on((connection) => inTransaction(connection, work));
  }

  private async on<T>(work: (connection: PoolClient) => Promise<T>): Promise<T> {
    const connection: PoolClient = await this.exchange.pool.connect();
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
}

/** What was sent of one stream; `last` is absent of a question. */
interface Sent {
  batch: Batch;
  last?: OutboxMessage;
  bytes: number;
}

function batchFor(
  { source, destination, epoch, sequence }: OutboxStream,
  place: { epoch: number; first: number; previous: string },
  messages: readonly OutboxMessage[],
): Batch {
  const wire = messages.map(({ header, payload }) => ({ header, payload }));
  return { source, destination, ...place, messages: wire, end: { epoch, sequence } };
}

interface Pair {
  source: string;
  destination: string;
}

const keyOf = ({ source, destination }: Pair) => `${source} ${destination}`;
