import { setTimeout as pause } from "node:timers/promises";
import { Group, type GroupParts } from "../../gateway/live/group";
import type { PageQuestion, Said } from "../../gateway/live/page";
import type { Standing } from "../../schema/contract/standing";
import { until } from "../support/until";

const PERSON = "county:990101.clerk";
const LONG_AGO_MS = 3_000;

/** What a group is told, by a tier whose cursors are `c` and a number, and what another tier adds to it. */
class Told {
  readonly words = new Map<number, string>([[0, "begins"]]);
  standing: Standing | undefined = { person: PERSON } as Standing;
  /** how long the tier's next answers are under way, milliseconds */
  underWay: number[] = [];
  readonly asked: PageQuestion[] = [];
  /** for which the other tier was asked */
  readonly written: string[] = [];
  /** the other tier answers, and the tier what is asked up to a cursor, when this does */
  otherAnswers: Promise<unknown> = Promise.resolve();
  answers: Promise<unknown> = Promise.resolve();
  #wake = () => {};

  tell(number: number, word: string): void {
    this.words.set(number, word);
    this.#wake();
  }

  readonly group = new Group({
    ask: (question, gone) => this.#ask(question, gone),
    write: async (events) => {
      this.written.push(...events.map(({ body }) => String(body.data?.word)));
      await this.otherAnswers;
      return events.map(({ number, body }) => ({ number, body: Buffer.from(String(body.data?.word)) }));
    },
    confirm: async () => new Map([[PERSON, this.standing]]),
    ended: () => undefined,
  });

  /** @returns what a reader is told */
  join(after: string | null): { member: ReturnType<Group["join"]>; heard: string[] } {
    const heard: string[] = [];
    const reader = {
      ...{ person: PERSON, expiresAt: Date.now() + 60_000, isBehind: false },
      next: ({ body }: { body: Buffer }) => heard.push(String(body)),
      begun: () => undefined,
      whenDrained: async () => true,
      fail: (errors: readonly unknown[]) => expect(errors).toEqual([]),
      revoke: () => heard.push("revoked"),
    };
    return { member: this.group.join(reader, { after, confirmed: () => undefined }), heard };
  }

  async #ask(question: PageQuestion, gone: AbortSignal): Promise<Said> {
    this.asked.push(question);
    const { after, upTo, opening, waitMs } = question;
    const last = () => Math.max(...this.words.keys());
    const from = after === null ? last() : numberOf(after);
    if (waitMs > 0) {
      while (last() <= from && !gone.aborted) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          gone.addEventListener("abort", () => resolve());
        });
      }
      gone.throwIfAborted();
    } else if (upTo) await this.answers;
    const at = performance.now() - (this.underWay.shift() ?? 0);
    const end = upTo ? numberOf(upTo) : last();
    const told = [...this.words].filter(([number]) => number > from && number <= end);
    const opens = after === null || opening ? ([[from, "begins"]] as const) : told;
    const events = opens.map(([number, word]) => ({ number, body: { data: { word } } }));
    return { events, cursor: `c${end}`, number: end, more: false, at };
  }
}

function numberOf(cursor: string): number {
  return Number(cursor.slice(1));
}

/** @returns a promise, and what keeps it */
function gate(): [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}

/** A reader who follows, and is told of what comes. */
async function following(): Promise<{ tier: Told } & ReturnType<Told["join"]>> {
  const tier = new Told();
  const joined = tier.join(null);
  await until("it has begun", () => joined.member.state === "LIVE");
  return { tier, ...joined };
}

describe("while another tier is slow", () => {
  test("what is taken back is told to nobody, and what is told otherwise as it is by then; only that is written again", async () => {
    const { tier, member, heard } = await following();
    const [answered, answer] = gate();
    tier.otherAnswers = answered;
    tier.underWay = [LONG_AGO_MS];
    tier.tell(1, "recalled");
    await until("the other tier is asked", () => tier.written.includes("recalled"));
    tier.words.delete(1);
    tier.words.set(2, "after it");
    answer();
    await until("what came after it is told", () => heard.includes("after it"));
    tier.underWay = [LONG_AGO_MS];
    tier.words.set(3, "as before");
    tier.tell(4, "as it was");
    tier.otherAnswers = tier.otherAnswers.then(() => tier.words.set(4, "as it is"));
    await until("all is told", () => heard.includes("as it is"));
    expect(heard).toEqual(["begins", "after it", "as before", "as it is"]);
    expect(tier.written).toEqual(["begins", "recalled", "after it", "as before", "as it was", "as it is"]);
    tier.group.leave(member);
  });

  test("whoever is nobody any more hears nothing of it", async () => {
    const { tier, heard } = await following();
    const [answered, answer] = gate();
    tier.otherAnswers = answered;
    tier.underWay = [LONG_AGO_MS, LONG_AGO_MS];
    tier.tell(1, "after the demotion");
    await until("the other tier is asked", () => tier.written.includes("after the demotion"));
    tier.standing = undefined;
    answer();
    await until("the reader is sent away", () => heard.includes("revoked"));
    expect(heard).toEqual(["begins", "revoked"]);
  });

  test("a long page is asked of it once, for all who come back to the same place, however old it is by then", async () => {
    const { tier, member } = await following();
    const words = Array.from({ length: 100 }, (_, i) => `word ${i + 1}`);
    const [answered, answer] = gate();
    tier.tell(101, "the group is here");
    await until("the group stands there", () => tier.asked.at(-1)?.after === "c101");
    for (const [i, word] of words.entries()) tier.words.set(i + 1, word);
    tier.otherAnswers = answered;
    // looks again and again that take too long
    tier.underWay = [60_000, 60_000, LONG_AGO_MS];
    const back = [tier.join("c0"), tier.join("c0")];
    await until("the other tier is asked", () => tier.written.includes("word 100"));
    answer();
    for (const { heard } of back) {
      await until("all of it is told", () => heard.length === 101);
      expect(heard.filter((word) => word !== "the group is here")).toEqual(words);
    }
    expect(tier.written.filter((word) => word.startsWith("word "))).toEqual(words);
    for (const one of [member, ...back.map((each) => each.member)]) tier.group.leave(one);
  });

  test("whoever came after the tier looked reads for himself, where that is long ago", async () => {
    const { tier, member, heard } = await following();
    tier.underWay = [LONG_AGO_MS, LONG_AGO_MS, LONG_AGO_MS];
    tier.tell(1, "long ago");
    const own = () => tier.asked.filter(({ after, upTo }) => after === "c0" && upTo === "c1");
    await until("it is told", () => heard.includes("long ago"));
    // twice for the group, until it could not be had younger, and once for the reader
    expect([own().length, tier.written]).toEqual([3, ["begins", "long ago", "long ago"]]);
    tier.tell(2, "next");
    await until("the reader goes on", () => heard.includes("next"));
    expect(heard).toEqual(["begins", "long ago", "next"]);
    tier.group.leave(member);
  });
});

describe("a reader who comes back", () => {
  test("is not told of what was put aside for him and taken back while his own question was long under way", async () => {
    const { tier, member, heard } = await following();
    const [answered, answer] = gate();
    tier.answers = answered;
    const back = tier.join("c0");
    await until("he is brought what was before", () => tier.asked.some(({ upTo }) => upTo === "c0"));
    tier.tell(1, "taken back");
    tier.tell(2, "stays");
    await until("others are told", () => heard.includes("stays"));
    // as if it were longer ago
    back.member.asideAt -= LONG_AGO_MS;
    tier.words.delete(1);
    answer();
    await until("he goes on", () => back.member.state === "LIVE");
    expect(back.heard).toEqual(["stays"]);
    for (const one of [member, back.member]) tier.group.leave(one);
  });
});

describe("a reader who comes back to a group by another cursor", () => {
  /** A group that stands at `c1`, number 5. @returns the numbers that the reader is given */
  async function givenAfter(caughtUp: { cursor: string; number: number }, come: number[]): Promise<number[]> {
    const given: number[] = [];
    const standing = { person: PERSON } as Standing;
    const parts: GroupParts = {
      async ask({ after, upTo }, gone) {
        const said = { more: false, at: performance.now() };
        if (after === null) return { events: [], cursor: "c1", number: 5, ...said };
        if (upTo) return { events: [], ...caughtUp, ...said };
        const number = come.shift();
        if (number !== undefined) return { events: [{ number, body: {} }], cursor: `n${number}`, number, ...said };
        return new Promise((_, reject) => gone.addEventListener("abort", () => reject(gone.reason)));
      },
      write: async (events) => events.map(({ number }) => ({ number, body: Buffer.from("{}") })),
      confirm: async () => new Map([[PERSON, standing]]),
      ended: () => undefined,
    };
    const group = new Group(parts);
    const reader = {
      ...{ person: PERSON, expiresAt: Date.now() + 60_000, isBehind: false },
      next: ({ number }: { number: number }) => given.push(number),
      begun: () => undefined,
      whenDrained: async () => true,
      fail: (errors: readonly unknown[]) => expect(errors).toEqual([]),
      revoke: () => expect("revoked").toBe("not"),
    };
    const member = group.join(reader, { after: "r0", confirmed: () => undefined });
    await until("the reader lives", () => come.length === 0 && member.state === "LIVE");
    await pause(20);
    group.leave(member);
    return given;
  }

  test("is told of figures that changed before the journal had a number for it", async () => {
    expect(await givenAfter({ cursor: "c1", number: 5 }, [5, 6])).toEqual([5, 6]);
  });

  test("and had more elsewhere is told none of it again", async () => {
    expect(await givenAfter({ cursor: "r0", number: 7 }, [6, 7, 8])).toEqual([8]);
  });
});
