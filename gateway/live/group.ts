import { LIVE_WAIT_MS, type LiveAnswer, type LiveQuestion, type ResyncReason } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { LiveMessage, Reader } from "./messages";
import { QuestionRefused } from "./upstream";

/** Who shares the group's events. */
export interface Member {
  reader: Reader;
  /** JOINING: what comes is put aside until the member has what was before. BEHIND: it has missed something. */
  state: "JOINING" | "LIVE" | "BEHIND";
  aside: LiveMessage[];
  /** what the member has had elsewhere already */
  upTo: number;
  /** when it joined, by the clock that nobody can set back */
  since: number;
  /** Hears who the person is now: with other rights it goes elsewhere. */
  confirmed(standing: Standing): void;
}

interface Joining extends Pick<Member, "confirmed"> {
  /** the cursor that the reader gives back, null for from now on */
  after: string | null;
  /** why the reader has not all that was before */
  missed?: ResyncReason;
}

export interface GroupParts {
  ask(question: Omit<LiveQuestion, "query" | "operationName" | "variables">, gone: AbortSignal): Promise<LiveAnswer>;
  /** executes the rest of the plan for each event, and writes it down */
  write(answer: LiveAnswer): Promise<LiveMessage[]>;
  /** who people are now, asked after the call */
  confirm(people: Iterable<string>): Promise<ReadonlyMap<string, Standing | undefined>>;
  ended(): void;
}

/** More is put aside for nobody: who joins so slowly asks again. */
const MOST_ASIDE = 1_000;
const REMEMBERED_MS = 1_000;
/** What was read longer ago is read again before it is given out: it may have been taken back while nobody said who people are. */
const FRESH_MS = 1_000;

/** What a tier told, as it is given to everybody who asked the same. */
interface Read extends Pick<LiveAnswer, "cursor" | "number" | "more"> {
  messages: LiveMessage[];
  /** by the clock that nobody can set back */
  at: number;
}

/** Equal subscriptions of equal rights: one question to the tier, one execution, one text, many readers. */
export class Group {
  readonly members = new Set<Member>();
  #cursor = "";
  readonly #gone = new AbortController();
  /** answers to those who join, which come in herds with equal questions */
  readonly #joining = new Map<string, Promise<Read>>();
  readonly #begun: Promise<void>;

  constructor(private readonly parts: GroupParts) {
    this.#begun = this.#begin();
    this.#begun.then(
      () => this.#follow(),
      () => undefined, // told to each member that waits for it
    );
  }

  join(reader: Reader, { after, missed, confirmed }: Joining): Member {
    const member: Member = { reader, state: "JOINING", aside: [], upTo: -1, confirmed, since: performance.now() };
    this.members.add(member);
    void this.#bring(member, after, missed);
    return member;
  }

  leave(member: Member): void {
    this.members.delete(member);
    if (this.members.size === 0) this.#end();
  }

  #end(): void {
    this.#gone.abort();
    this.parts.ended();
  }

  /** Brings a member what was before, in the meantime puts aside what comes, and lets it go on with the others. */
  async #bring(member: Member, after: string | null, missed?: ResyncReason): Promise<void> {
    try {
      await this.#begun;
      if (after === null || missed) await this.#open(member, missed);
      else await this.#catchUp(member, after);
      this.#goOn(member);
    } catch (cause) {
      this.#fail(member, cause);
    }
  }

  async #open(member: Member, missed: ResyncReason | undefined): Promise<void> {
    // from this place on, whatever comes is put aside
    member.aside = [];
    const cursor = this.#cursor;
    const opening = missed ?? "JOINS";
    const question: Parameters<GroupParts["ask"]>[0] = { after: cursor, opening, waitMs: 0 };
    const key = `${opening} ${cursor}`;
    let read = await this.#shared(key, question);
    // who joins has just been asked for his rights; who was behind, or waited for a tier that was silent, may have lost them since
    if (missed || performance.now() - member.since > FRESH_MS) read = await this.#confirmed(member, key, question);
    const [message] = read.messages;
    if (message && this.members.has(member)) this.#give(member, message);
  }

  async #catchUp(member: Member, after: string): Promise<void> {
    member.aside = [];
    const upTo = this.#cursor;
    for (let from = after; ; ) {
      const read = await this.#confirmed(member, `${from} ${upTo}`, { after: from, upTo, waitMs: 0 });
      if (!this.members.has(member)) return;
      for (const message of read.messages) this.#give(member, message);
      if (!read.more) {
        // Where the group stands, nothing of what comes has been had, also where its number is the same: figures are counted anew
        // before the journal has numbered what changed them.
        member.upTo = read.cursor === upTo ? -1 : read.number;
        return;
      }
      from = read.cursor;
      if (member.reader.isBehind && !(await member.reader.whenDrained())) return this.leave(member);
    }
  }

  #goOn(member: Member): void {
    if (!this.members.has(member) || member.state !== "JOINING") return;
    member.state = "LIVE";
    member.reader.begun();
    const { aside } = member;
    member.aside = [];
    for (const message of aside) this.#deliver(member, message);
  }

  /** What a member may have that was read just now, once it is confirmed who the member is. Where that takes long each time, so long may pass
   * in the end: whoever waits must not wait for ever. */
  async #confirmed(member: Member, key: string, question: Parameters<GroupParts["ask"]>[0]): Promise<Read> {
    for (let freshMs = FRESH_MS; ; freshMs *= 2) {
      const asked = this.#shared(key, question);
      const read = await asked;
      if (read.messages.length === 0) return read;
      await this.#confirm([member]);
      if (performance.now() - read.at <= freshMs || !this.members.has(member)) return read;
      if (this.#joining.get(key) === asked) this.#joining.delete(key);
    }
  }

  /** One question for all who ask the same in the same moment. */
  #shared(key: string, question: Parameters<GroupParts["ask"]>[0]): Promise<Read> {
    const known = this.#joining.get(key);
    if (known) return known;
    const asked = this.parts.ask(question, this.#gone.signal).then((answer) => this.#read(answer));
    this.#joining.set(key, asked);
    const forget = () => {
      setTimeout(() => {
        if (this.#joining.get(key) === asked) this.#joining.delete(key);
      }, REMEMBERED_MS).unref();
    };
    asked.then(forget, forget);
    return asked;
  }

  async #read(answer: LiveAnswer): Promise<Read> {
    const { cursor, number, more } = answer;
    const at = performance.now();
    return { cursor, number, more, at, messages: await this.parts.write(answer) };
  }

  async #begin(): Promise<void> {
    const answer = await this.parts.ask({ after: null, waitMs: 0 }, this.#gone.signal);
    this.#cursor = answer.cursor;
    const written = this.#read(answer);
    written.catch(() => undefined); // told to whoever waits for it
    this.#joining.set(`JOINS ${answer.cursor}`, written);
  }

  /** Asks on and on, each time from where the last answer ended; while an answer is held back nothing more is asked for. */
  async #follow(): Promise<void> {
    const { signal } = this.#gone;
    let freshMs = FRESH_MS;
    try {
      while (!signal.aborted) {
        const answer = await this.parts.ask({ after: this.#cursor, waitMs: LIVE_WAIT_MS }, signal);
        if (answer.events.length > 0) {
          const { messages, at } = await this.#read(answer);
          await this.#confirm(this.members);
          if (performance.now() - at > freshMs) {
            freshMs *= 2; // asked again from the same place; where it takes so long each time, it may
            continue;
          }
          freshMs = FRESH_MS;
          for (const message of messages) for (const member of this.members) this.#deliver(member, message);
        }
        if (answer.cursor !== this.#cursor) this.#joining.delete(`JOINS ${this.#cursor}`);
        this.#cursor = answer.cursor;
      }
    } catch (cause) {
      if (signal.aborted) return;
      for (const member of this.members) this.#fail(member, cause);
    }
  }

  /** Before anything is given out: whoever is nobody any more hears so, and whoever has other rights goes elsewhere. */
  async #confirm(members: Iterable<Member>): Promise<void> {
    const confirmed = new Map<string, Standing | undefined>();
    for (;;) {
      // some may have joined meanwhile
      const people = new Set(
        [...members].map(({ reader }) => reader.person).filter((person) => !confirmed.has(person)),
      );
      if (people.size === 0) break;
      for (const [person, standing] of await this.parts.confirm(people)) confirmed.set(person, standing);
      for (const person of people) if (!confirmed.has(person)) confirmed.set(person, undefined);
    }
    for (const member of [...members]) {
      if (!this.members.has(member)) continue;
      const standing = confirmed.get(member.reader.person);
      if (!standing) {
        this.leave(member);
        member.reader.revoke();
      } else member.confirmed(standing);
    }
  }

  #deliver(member: Member, message: LiveMessage): void {
    if (member.state === "BEHIND" || message.number <= member.upTo) return;
    if (member.state === "JOINING") {
      if (member.aside.push(message) > MOST_ASIDE) this.#recover(member);
      return;
    }
    if (member.reader.isBehind) this.#recover(member);
    else this.#give(member, message);
  }

  #give(member: Member, message: LiveMessage): void {
    // of several that come together, the first may have been the one that the token did not reach
    if (!this.members.has(member)) return;
    const { reader } = member;
    if (reader.expiresAt > Date.now()) {
      reader.next(message);
      return;
    }
    this.leave(member);
    reader.revoke();
  }

  /** What comes is not for this reader, until it has read what it was given; then it hears that something is missing. */
  #recover(member: Member): void {
    member.state = "BEHIND";
    member.aside = [];
    void member.reader.whenDrained().then((drained) => {
      if (!this.members.has(member)) return;
      if (!drained) return this.leave(member);
      member.state = "JOINING";
      void this.#bring(member, null, "SLOW_READER");
    });
  }

  #fail(member: Member, cause: unknown): void {
    if (!this.members.has(member)) return;
    this.leave(member);
    member.reader.fail(cause instanceof QuestionRefused ? cause.errors : [cause]);
  }
}
