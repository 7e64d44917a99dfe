import type { Logger } from "pino";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { findOutboxStreams, type OutboxStream, ownHashAt, saveTold } from "../storage/exchange/outbox.repository";
import { findHead, peerHasAnswered } from "../storage/exchange/peer.repository";
import { findPeerOffices, savePeerOffices } from "../storage/exchange/peerOffices.repository";
import { digestOf, type Exchange, hear, ownHead, raise } from "./answers";
import { onConnection } from "./connection";
import { KIND_NAMES } from "./kinds";
import type { Rows } from "./kinds/kind";
import type { PeerClient } from "./peerClient";
import { BEGINNING, streamName, type Told } from "./protocol";
import { reconcileStream } from "./reconciliation";

/** Compares with a peer where every stream stands; one whose receiver knows more than its source is reconciled.
 * @returns the kinds of messages that the peer understands */
export async function greet(exchange: Exchange, client: PeerClient, log: Logger): Promise<ReadonlySet<string>> {
  for (;;) {
    const { kinds, apart, journal } = await compareOnce(exchange, client);
    for (const each of apart) {
      const lost = await reconcileStream(exchange, client, each);
      log.error({ source: each.source, destination: each.destination, lost }, "this tier was set back");
    }
    await warnOfShorterJournal(exchange, client, journal.number);
    if (apart.length === 0) return kinds;
  }
}

async function compareOnce(exchange: Exchange, client: PeerClient) {
  const { tier, pool } = exchange;
  const { peer } = client;
  const { journal, streams, known } = await onConnection(pool, async (db) => ({
    known: await findPeerOffices(db, peer),
    journal: await ownHead(exchange, db),
    streams: await findOutboxStreams(db, peer),
  }));
  const positions = streams.map(({ source, destination, epoch, sequence, hash }) => {
    return { source, destination, epoch, sequence, hash };
  });
  const hello = { tier, kinds: KIND_NAMES, journal, streams: positions, offices: digestOf(known) };
  const answer = await client.ask("hello", hello);
  const apart = await onConnection(pool, async (db) => {
    await hear(exchange, db, peer, answer.journal, answer.kinds, true);
    await peerHasAnswered(db, peer, answer.kinds, journal.number, exchange.now());
    if (answer.offices) await learnOffices(exchange, db, client, answer.offices);
    return compare(exchange, db, client, streams, answer.streams);
  });
  return { kinds: new Set(answer.kinds), apart, journal };
}

/** Of its own level: nobody says anything of another tier's. */
async function learnOffices({ now }: Exchange, db: Rows, { peer }: PeerClient, told: readonly string[]): Promise<void> {
  const codes = told.filter((code) => tierOfOffice(code) === peer).sort();
  await savePeerOffices(db, peer, codes, now());
}

/** Keeps what the peer has of each stream.
 * @returns those of which it has what their source does not know */
async function compare(
  { now }: Exchange,
  db: Rows,
  { peer }: PeerClient,
  streams: readonly OutboxStream[],
  told: readonly Told[],
): Promise<Told[]> {
  const known = new Set(told.map(streamName));
  const apart: Told[] = [];
  const together: Told[] = [];
  for (const each of told) {
    const stream = streams.find((own) => streamName(own) === streamName(each));
    const anew = stream !== undefined && each.epoch < stream.epoch; // what comes next begins an epoch, whatever stopped the last
    const stopped = each.state === "DIVERGED" && !anew;
    if (stream && !stopped && (await agrees(db, stream, each))) {
      together.push(anew ? { ...each, state: "OPEN" } : each);
    } else if (each.epoch > 0) apart.push(each);
  }
  for (const { source, destination } of streams.filter((own) => !known.has(streamName(own)))) {
    together.push({ source, destination, epoch: 0, sequence: 0, hash: BEGINNING, state: "OPEN" });
  }
  await saveTold(db, peer, together, now());
  return apart;
}

async function agrees(db: Rows, stream: OutboxStream, told: Told): Promise<boolean> {
  if (told.sequence === 0) return told.epoch <= stream.epoch;
  return (await ownHashAt(db, stream, told)) === told.hash;
}

/** The peer has seen this tier's journal further than it is now: something was lost that was told to nobody. */
async function warnOfShorterJournal(exchange: Exchange, client: PeerClient, number: number): Promise<void> {
  const { heads } = await client.ask("heads", { from: number + 1, most: 1 });
  const [seen] = heads;
  const { peer } = client;
  if (!seen) return;
  await onConnection(exchange.pool, async (db) => {
    const now = await findHead(db); // it may have grown while the peer was asked
    if (seen.number > now.number) {
      await raise(exchange, db, "JOURNAL_SHORTER", peer, { source: "", destination: "" });
    }
  });
}
