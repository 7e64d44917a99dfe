import { derivedId } from "../../schema/contract/ids";
import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Tier } from "../../schema/contract/tier";
import {
  holdOutboxStreams,
  type OutboxMessage,
  type OutboxStream,
  saveOutgoing,
} from "../storage/exchange/outbox.repository";
import { chain } from "./chain";
import type { Draft, Rows } from "./kinds/kind";
import { BEGINNING, streamName } from "./protocol";

/** Gives drafts their places at the ends of their streams, in their order. The caller holds the outbox. */
export async function append(db: Rows, tier: Tier, drafts: readonly Draft[], now: string): Promise<void> {
  if (drafts.length === 0) return;
  const pairs = new Map(
    drafts.map(({ source, destination }) => [streamName({ source, destination }), { source, destination }]),
  );
  const known = await holdOutboxStreams(db, [...pairs.values()]);
  const streams = new Map(known.map((stream) => [streamName(stream), stream]));
  for (const [key, pair] of pairs) if (!streams.has(key)) streams.set(key, newStream(tier, pair));
  const messages = drafts.map((draft) => place(streams.get(streamName(draft)) as OutboxStream, draft, now));
  await saveOutgoing(db, [...streams.values()], messages, now);
}

/** The stream moves on by this message. */
function place(stream: OutboxStream, draft: Draft, now: string): OutboxMessage {
  const { kind, source, destination, subject, journal } = draft;
  stream.sequence += 1;
  const at = draft.at || now;
  const fields = { kind, source, destination, epoch: stream.epoch, sequence: stream.sequence, journal, at, subject };
  const { header, hash } = chain(stream.hash, fields, draft.payload);
  stream.hash = hash;
  return { ...fields, header, payload: draft.payload, hash };
}

/** A stream before its first message. */
export function newStream(tier: Tier, { source, destination }: { source: string; destination: string }): OutboxStream {
  return {
    id: derivedId(tier, "outbox", source, destination),
    source,
    destination,
    peer: tierOfOffice(destination) as Tier,
    epoch: 1,
    sequence: 0,
    hash: BEGINNING,
    toldEpoch: 0,
    toldSequence: 0,
    state: "OPEN",
  };
}
