import type { ClientBase } from "pg";
import { derivedId } from "../../schema/contract/ids";
import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Tier } from "../../schema/contract/tier";
import {
  endEpoch,
  findInboxHashes,
  holdInboxStream,
  type InboxMessage,
  type InboxStream,
  parkStream,
  quarantine,
  saveInboxStream,
  saveIncoming,
} from "../storage/exchange/inbox.repository";
import { raiseAlarm } from "../storage/exchange/peer.repository";
import { applyInOrder } from "./applying";
import { readChain } from "./chain";
import type { Met, Rows } from "./kinds/kind";
import { type Batch, BEGINNING, type StreamState, type WireMessage } from "./protocol";
import { inTransaction } from "./transaction";

/** What the receiver has of a stream after a batch. */
export interface Received {
  source: string;
  destination: string;
  epoch: number;
  sequence: number;
  hash: string;
  state: StreamState;
  skipped?: { sequence: number; reason: string }[];
  /** how many messages were new */
  taken: number;
  alarm?: string;
}

interface Receiving {
  tier: Tier;
  /** codes of this tier's own offices */
  offices: ReadonlySet<string>;
  now: string;
}

/** Takes one batch in one transaction: entries of the inbox, effects and the high-water mark, or nothing of them. */
export async function receiveBatch(
  client: ClientBase,
  receiving: Receiving,
  sender: Tier,
  batch: Batch,
): Promise<Received> {
  const { source, destination } = batch;
  if (tierOfOffice(source) !== sender || !receiving.offices.has(destination)) {
    return inTransaction(client, (db) => refuse(db, receiving, sender, batch, "FOREIGN_PAIR"));
  }
  return inTransaction(client, async (db) => {
    const id = derivedId(receiving.tier, "inbox", source, destination);
    const stream = await holdInboxStream(db, { id, source, destination, peer: sender, hash: BEGINNING }, receiving.now);
    return new Reception(client, db, receiving, sender, stream).take(batch);
  });
}

async function refuse(
  db: Rows,
  { now }: Receiving,
  peer: Tier,
  { source, destination, epoch }: Batch,
  alarm: string,
): Promise<Received> {
  await raiseAlarm(db, { what: alarm, peer, source, destination }, now);
  return { source, destination, epoch, sequence: 0, hash: BEGINNING, state: "REFUSED", taken: 0, alarm };
}

/** One batch against one stream, which is held. */
class Reception {
  constructor(
    private readonly client: ClientBase,
    private readonly db: Rows,
    private readonly receiving: Receiving,
    private readonly sender: Tier,
    private stream: InboxStream,
  ) {}

  async take(batch: Batch): Promise<Received> {
    const { stream } = this;
    const begun = stream.epoch === 0 || batch.epoch > stream.epoch ? await this.begin(batch) : undefined;
    if (begun) return begun;
    if (batch.epoch < this.stream.epoch) return this.tell("SUPERSEDED");
    const read = readChain(batch, batch.messages);
    if ("fault" in read) return this.refused("BROKEN_CHAIN");
    const incoming = read.links.map(
      ({ header, hash }, i): InboxMessage => ({
        ...header,
        ...(batch.messages[i] as WireMessage), // the exact texts, in the place of what was read of them
        hash,
        outcome: "APPLIED",
        reason: null,
      }),
    );
    const foreign = await this.foreignAmong(batch, incoming);
    if (foreign) return this.diverged(foreign);
    if (this.stream.state !== "OPEN") return this.save(batch, this.stream.state);
    if (batch.first > this.stream.sequence + 1) return this.save(batch, "OPEN"); // a gap: the sender goes on from what is here
    const fresh = incoming.filter(({ sequence }) => sequence > this.stream.sequence);
    return this.apply(batch, fresh);
  }

  /** A stream's first batch, or the first of an epoch that the sender has announced. */
  private async begin({ epoch }: Batch): Promise<Received | undefined> {
    const { stream } = this;
    const first = stream.epoch === 0;
    if (!first && epoch > stream.announcedEpoch) return this.tell(stream.state); // it says hello first
    if (!first) {
      await endEpoch(this.db, stream, this.receiving.now);
      await this.alarm("SOURCE_SET_BACK");
    }
    this.stream = { ...stream, epoch, sequence: 0, hash: BEGINNING, state: "OPEN" };
    return undefined;
  }

  /** What claims the place of a message that is here, or does not follow from it. */
  private async foreignAmong(
    batch: Batch,
    incoming: readonly InboxMessage[],
  ): Promise<InboxMessage | "BEFORE" | undefined> {
    const { stream } = this;
    const before = batch.first - 1;
    if (before > stream.sequence) return undefined;
    const known = await findInboxHashes(this.db, stream, Math.max(before, 1), stream.sequence);
    known.set(stream.sequence, stream.hash);
    if (before === 0 || known.get(before) === batch.previous) {
      return incoming.find(({ sequence, hash }) => known.has(sequence) && known.get(sequence) !== hash);
    }
    return incoming[0] ?? "BEFORE";
  }

  private async diverged(foreign: InboxMessage | "BEFORE"): Promise<Received> {
    if (foreign !== "BEFORE") await quarantine(this.db, foreign, this.receiving.now);
    await this.alarm("DIVERGED");
    this.stream = { ...this.stream, state: "DIVERGED" };
    return this.save(undefined, "DIVERGED", 0, "DIVERGED");
  }

  private async apply(batch: Batch, fresh: InboxMessage[]): Promise<Received> {
    const skipped: { sequence: number; reason: string }[] = [];
    const done: InboxMessage[] = [];
    let rest = fresh;
    for (;;) {
      const at = rest.findIndex((message) => this.isLeftOut(message));
      const part = at < 0 ? rest : rest.slice(0, at);
      const parked = await this.applyPart(part, done);
      if (parked) return this.park(batch, done, parked, skipped);
      if (at < 0) break;
      const out = rest[at] as InboxMessage;
      const reason = this.stream.skipReason ?? "";
      done.push({ ...out, outcome: "SKIPPED", reason });
      skipped.push({ sequence: out.sequence, reason });
      this.stream = { ...this.stream, skipEpoch: null, skipSequence: null, skipReason: null };
      rest = rest.slice(at + 1);
    }
    await this.keep(done);
    return { ...(await this.save(batch, "OPEN", done.length)), ...(skipped.length ? { skipped } : {}) };
  }

  /** @returns why it ended before the end of the part */
  private async applyPart(part: readonly InboxMessage[], done: InboxMessage[]) {
    if (part.length === 0) return undefined;
    const { tier, now } = this.receiving;
    const toApply = part.map((message) => ({ header: headerOf(message), payload: message.payload }));
    const { met, parked } = await applyInOrder(this.client, { db: this.db, tier, now }, toApply);
    for (const [i, outcome] of met.entries()) done.push({ ...(part[i] as InboxMessage), ...outcomeOf(outcome) });
    return parked;
  }

  private async park(
    batch: Batch,
    done: InboxMessage[],
    { kind, reason }: { kind: string; reason: string },
    skipped: { sequence: number; reason: string }[],
  ): Promise<Received> {
    await this.keep(done);
    this.stream = { ...this.stream, state: "PARKED" };
    await parkStream(this.db, this.stream.id, kind, reason, this.receiving.now);
    await this.alarm("PARKED");
    const saved = await this.save(batch, "PARKED", done.length, "PARKED");
    return { ...saved, ...(skipped.length ? { skipped } : {}) };
  }

  private isLeftOut({ epoch, sequence }: InboxMessage): boolean {
    return epoch === this.stream.skipEpoch && sequence === this.stream.skipSequence;
  }

  private async keep(done: readonly InboxMessage[]): Promise<void> {
    await saveIncoming(this.db, done, this.receiving.now);
    const last = done.at(-1);
    if (last) this.stream = { ...this.stream, sequence: last.sequence, hash: last.hash };
  }

  private async save(batch: Batch | undefined, state: StreamState, taken = 0, alarm?: string): Promise<Received> {
    await saveInboxStream(this.db, this.stream, batch?.end, this.receiving.now);
    return this.tell(state, taken, alarm);
  }

  private async refused(alarm: string): Promise<Received> {
    await this.alarm(alarm);
    return this.tell("REFUSED", 0, alarm);
  }

  private alarm(what: string): Promise<void> {
    const { source, destination } = this.stream;
    return raiseAlarm(this.db, { what, peer: this.sender, source, destination }, this.receiving.now);
  }

  private tell(state: StreamState, taken = 0, alarm?: string): Received {
    const { source, destination, epoch, sequence, hash } = this.stream;
    return { source, destination, epoch, sequence, hash, state, taken, ...(alarm ? { alarm } : {}) };
  }
}

function outcomeOf(met: Met): Pick<InboxMessage, "outcome" | "reason"> {
  return met === "APPLIED" ? { outcome: "APPLIED", reason: null } : { outcome: "SET_ASIDE", reason: met.setAside };
}

function headerOf({ kind, source, destination, epoch, sequence, subject, at }: InboxMessage) {
  return { kind, source, destination, epoch, sequence, subject, at, journal: 0, payload: "" };
}
