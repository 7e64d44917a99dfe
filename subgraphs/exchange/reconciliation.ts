import * as v from "valibot";
import { newId } from "../../schema/contract/ids";
import { rowsBy } from "../storage/db";
import { lockOutbox } from "../storage/exchange/dispatch.repository";
import {
  abandonAfter,
  beginEpoch,
  countStanding,
  holdOutboxStreams,
  type KeptLoss,
  keepLosses,
  type OutboxMessage,
  standingAt,
} from "../storage/exchange/outbox.repository";
import { type Exchange, raise } from "./answers";
import { withinTransaction } from "./connection";
import { KINDS, kindNamed } from "./kinds";
import { ABOUT_NOTHING, type Draft, type Rows } from "./kinds/kind";
import { append, newStream } from "./outgoing";
import type { PeerClient } from "./peerClient";
import { BEGINNING, Header, type HistoryMessage, type Told } from "./protocol";

/** A place in a stream; 0, 0 is before its first message. */
interface Place {
  epoch: number;
  sequence: number;
}

/** Brings a stream together again whose receiver has what its source does not know: finds the last common message, keeps what
 * was said after it as losses, and begins an epoch that states how its objects stand now.
 * @returns how many messages were lost */
export async function reconcileStream(exchange: Exchange, peer: PeerClient, told: Told): Promise<number> {
  const common = await findCommon(exchange, peer, told);
  const lost = await fetchLost(peer, told, common);
  await withinTransaction(exchange.pool, async (db) => {
    await lockOutbox(db);
    await keepLosses(
      db,
      lost.map((message) => lossOf(exchange, told, message)),
      exchange.now(),
    );
    await beginAnew(exchange, db, told, common, lost);
    await raise(exchange, db, "SET_BACK", peer.peer, { source: told.source, destination: told.destination });
  });
  return lost.length;
}

/** The last message that both sides have: the chain makes everything before it equal, so it is searched by halves. */
async function findCommon({ pool }: Exchange, peer: PeerClient, told: Told): Promise<Place> {
  const { source, destination } = told;
  const db = rowsBy(pool);
  let [from, to] = [0, await countStanding(db, source, destination)];
  let common: Place = { epoch: 0, sequence: 0 };
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const own = await standingAt(db, source, destination, middle);
    const { epoch, sequence } = own;
    const { messages } = await peer.ask("history", { source, destination, epoch, sequence, most: 1 });
    const [theirs] = messages;
    if (theirs?.epoch === epoch && theirs.sequence === sequence && theirs.hash === own.hash) {
      common = { epoch, sequence };
      from = middle + 1;
    } else to = middle;
  }
  return common;
}

const PAGE = 200;

async function fetchLost(peer: PeerClient, { source, destination }: Told, common: Place): Promise<HistoryMessage[]> {
  const lost: HistoryMessage[] = [];
  let next: Place = { epoch: common.epoch, sequence: common.sequence + 1 };
  for (;;) {
    const { messages } = await peer.ask("history", { source, destination, ...next, most: PAGE });
    lost.push(...messages);
    const last = messages.at(-1);
    if (!last) return lost;
    next = { epoch: last.epoch, sequence: last.sequence + 1 };
  }
}

async function beginAnew(exchange: Exchange, db: Rows, told: Told, common: Place, lost: readonly HistoryMessage[]) {
  const { tier, now } = exchange;
  const { source, destination } = told;
  const unsaid = await abandonAfter(db, told, common);
  const fresh = newStream(tier, { source, destination });
  const [before] = await holdOutboxStreams(db, [{ source, destination }]);
  const epoch = Math.max(told.epoch, before?.epoch ?? 0) + 1;
  const position = { toldEpoch: told.epoch, toldSequence: told.sequence };
  await beginEpoch(db, { ...fresh, ...position, epoch, hash: BEGINNING }, now());
  const of = { source, destination };
  const drafts = [
    await reconciledDraft(db, of, common, lost, now()),
    ...(await presentStates(db, of, lost, now())),
    ...unsaid.filter(({ kind }) => kind !== "Reconciled").map(againFrom),
  ];
  await append(db, tier, drafts, now());
}

async function reconciledDraft(
  db: Rows,
  pair: { source: string; destination: string },
  common: Place,
  lost: readonly HistoryMessage[],
  at: string,
): Promise<Draft> {
  const gone: { kind: string; subject: string }[] = [];
  for (const kind of KINDS) {
    const subjects = ofKind(lost, kind.name).map(({ header }) => header.subject);
    if (!kind.known || subjects.length === 0) continue;
    const known = await kind.known(db, subjects);
    gone.push(...subjects.filter((subject) => !known.has(subject)).map((subject) => ({ kind: kind.name, subject })));
  }
  const payload = JSON.stringify({ common, lost: gone });
  return { kind: "Reconciled", ...pair, subject: "", journal: 0, at, payload };
}

async function presentStates(
  db: Rows,
  pair: { source: string; destination: string },
  lost: readonly HistoryMessage[],
  now: string,
): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const kind of KINDS) {
    const payloads = ofKind(lost, kind.name).map(({ payload }) => kind.read(JSON.parse(payload)));
    if (kind.present && payloads.length) drafts.push(...(await kind.present(db, { ...pair, payloads, now })));
  }
  return drafts;
}

function ofKind(messages: readonly HistoryMessage[], kind: string) {
  return messages
    .map(({ header, payload }) => ({ header: readHeader(header), payload }))
    .filter(({ header }) => header.kind === kind);
}

function againFrom({ kind, source, destination, subject, journal, at, payload }: OutboxMessage): Draft {
  return { kind, source, destination, subject, journal, at, payload };
}

function lossOf({ tier }: Exchange, { source, destination }: Told, message: HistoryMessage): KeptLoss {
  const { epoch, sequence, hash, payload } = message;
  const { kind, subject, at } = readHeader(message.header);
  const about = kindNamed(kind)?.about(JSON.parse(payload)) ?? ABOUT_NOTHING;
  return {
    id: newId(tier),
    source,
    destination,
    epoch,
    sequence,
    kind,
    subject,
    header: message.header,
    payload,
    hash,
    at,
    ...about,
  };
}

function readHeader(text: string): Header {
  return v.parse(Header, JSON.parse(text));
}
