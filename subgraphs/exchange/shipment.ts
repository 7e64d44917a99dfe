import type { Tier } from "../../schema/contract/tier";
import {
  findAfter,
  findBehind,
  hashAt,
  type OutboxMessage,
  type OutboxStream,
} from "../storage/exchange/outbox.repository";
import type { Rows } from "./kinds/kind";
import { type Batch, BEGINNING, FULL_BODY_BYTES, MOST_MESSAGES } from "./protocol";

/** What goes out of one stream; `last` is absent of a question. */
export interface Sent {
  batch: Batch;
  last?: OutboxMessage;
  bytes: number;
}

/** As much as one request to a peer takes; of streams that wait, their question alone, and only where it is asked for.
 * @param kinds what the peer understands
 * @param asking whether streams that wait are asked of */
export async function collect(
  db: Rows,
  peer: Tier,
  { kinds, asking }: { kinds: ReadonlySet<string>; asking: boolean },
): Promise<Sent[]> {
  const batches: Sent[] = [];
  let bytes = 0;
  for (const stream of await findBehind(db, peer)) {
    if (bytes >= FULL_BODY_BYTES) break;
    if (stream.state !== "OPEN") {
      if (asking) batches.push(await question(db, stream));
      continue;
    }
    const sent = await batchOf(db, stream, kinds, FULL_BODY_BYTES - bytes);
    if (!sent) continue;
    bytes += sent.bytes;
    batches.push(sent);
  }
  return batches;
}

async function batchOf(
  db: Rows,
  stream: OutboxStream,
  kinds: ReadonlySet<string>,
  room: number,
): Promise<Sent | undefined> {
  const told = { epoch: stream.toldEpoch, sequence: stream.toldSequence };
  const after = await findAfter(db, stream, told, MOST_MESSAGES);
  const [first] = after;
  if (!first) return undefined;
  let bytes = 0;
  const messages: OutboxMessage[] = [];
  for (const message of after) {
    // what the peer does not understand yet waits, and with it what follows
    if (message.epoch !== first.epoch || !kinds.has(message.kind)) break;
    bytes += message.header.length + 3 * message.payload.length; // Chinese is three bytes
    if (messages.length && bytes > room) break;
    messages.push(message);
  }
  if (messages.length === 0) return undefined;
  const previous =
    first.sequence === 1 ? BEGINNING : await hashAt(db, stream, { ...first, sequence: first.sequence - 1 });
  const place = { epoch: first.epoch, first: first.sequence, previous: previous ?? BEGINNING };
  return { batch: batchFor(stream, place, messages), last: messages.at(-1), bytes };
}

/** A batch without a message: what is the state of this stream now? */
async function question(db: Rows, stream: OutboxStream): Promise<Sent> {
  const { toldEpoch: epoch, toldSequence: sequence } = stream;
  const previous = sequence === 0 ? BEGINNING : ((await hashAt(db, stream, { epoch, sequence })) ?? BEGINNING);
  const place = { epoch: epoch || stream.epoch, first: sequence + 1, previous };
  return { batch: batchFor(stream, place, []), bytes: 0 };
}

export function batchFor(
  { source, destination, epoch, sequence }: OutboxStream,
  place: { epoch: number; first: number; previous: string },
  messages: readonly OutboxMessage[],
): Batch {
  const wire = messages.map(({ header, payload }) => ({ header, payload }));
  return { source, destination, ...place, messages: wire, end: { epoch, sequence } };
}
