import * as v from "valibot";
import { TIERS } from "../../schema/contract/tier";

/** What travels from worker to worker (docs/EXCHANGE.md). A reader ignores members that it does not know. */

export const ROUTES = ["hello", "batches", "history", "heads"] as const;
export type Route = (typeof ROUTES)[number];
export const PATH = "/exchange/v1/";
export const KEY_HEADER = "x-exchange-key";
export const SIGNATURE_HEADER = "x-exchange-signature";

/** The largest request or answer that is read: one submission of a whole ledger must fit. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** A request is filled up to this much, so that one transaction of the receiver stays short; a larger message goes alone. */
export const FULL_BODY_BYTES = 1024 * 1024;
/** Messages of one stream in one request. */
export const MOST_MESSAGES = 500;

/** Without anything to send, an empty request goes out this often: it carries the heads. */
export const HEARTBEAT_MS = 2_000;
/** A peer that does not answer is asked again after the first, then twice as long, at most the last. */
export const BACKOFF_MS = { first: 200, most: 5_000 } as const;
/** How long an answer is waited for: the first, and twice as long each time that none came, at most the last. A line that has gone
 * dead without a word is found out soon, and whoever needs long for a large message gets it. */
export const ANSWER_MS = { first: 8_000, most: 64_000 } as const;

/** What comes before an epoch's first message. */
export const BEGINNING = "0".repeat(64);

const office = v.pipe(v.string(), v.regex(/^\d{2}(\d{2}(\d{2})?)?$/));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const epoch = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const instant = v.pipe(v.string(), v.isoTimestamp());
const signed = { key: v.string(), signature: v.string() };
const pair = { source: office, destination: office };

/** What a stream is called where streams are told apart. */
export const streamName = ({ source, destination }: { source: string; destination: string }) =>
  `${source} ${destination}`;

const Head = v.object({ number: count, hash, at: instant, ...signed });
const Position = v.object({ ...pair, epoch, sequence: count, hash });

const STREAM_STATES = ["OPEN", "PARKED", "DIVERGED", "SUPERSEDED", "REFUSED"] as const;
export type StreamState = (typeof STREAM_STATES)[number];

const Told = v.object({ ...pair, epoch, sequence: count, hash, state: v.picklist(STREAM_STATES) });
export type Told = v.InferOutput<typeof Told>;

export const Hello = v.object({
  tier: v.picklist(TIERS),
  kinds: v.array(v.string()),
  journal: Head,
  streams: v.array(Position),
  /** what the asker knows of the other's offices; absent where it does not ask for them */
  offices: v.optional(v.string()),
});
export type Hello = v.InferOutput<typeof Hello>;
export const HelloAnswer = v.object({
  kinds: v.array(v.string()),
  streams: v.array(Told),
  journal: Head,
  /** codes of the answering tier's offices, where the asker knows others */
  offices: v.optional(v.array(office)),
});
export type HelloAnswer = v.InferOutput<typeof HelloAnswer>;

const WireMessage = v.object({ header: v.string(), payload: v.string() });
export type WireMessage = v.InferOutput<typeof WireMessage>;
const Batch = v.object({
  ...pair,
  epoch,
  first: v.pipe(count, v.minValue(1)),
  previous: hash,
  messages: v.pipe(v.array(WireMessage), v.maxLength(MOST_MESSAGES)),
  /** where the stream ends, so that the receiver knows how far behind it is */
  end: v.optional(v.object({ epoch, sequence: count })),
});
export type Batch = v.InferOutput<typeof Batch>;
export const Batches = v.object({ journal: Head, batches: v.pipe(v.array(Batch), v.maxLength(5_000)) });
export type Batches = v.InferOutput<typeof Batches>;

const Receipt = v.object({
  ...Told.entries,
  at: instant,
  ...signed,
  /** what an administrator of the receiver left out of this batch, and why */
  skipped: v.optional(v.array(v.object({ sequence: count, reason: v.string() }))),
});
export type WireReceipt = v.InferOutput<typeof Receipt>;
export const BatchesAnswer = v.object({ receipts: v.array(Receipt), journal: Head });
export type BatchesAnswer = v.InferOutput<typeof BatchesAnswer>;

/** What the receiver has of a stream: asked by a source that was set back. */
export const History = v.object({
  ...pair,
  /** the first message at or after this place */
  epoch,
  sequence: count,
  most: v.pipe(count, v.minValue(1), v.maxValue(200)),
});
export type History = v.InferOutput<typeof History>;
const HistoryMessage = v.object({ epoch, sequence: count, hash, header: v.string(), payload: v.string() });
export type HistoryMessage = v.InferOutput<typeof HistoryMessage>;
export const HistoryAnswer = v.object({ messages: v.array(HistoryMessage) });
export type HistoryAnswer = v.InferOutput<typeof HistoryAnswer>;

/** The heads of the asker's own journal that the other side holds, from a number on. */
export const Heads = v.object({ from: count, most: v.pipe(count, v.minValue(1), v.maxValue(5_000)) });
export type Heads = v.InferOutput<typeof Heads>;
export const HeadsAnswer = v.object({ heads: v.array(Head) });
export type HeadsAnswer = v.InferOutput<typeof HeadsAnswer>;

/** The header of a message, as its exact text says it. */
export const Header = v.object({
  kind: v.string(),
  ...pair,
  epoch,
  sequence: count,
  journal: count,
  at: instant,
  payload: hash,
  /** id of the object that it is about */
  subject: v.string(),
});
export type Header = v.InferOutput<typeof Header>;
