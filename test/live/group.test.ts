import { setTimeout as pause } from "node:timers/promises";
import { Group, type GroupParts } from "../../gateway/live/group";
import type { PageQuestion, Said } from "../../gateway/live/page";
import type { Standing } from "../../schema/contract/standing";
import { aGate } from "../support/gate";
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
  /** told each time that people are to be confirmed */
  confirming: () => void = () => {};
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
    confirm: async (people) => {
      this.confirming();
      return new Map([...people].map((person) => [person, this.standing]));
    },
    ended: () => undefined,
  });

  /** @param drained where the reader reads slowly: has read what he was given
   * @returns what a reader is told */
  join(
    after: string | null,
    person = PERSON,
    drained?: Promise<void>,
  ): { member: ReturnType<Group["join"]>; heard: string[] } {
    const heard: string[] = [];
    const reader = {
      ...{ person, expiresAt: Date.now() + 60_000, isBehind: drained !== undefined },
      next: ({ body }: { body: Buffer }) => heard.push(String(body)),
      begun: () => undefined,
      whenDrained: async () => {
        await drained;
        return true;
      },
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
    } else if (upTo === "c0") await this.answers;
    const at = performance.now() - (this.underWay.shift() ?? 0);
    const end = Math.max(from, upTo ? numberOf(upTo) : last());
    const told = [...this.words].filter(([number]) => number > from && number <= end);
    const opens = after === null || opening ? ([[from, "begins"]] as const) : told;
    const events = opens.map(([number, word]) => ({ number, body: { data: { word } } }));
    return { events, cursor: `c${end}`, number: end, more: false, at };
  }
}

function numberOf(cursor: string): number {
  return Number(cursor.slice(1));
}

/** @returns a reader whose numbers are put where a test looks */
function readerInto(given: number[]) {
  return {
    ...{ person: PERSON, expiresAt: Date.now() + 60_000, isBehind: false },
    next: ({ number }: { number: number }) => given.push(number),
    begun: () => undefined,
    whenDrained: async () => true,
    fail: (errors: readonly unknown[]) => expect(errors).toEqual([]),
    revoke: () => expect("revoked").toBe("not"),
  };
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
    const { opened: answered, open: answer } = aGate();
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
    const { opened: answered, open: answer } = aGate();
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
    const { opened: answered, open: answer } = aGate();
    tier.tell(101, "the group is here");
    await until("the group stands there", () => tier.asked.at(-1)?.after === "c101");
    for (const [i, word] of words.entries()) tier.words.set(i + 1, word);
    tier.otherAnswers = answered;
    // looks again and again that take too long
    tier.underWay = [60_000, 60_000, LONG_AGO_MS];
    const back = [tier.join("c0"), tier.join("c0")];
    // as if they had come before all of these
    for (const { member: one } of back) one.since -= 120_000;
    await until("the other tier is asked", () => tier.written.includes("word 100"));
    answer();
    for (const { heard } of back) {
      await until("all of it is told", () => heard.length === 101);
      expect(heard.filter((word) => word !== "the group is here")).toEqual(words);
    }
    expect(tier.written.filter((word) => word.startsWith("word "))).toEqual(words);
    for (const one of [member, ...back.map((each) => each.member)]) tier.group.leave(one);
  });

  test("whoever came after the tier looked reads for himself, where that is long ago, and what is told as before is not written again", async () => {
    const { tier, member, heard } = await following();
    tier.underWay = [LONG_AGO_MS, LONG_AGO_MS, LONG_AGO_MS];
    tier.tell(1, "long ago");
    const own = () => tier.asked.filter(({ after, upTo }) => after === "c0" && upTo === "c1");
    await until("it is told", () => heard.includes("long ago"));
    // twice for the group, until it could not be had younger, and once for the reader
    expect([own().length, tier.written]).toEqual([3, ["begins", "long ago"]]);
    tier.tell(2, "next");
    await until("the reader goes on", () => heard.includes("next"));
    expect(heard).toEqual(["begins", "long ago", "next"]);
    tier.group.leave(member);
  });
});

test("an opening that could not be written is written anew for whoever comes next", async () => {
  const tier = new Told();
  tier.otherAnswers = Promise.reject(new Error("what another tier says of it is not to be read"));
  tier.otherAnswers.catch(() => undefined);
  const { member } = tier.join("c0");
  await until("it has begun", () => member.state === "LIVE");
  tier.otherAnswers = Promise.resolve();
  const next = tier.join(null);
  await until("it begins for the next, too", () => next.heard.length === 1);
  expect(next.heard).toEqual(["begins"]);
  for (const one of [member, next.member]) tier.group.leave(one);
});

describe("a reader who comes after the tier has looked", () => {
  test("reads for himself, however short a time ago that is: what was taken back before he came is not told to him", async () => {
    const { tier, member } = await following();
    const { opened: answered, open: answer } = aGate();
    tier.otherAnswers = answered;
    tier.tell(1, "recalled");
    await until("the other tier is asked", () => tier.written.includes("recalled"));
    tier.words.delete(1);
    const come = [tier.join(null), tier.join("c0")];
    answer();
    await until("who was there before was told", () => tier.asked.some(({ after }) => after === "c1"));
    tier.tell(2, "next");
    for (const each of come) await until("all go on", () => each.heard.includes("next"));
    expect(come.map((each) => each.heard)).toEqual([["begins", "next"], ["next"]]);
    for (const one of [member, ...come.map((each) => each.member)]) tier.group.leave(one);
  });

  test("shares a question with all who come back with him to the same place", async () => {
    const { tier, member } = await following();
    tier.tell(1, "missed");
    await until("the group stands there", () => tier.asked.at(-1)?.after === "c1");
    const own = () => tier.asked.filter(({ upTo, after }) => upTo === "c1" && after === "c0").length;
    const before = own();
    const began = performance.now();
    const herd: ReturnType<Told["join"]>[] = [];
    for (let i = 0; i < 100; i++) {
      herd.push(tier.join("c0"));
      await pause(2);
    }
    for (const { heard } of herd) await until("all have it", () => heard.includes("missed"));
    // one look in each tenth of a second, however long the machine takes
    expect(own() - before).toBeLessThanOrEqual(3 + (performance.now() - began) / 100);
    expect(own() - before).toBeLessThan(herd.length / 2);
    for (const one of [member, ...herd.map((each) => each.member)]) tier.group.leave(one);
  });

  test("keeps nobody from being told: the others wait for no herd to be confirmed", async () => {
    const { tier, member, heard } = await following();
    const herd: { come: ReturnType<Told["join"]>; toldAlready: boolean }[] = [];
    tier.confirming = () => {
      if (herd.length === 20) return;
      herd.push({ come: tier.join(null, `county:990101.${herd.length}`), toldAlready: heard.includes("news") });
    };
    tier.tell(1, "news");
    await until("it is told", () => heard.includes("news"));
    expect(herd.filter(({ toldAlready }) => !toldAlready).length).toBeLessThan(3);
    tier.confirming = () => {};
    for (const one of [member, ...herd.map(({ come }) => come.member)]) tier.group.leave(one);
  });

  test("and had more elsewhere is told none of it again", async () => {
    const { tier, member, heard } = await following();
    const { opened: answered, open: answer } = aGate();
    tier.otherAnswers = answered;
    tier.tell(1, "one");
    await until("the other tier is asked", () => tier.written.includes("one"));
    tier.tell(2, "two");
    const ahead = tier.join("c2");
    await until("he follows", () => ahead.member.state === "LIVE");
    answer();
    await until("the others have come as far", () => heard.includes("two"));
    tier.tell(3, "three");
    await until("he goes on", () => ahead.heard.includes("three"));
    expect(ahead.heard).toEqual(["three"]);
    for (const one of [member, ahead.member]) tier.group.leave(one);
  });
});

test("where more of a page may be seen when it is made sure of, so that it ends earlier, what comes behind its end is not lost", async () => {
  const given: number[] = [];
  const event = (number: number) => ({ number, body: {} });
  const group = new Group({
    async ask({ after, upTo }, gone) {
      const at = performance.now();
      if (after === null || upTo === "c0") return { events: [], cursor: "c0", number: 0, more: false, at };
      if (after === "c0" && upTo) return { events: [event(1)], cursor: "c1", number: 1, more: true, at };
      if (after === "c0") return { events: [event(2)], cursor: "c2", number: 2, more: false, at: at - LONG_AGO_MS };
      if (after === "c1") return { events: [event(2)], cursor: "c2", number: 2, more: false, at };
      return new Promise((_, reject) => gone.addEventListener("abort", () => reject(gone.reason)));
    },
    write: async (events) => events.map(({ number }) => ({ number, body: Buffer.from("{}") })),
    confirm: async (people) => new Map([...people].map((person) => [person, { person } as Standing])),
    ended: () => undefined,
  });
  const member = group.join(readerInto(given), { after: "c0", confirmed: () => undefined });
  await until("all is given", () => given.includes(2));
  expect(given).toEqual([1, 2]);
  group.leave(member);
});

describe("a reader who comes back", () => {
  test("and reads slowly is given nothing more before he has read what was before, were it the last of it", async () => {
    const { tier, member } = await following();
    tier.tell(1, "missed");
    await until("the group stands there", () => tier.asked.at(-1)?.after === "c1");
    const { opened: drained, open: read } = aGate();
    const back = tier.join("c0", PERSON, drained);
    await until("he is given it", () => back.heard.includes("missed"));
    await pause(20);
    expect(back.member.state).toBe("JOINING");
    read();
    await until("he goes on", () => back.member.state === "LIVE");
    for (const one of [member, back.member]) tier.group.leave(one);
  });

  test("is not told of what was put aside for him and taken back while his own question was long under way", async () => {
    const { tier, member, heard } = await following();
    const { opened: answered, open: answer } = aGate();
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

  test("so slowly that more comes than is put aside reads all of it for himself", async () => {
    const { tier, member, heard } = await following();
    const { opened: answered, open: answer } = aGate();
    tier.answers = answered;
    const back = tier.join("c0");
    await until("he is brought what was before", () => tier.asked.some(({ upTo }) => upTo === "c0"));
    const words = Array.from({ length: 1_100 }, (_, i) => `word ${i + 1}`);
    for (const [i, word] of words.slice(0, -1).entries()) tier.words.set(i + 1, word);
    tier.tell(words.length, words.at(-1) as string);
    await until("others are told", () => heard.length === 1 + words.length);
    answer();
    await until("he goes on", () => back.member.state === "LIVE");
    expect(back.heard).toEqual(words);
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
    const member = group.join(readerInto(given), { after: "r0", confirmed: () => undefined });
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

  test("hears of another history, whose numbers are smaller, once the group has come beyond what was had elsewhere", async () => {
    expect(await givenAfter({ cursor: "r0", number: 7 }, [7, 8, 4])).toEqual([8, 4]);
  });
});
