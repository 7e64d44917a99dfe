import { setTimeout as pause } from "node:timers/promises";
import { LIVE_WAIT_MS, type ResyncReason } from "../../schema/contract/live";
import type { Joining, Member } from "./member";
import type { LiveMessage, Reader } from "./messages";
import { longer, Page, type PageParts, type PageQuestion } from "./page";
import { SharedPages } from "./sharedPages";
import type { Standings } from "./standingsWatch";
import { QuestionRefused } from "./upstream";

export interface GroupParts extends PageParts {
  /** who people are now, asked after the call */
  confirm(people: Iterable<string>): Promise<Standings>;
  ended(): void;
}

/** What was looked at longer ago is looked at again before it is given out: it may have been taken back meanwhile. */
const FRESH_MS = 1_000;
/** More is put aside for nobody: whoever joins so slowly reads it for himself. */
const MOST_ASIDE = 1_000;
/** Of those who come back in a herd to the same place, whoever comes within so long shares a look that begins after all of them came. */
const TOGETHER_MS = 100;

/** Equal subscriptions of equal rights: one question to the tier, one execution, one text, many readers. */
export class Group {
  readonly members = new Set<Member>();
  #cursor = "";
  readonly #gone = new AbortController();
  /** answers to those who join, which come in herds with equal questions */
  readonly #joining = new SharedPages();
  readonly #begun: Promise<void>;

  constructor(private readonly parts: GroupParts) {
    this.#begun = this.#begin();
    this.#begun.then(
      () => this.#follow(),
      () => undefined, // told to each member that waits for it
    );
  }

  join(reader: Reader, { after, missed, confirmed }: Joining): Member {
    const begins = { aside: [], asideAt: 0, upTo: -1, since: performance.now() };
    const member: Member = { reader, state: "JOINING", confirmed, ...begins };
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
      let from = after === null || missed ? await this.#open(member, missed) : await this.#catchUp(member, after);
      // what was looked at long ago, or before the member came, or is too much to be put aside, it reads for itself
      while (this.#isJoining(member) && member.aside.length > 0 && !isYoungFor(member, member.asideAt, FRESH_MS)) {
        from = await this.#catchUp(member, from);
      }
      this.#goOn(member);
    } catch (cause) {
      this.#fail(member, cause);
    }
  }

  /** @returns the cursor up to which the member has everything, as `catchUp` does */
  async #open(member: Member, missed: ResyncReason | undefined): Promise<string> {
    // from this place on, whatever comes is put aside
    member.aside = [];
    const cursor = this.#cursor;
    const opening = missed ?? "JOINS";
    const question: PageQuestion = { after: cursor, opening, waitMs: 0 };
    const key = `${opening} ${cursor}`;
    const page = await this.#joining.of(key, () => this.#read(question));
    // who joins has just been asked for his rights; who was behind, or waited for a tier that was silent, may have lost them since
    if (missed || performance.now() - member.since > FRESH_MS) await this.#confirm([member]);
    const [message] = page.messages;
    if (message && this.members.has(member)) this.#give(member, message);
    return cursor;
  }

  async #catchUp(member: Member, after: string): Promise<string> {
    member.aside = [];
    const upTo = this.#cursor;
    for (let from = after; ; ) {
      const page = await this.#confirmed(member, `${from} ${upTo}`, { after: from, upTo, waitMs: 0 });
      if (!this.members.has(member)) return from;
      for (const message of page.messages) if (message.number > member.upTo) this.#give(member, message);
      from = page.cursor;
      // on the last page too: while the reader joins, more may come for ever
      if (member.reader.isBehind && !(await member.reader.whenDrained())) {
        this.leave(member);
        return from;
      }
      if (!page.more) {
        // Where the group stands, nothing of what comes has been had, also where its number is the same: figures are counted anew
        // before the journal has numbered what changed them.
        if (from !== upTo) member.upTo = page.number;
        else if (member.upTo <= page.number) member.upTo = -1;
        return from;
      }
    }
  }

  #isJoining(member: Member): boolean {
    return this.members.has(member) && member.state === "JOINING";
  }

  #goOn(member: Member): void {
    if (!this.#isJoining(member)) return;
    member.state = "LIVE";
    member.reader.begun();
    const { aside } = member;
    member.aside = [];
    for (const message of aside) this.#deliver(member, message, member.asideAt);
  }

  /** What a member may have, once it is confirmed who the member is. */
  async #confirmed(member: Member, key: string, question: PageQuestion): Promise<Page> {
    let asked = this.#joining.of(key, () => this.#read(question));
    for (let within = FRESH_MS; ; ) {
      const page = await asked;
      if (page.messages.length === 0) return page;
      if (page.at < member.since) await pause(Math.max(0, TOGETHER_MS - page.age));
      else {
        await this.#confirm([member]);
        if (isYoungFor(member, page.at, within)) return page;
        within = longer(within);
      }
      if (!this.members.has(member)) return page;
      this.#joining.forget(key, asked);
      asked = this.#joining.of(key, () => page.again(this.parts, this.#gone.signal));
    }
  }

  #read(question: PageQuestion): Promise<Page> {
    return Page.read(question, this.parts, this.#gone.signal);
  }

  async #begin(): Promise<void> {
    const { signal } = this.#gone;
    const answer = await this.parts.ask({ after: null, waitMs: 0 }, signal);
    const { cursor } = answer;
    this.#cursor = cursor;
    const written = Page.write({ after: cursor, opening: "JOINS", waitMs: 0 }, answer, this.parts, signal);
    const key = `JOINS ${cursor}`;
    this.#joining.keep(key, written);
    // whoever waits for it is told; whoever comes later asks anew
    written.catch(() => this.#joining.forget(key, written));
  }

  /** Asks on and on, each time from where the last answer ended; while an answer is held back nothing more is asked for. */
  async #follow(): Promise<void> {
    const { signal } = this.#gone;
    try {
      while (!signal.aborted) {
        const after = this.#cursor;
        const answer = await this.parts.ask({ after, waitMs: LIVE_WAIT_MS }, signal);
        let { cursor } = answer;
        if (answer.events.length > 0) {
          const written = await Page.write({ after, upTo: cursor, waitMs: 0 }, answer, this.parts, signal);
          const page = await this.#confirmedToAll(written);
          this.#tell(page);
          // where more of it may be seen by now, it ends earlier
          cursor = page.cursor;
        }
        if (cursor !== after) this.#joining.forget(`JOINS ${after}`);
        this.#cursor = cursor;
      }
    } catch (cause) {
      if (signal.aborted) return;
      for (const member of this.members) this.#fail(member, cause);
    }
  }

  /** Whoever came after the look reads for himself (`#tell`): a herd that comes back keeps nobody from being told. */
  async #confirmedToAll(read: Page): Promise<Page> {
    let page = read;
    for (let within = FRESH_MS; ; within = longer(within)) {
      await this.#confirm([...this.members].filter(({ since }) => since <= page.at));
      if (page.age <= within || page.messages.length === 0) return page;
      page = await page.again(this.parts, this.#gone.signal);
    }
  }

  #tell(page: Page): void {
    for (const member of this.members) {
      if (member.state !== "LIVE" || member.since <= page.at) continue;
      // whatever was taken back before it came may be in the page; what is told as before is not written again
      member.state = "JOINING";
      void this.#joining.of(`${this.#cursor} ${page.cursor}`, async () => page);
      void this.#bring(member, this.#cursor);
    }
    for (const message of page.messages) for (const member of this.members) this.#deliver(member, message, page.at);
  }

  /** Before anything is given out. */
  async #confirm(members: readonly Member[]): Promise<void> {
    this.#heed(members, await this.parts.confirm(new Set(members.map(({ reader }) => reader.person))));
  }

  /** While nothing happens.
   * @param confirmed some people, as they were at that moment or after it */
  confirmed(confirmed: Standings, at: number): void {
    this.#heed(
      [...this.members].filter(({ reader, since }) => since <= at && confirmed.has(reader.person)),
      confirmed,
    );
  }

  /** Whoever is nobody any more hears so, and whoever has other rights goes elsewhere. */
  #heed(members: readonly Member[], confirmed: Standings): void {
    for (const member of members) {
      if (!this.members.has(member)) continue;
      const standing = confirmed.get(member.reader.person);
      if (!standing) {
        this.leave(member);
        member.reader.revoke();
      } else member.confirmed(standing);
    }
  }

  /** @param at when the tier looked */
  #deliver(member: Member, message: LiveMessage, at: number): void {
    if (member.state === "BEHIND" || message.number <= member.upTo) return;
    if (member.state === "JOINING") {
      if (member.aside.length === 0) member.asideAt = at;
      if (member.aside.push(message) <= MOST_ASIDE) return;
      member.aside = [message];
      member.asideAt = Number.NEGATIVE_INFINITY;
      return;
    }
    // The group has come beyond what the member had elsewhere: from here on a smaller number is of another history.
    member.upTo = -1;
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

/** Whoever came after the tier had looked may have come after something was taken back, too.
 * @param at when the tier looked
 * @param within milliseconds */
function isYoungFor({ since }: Member, at: number, within: number): boolean {
  return since <= at && performance.now() - at <= within;
}
