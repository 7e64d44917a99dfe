import type { Logger } from "pino";
import { peerHasAnswered, peerHasFailed } from "../storage/exchange/peer.repository";
import { type Exchange, hear, ownHead } from "./answers";
import { Bell } from "./bell";
import { onConnection, withinTransaction } from "./connection";
import { greet } from "./greeting";
import { type PeerClient, PeerFailed } from "./peerClient";
import { BACKOFF_MS, HEARTBEAT_MS } from "./protocol";
import { settle } from "./receipts";
import { collect } from "./shipment";

/** However well all goes, both sides compare what they have so often. */
const GREET_AGAIN_MS = 60_000;

/** Ships what this tier's offices say to one other tier, in the order of each stream, and keeps what that tier says it has. */
export class Sender {
  private greetedAt = Number.NEGATIVE_INFINITY;
  private spokeAt = Number.NEGATIVE_INFINITY;
  private kinds: ReadonlySet<string> = new Set();
  private failure: string | undefined;
  private readonly heartbeatMs: number;

  constructor(
    private readonly exchange: Exchange,
    private readonly client: PeerClient,
    private readonly bell: Bell,
    private readonly log: Logger,
  ) {
    this.heartbeatMs = exchange.heartbeatMs ?? HEARTBEAT_MS;
  }

  /** Until the signal is given. Nothing that happens ends it before. */
  async run(signal: AbortSignal): Promise<void> {
    let backoff: number = BACKOFF_MS.first;
    while (!signal.aborted) {
      try {
        const sent = await this.step();
        backoff = BACKOFF_MS.first;
        if (sent === 0) await this.bell.wait(this.heartbeatMs, signal);
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
  private async step(): Promise<number> {
    const { exchange, client } = this;
    if (performance.now() - this.greetedAt > GREET_AGAIN_MS) await this.greet();
    const heartbeat = performance.now() - this.spokeAt >= this.heartbeatMs - 50;
    const { batches, journal } = await onConnection(exchange.pool, async (db) => {
      const batches = await collect(db, client.peer, { kinds: this.kinds, asking: heartbeat });
      return { batches, journal: batches.length || heartbeat ? await ownHead(exchange, db) : undefined };
    });
    if (!journal) return 0;
    const answer = await client.ask("batches", { journal, batches: batches.map(({ batch }) => batch) });
    this.spokeAt = performance.now();
    const { taken, surprised } = await withinTransaction(exchange.pool, async (db) => {
      await hear(exchange, db, client.peer, answer.journal, undefined, true);
      await peerHasAnswered(db, client.peer, undefined, journal.number, exchange.now());
      return settle(exchange, db, client.peer, batches, answer.receipts);
    });
    if (surprised) this.greetedAt = Number.NEGATIVE_INFINITY;
    this.failure = undefined;
    return taken;
  }

  private async greet(): Promise<void> {
    this.kinds = await greet(this.exchange, this.client, this.log);
    this.greetedAt = performance.now();
    this.failure = undefined;
  }

  private async failed(cause: Error): Promise<void> {
    this.greetedAt = Number.NEGATIVE_INFINITY; // whoever comes back may be another than who went away
    const word = cause instanceof PeerFailed ? cause.word : "OWN_DATABASE";
    if (word === this.failure) return;
    this.failure = word;
    this.log.warn({ peer: this.client.peer, word, cause: cause.message }, "exchange with a peer failed");
    const now = this.exchange.now();
    await onConnection(this.exchange.pool, (db) => peerHasFailed(db, this.client.peer, word, now)).catch(
      // its own database is away
      (cause: Error) => this.log.debug({ cause: cause.message }, "the failure could not be kept"),
    );
  }
}
