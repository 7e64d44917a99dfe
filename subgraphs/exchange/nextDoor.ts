import type { ClientBase } from "pg";
import type { Tier } from "../../schema/contract/tier";
import { rowsBy } from "../storage/db";
import {
  findAfter,
  findBehind,
  findOwnOffices,
  hashAt,
  keepReceipts,
  keepSkipped,
  type OutboxStream,
  saveTold,
} from "../storage/exchange/outbox.repository";
import type { SigningKey } from "../trust/keys";
import { signReceipt } from "../trust/statements";
import type { Exchange } from "./answers";
import type { Rows } from "./kinds/kind";
import { type Batch, BEGINNING, MOST_MESSAGES, type StreamState } from "./protocol";
import { type Received, receiveBatch } from "./receiver";
import { batchFor } from "./shipment";

/** Delivers what offices of this tier say to each other: by the same streams, in the same order and with the same effects as between
 * tiers, only that nothing goes over a wire. Both sides stand in one database, so neither can be set back behind the other.
 * @returns how many messages were taken */
export async function deliverNextDoor(exchange: Exchange, client: ClientBase): Promise<number> {
  const { tier, now, key } = exchange;
  const side = { tier, client };
  let taken = 0;
  for (const { taken: fresh, alarm, source, destination } of await handOver(side, { ...side, key }, now())) {
    if (alarm) exchange.alarm(alarm, { peer: tier, source, destination });
    taken += fresh;
  }
  if (taken > 0) exchange.received?.();
  return taken;
}

/** A tier, on a connection of its worker. */
interface Side {
  tier: Tier;
  client: ClientBase;
}

/** Hands over what one tier has for another that is in reach, a batch of each stream; the sender keeps the receiver's signed receipts.
 * @param to with the key that it signs them with
 * @param now of what the batches bring
 * @returns what the receiver has of each stream that was behind */
export async function handOver(from: Side, to: Side & { key: SigningKey }, now: string): Promise<Received[]> {
  const db = rowsBy(from.client);
  const behind = await findBehind(db, to.tier);
  if (behind.length === 0) return [];
  const receiving = { tier: to.tier, offices: await findOwnOffices(rowsBy(to.client)), now };
  const all: Received[] = [];
  for (const stream of behind) {
    const received = await receiveBatch(to.client, receiving, from.tier, await batchOf(db, stream));
    const { source, destination, epoch, sequence, hash, state, skipped = [] } = received;
    // what is refused has no place in the receiver's stream
    const told = state === "REFUSED" ? { epoch: stream.toldEpoch, sequence: stream.toldSequence } : received;
    const place = { source, destination, epoch: told.epoch, sequence: told.sequence, state };
    // first, and also of what was taken before an interruption: once it is told, nobody asks for it again
    if (HAS.has(state) && sequence > stream.toldSequence) {
      const receipt = { source, destination, epoch, sequence, hash, at: now };
      await keepReceipts(db, [signReceipt(to.key, to.tier, receipt)], now);
    }
    await saveTold(db, to.tier, [place], now);
    await keepSkipped(
      db,
      skipped.map((each) => ({ source, destination, epoch, ...each })),
    );
    all.push(received);
  }
  return all;
}

/** States in which the receiver has what the sender said up to where it stands. */
const HAS: ReadonlySet<StreamState> = new Set(["OPEN", "PARKED"]);

/** What the receiver lacks; of a stream that is stopped this asks, too, whether somebody has released it. */
async function batchOf(db: Rows, stream: OutboxStream): Promise<Batch> {
  const { epoch, toldSequence: told } = stream;
  const messages = await findAfter(db, stream, { epoch, sequence: told }, MOST_MESSAGES);
  const previous = told === 0 ? BEGINNING : ((await hashAt(db, stream, { epoch, sequence: told })) ?? BEGINNING);
  return batchFor(stream, { epoch, first: told + 1, previous }, messages);
}
