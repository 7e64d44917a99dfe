import { allPages } from "../../dashboard/rules/allPages";
import { Answers, listOf } from "../../dashboard/rules/answers";
import { askedFor, idsOf } from "../../dashboard/rules/before";
import { Beginning } from "../../dashboard/rules/beginning";
import { BACK, concerns } from "../../dashboard/rules/changes";
import { toldWith } from "../../dashboard/rules/happened";
import { LogsHeard } from "../../dashboard/rules/hearing";
import { confirmedOf, isSameStep, unsureAfter } from "../../dashboard/rules/intent";
import { OwnSteps } from "../../dashboard/rules/ownSteps";
import { isPassing, isUntold } from "../../dashboard/rules/patience";
import { RegionNames } from "../../dashboard/rules/regionNames";
import { isFresh, mayConfirm } from "../../dashboard/rules/seen";
import { UnderWay } from "../../dashboard/rules/underWay";

type Told = Parameters<typeof toldWith>[1];

describe("an answer is shown under the question that it answers", () => {
  const asks = (key: number, after: string | null = null) => ({ key, list: listOf("Preview", { key, after }) });
  const [without, withCopy] = [{ preview: "without" }, { preview: "with a copy" }];
  const came = (key: number | undefined, data: object | undefined, more = {}) => ({
    ...{ key, data, fetching: false, isPassing: false },
    ...more,
  });

  test("the client's old answer is none to the next question, while it is under way or when nobody answers it", () => {
    const answers = new Answers<object>();
    expect(answers.to(asks(1), came(undefined, undefined, { fetching: true }))).toBeUndefined();
    expect(answers.to(asks(1), came(1, without))).toBe(without);
    expect(answers.to(asks(2), came(1, without, { fetching: true }))).toBeUndefined();
    expect(answers.to(asks(2), came(2, undefined, { isPassing: true }))).toBeUndefined();
    expect(answers.to(asks(2), came(2, without, { isPassing: true }))).toBeUndefined();
    expect(answers.to(asks(2), came(2, withCopy))).toBe(withCopy);
    expect(answers.to(asks(1), came(2, withCopy, { fetching: true }))).toBeUndefined();
  });

  test("one that came in the moment in which something else was asked is none either", () => {
    const answers = new Answers<object>();
    expect(answers.to(asks(2), came(1, without, { fetching: true }))).toBeUndefined();
    expect(answers.to(asks(2), came(2, without, { isPassing: true }))).toBeUndefined();
    expect(answers.to(asks(1), came(1, without))).toBe(without);
  });

  test("the last one to the same question stays while nobody answers, and goes when it is refused", () => {
    const answers = new Answers<object>();
    answers.to(asks(1), came(1, without));
    expect(answers.to(asks(1), came(1, undefined, { isPassing: true }))).toBe(without);
    expect(answers.to(asks(1), came(1, { preview: null }, { isPassing: true }))).toBe(without);
    expect(answers.to(asks(1), came(1, undefined))).toBeUndefined();
  });

  test("the page of a list stays until the next one has come, and no longer", () => {
    const answers = new Answers<object>();
    const page = (key: number, after: string | null) => ({ key, list: listOf("Rows", { first: 20, after }) });
    answers.to(page(1, null), came(1, without));
    expect(answers.to(page(2, "a"), came(1, without, { fetching: true }))).toBe(without);
    expect(answers.to(page(2, "a"), came(2, undefined, { isPassing: true }))).toBeUndefined();
  });
});

test("after an upgrade what is being written stays, and is not asked about again and again; what is refused goes", () => {
  const codes = ["PERSISTED_QUERY_NOT_FOUND", "OFFLINE", "TIER_UNAVAILABLE", "FORBIDDEN"];
  expect(codes.map(isPassing)).toEqual([true, true, true, false]);
  expect(codes.map((code) => isUntold(code, false))).toEqual([false, false, true, false]);
  expect(codes.map((code) => isUntold(code, true))).toEqual([false, true, true, false]);
});

test("a ledger that may have been recorded keeps its ticket while it is only tried out, until its end is seen", () => {
  const sent = (what: string | undefined, path: string, isLost = false) => ({ what, path, isLost });
  const lost = unsureAfter(undefined, sent("rows", "/a", true));
  expect(lost).toEqual({ what: "rows", path: "/a" });
  expect(unsureAfter(lost, sent(undefined, "/b"))).toEqual(lost);
  expect(unsureAfter(undefined, sent(undefined, "/b", true))).toBeUndefined();
  expect(unsureAfter(lost, sent("rows", "/a"))).toBeUndefined();
});

describe("what happened last", () => {
  test("does not stand there again where the list above tells of it, whenever and in whichever tier's log that was", () => {
    const told = [{ id: "county:1" }, null, { id: "city:7" }, undefined, { id: "county:1" }];
    expect([...idsOf(told)]).toEqual(["county:1", "city:7"]);
    expect([...idsOf([])]).toEqual([]);
  });

  test("is asked for as narrowly as it can be, and not anew for each thing that is told", () => {
    const ids = (count: number) => new Set(Array.from({ length: count }, (_, i) => `county:${i}`));
    expect([0, 1, 5, 6, 12].map((count) => askedFor(5, ids(count)))).toEqual([5, 10, 10, 15, 20]);
  });
});

describe("nobody confirms what they have not seen", () => {
  const now = { said: {}, failure: undefined, updating: false };

  test("a preview is as it is now once it was answered, not while it is asked anew nor after that failed", () => {
    expect(isFresh(now)).toBe(true);
    expect(isFresh({ ...now, said: null })).toBe(false);
    expect(isFresh({ ...now, updating: true })).toBe(false);
    expect(isFresh({ ...now, failure: { code: "OFFLINE" } })).toBe(false);
  });

  test("it is of what is entered now; what had no answer is sent once more without it, just as it was", () => {
    expect(mayConfirm("with a copy", {})).toBe(false);
    expect(mayConfirm("with a copy", { seen: "without" })).toBe(false);
    expect(mayConfirm("with a copy", { seen: "with a copy" })).toBe(true);
    expect(mayConfirm("with a copy", { unsure: "with a copy" })).toBe(true);
    expect(mayConfirm("without", { unsure: "with a copy" })).toBe(false);
  });
});

describe("a step with several that were chosen", () => {
  const [first, other] = [
    { id: "county:1", version: 1 },
    { id: "county:2", version: 1 },
  ];
  const begun = { subject: [first], choice: "county:1" };

  test("is confirmed of what is chosen now, as it is now", () => {
    const newer = [{ ...first, version: 2 }];
    expect(confirmedOf(begun, { ...begun, subject: newer }, false)).toBe(newer);
    const both = { subject: [first, other], choice: "county:1 county:2" };
    expect(confirmedOf(begun, both, false)).toBe(both.subject);
  });

  test("that had no answer is sent once more just as it was, though nothing of it may be left", () => {
    expect(confirmedOf(begun, { ...begun, subject: [] }, true)).toBe(begun.subject);
  });

  test("is another step with another choice, though the last one had no answer", () => {
    const now = { subject: [other], choice: "county:2" };
    expect(confirmedOf(begun, now, true)).toBe(now.subject);
    expect([isSameStep(begun, begun), isSameStep(begun, now)]).toEqual([true, false]);
  });

  test("is none where nothing is chosen, or nothing of it is left", () => {
    expect(confirmedOf(begun, { subject: [], choice: "" }, true)).toBeUndefined();
    expect(confirmedOf(begun, { ...begun, subject: [] }, false)).toBeUndefined();
  });
});

test("a change asks anew what lies below and what lies above it, and nothing beside it", () => {
  const shown = ["99", "9901", "990101", "9902", undefined];
  expect(shown.filter((region) => concerns({ regions: ["9901"] }, region))).toEqual([
    "99",
    "9901",
    "990101",
    undefined,
  ]);
  expect(concerns({}, "9902")).toBe(true);
});

test("a connection that is back asks for nothing that was answered, wherever it is", () => {
  expect(["9902", undefined].map((region) => concerns(BACK, region))).toEqual([false, false]);
});

describe("all rows of a list", () => {
  /** A list of so many rows, a hundred a page. */
  function aList(count: number, { lost = -1 } = {}) {
    const asked: (string | undefined)[] = [];
    const ask = async (after: string | undefined) => {
      asked.push(after);
      const from = Number(after ?? 0);
      if (from === lost) return { failure: "OFFLINE" };
      const until = Math.min(count, from + 100);
      const nodes = Array.from({ length: until - from }, (_, i) => from + i);
      return { nodes, pageInfo: { hasNextPage: until < count, endCursor: `${until}` } };
    };
    return { asked, all: () => allPages<number, { failure: string }>(ask, 1_000) };
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  test("are those of every page, in their order, each from where the one before ended", async () => {
    const { asked, all } = aList(250);
    expect(await all()).toEqual({ rows: upTo(250), hasMore: false });
    expect(asked).toEqual([undefined, "100", "200"]);
    expect(await aList(0).all()).toEqual({ rows: [], hasMore: false });
  });

  test("are the first thousand where there are more, which is said", async () => {
    expect(await aList(1_000).all()).toEqual({ rows: upTo(1_000), hasMore: false });
    const { asked, all } = aList(1_001);
    expect(await all()).toEqual({ rows: upTo(1_000), hasMore: true });
    expect(asked).toHaveLength(10);
  });

  test("are not half of them where one page is lost", async () => {
    const { asked, all } = aList(250, { lost: 100 });
    expect(await all()).toEqual({ failure: "OFFLINE" });
    expect(asked).toHaveLength(2);
  });
});

test("what is asked once every log is followed is not asked again; what was asked before is", () => {
  const said: string[] = [];
  const beginning = new Beginning(["COUNTY", "CITY"], () => said.push("begun"));
  expect([beginning.hasStarted("COUNTY"), said]).toEqual([false, []]);
  expect([beginning.hasStarted("CITY"), said]).toEqual([false, ["begun"]]);
  expect(beginning.hasStarted("CITY")).toBe(true);

  const late = new Beginning(["COUNTY", "CITY"], () => said.push("not waited for"));
  expect(late.hasStarted("COUNTY")).toBe(false);
  late.end();
  expect([late.hasStarted("CITY"), said]).toEqual([true, ["begun", "not waited for"]]);
});

test("what was told under other rights is shown no more, and what only says where a log begins is not shown", () => {
  const [first, second, begun, missing, otherRights] = [
    ...[{ kind: "ALERT_RED" }, { kind: "FINDING_STATUS_CHANGED" }, { kind: "STARTED" }],
    ...[
      { kind: "RESYNC", resync: "TOO_OLD" },
      { kind: "RESYNC", resync: "RIGHTS_CHANGED" },
    ],
  ].map((event) => ({ event }));
  const told = (...events: unknown[]) =>
    events.reduce((before: readonly Told[], each) => toldWith(before, each as Told), []);
  expect(told(begun, first, missing, second)).toEqual([second, first]);
  expect(told(first, otherRights, second)).toEqual([second]);
  expect(told(...Array.from({ length: 40 }, () => first))).toHaveLength(30);
});

test("a page hears of everything while it is connected and none of its logs is refused", () => {
  const said: string[] = [];
  const logs = new LogsHeard<string>((hearing) => said.push(hearing));
  const since = () => said.splice(0);
  logs.connected();
  expect([logs.heard("COUNTY"), since()]).toEqual([false, ["LIVE"]]);
  const pauses = [1, 2, 3].map(() => logs.refused("CITY"));
  expect([(pauses[2] as number) >= 2_000, since()]).toEqual([true, ["LOST", "LOST", "LOST"]]);
  // one that is followed says nothing of another that is not, and no more does a connection that came back
  logs.heard("COUNTY");
  logs.lost();
  logs.connected();
  expect(since()).toEqual(["LOST", "LOST"]);
  expect([logs.heard("CITY"), logs.heard("CITY"), since()]).toEqual([true, false, ["LIVE"]]);
  logs.outOfDate();
  logs.connected();
  expect(since()).toEqual(["OUT_OF_DATE", "OUT_OF_DATE"]);
  logs.end();
  logs.lost();
  expect([logs.isOver, since()]).toEqual([true, []]);
});

test("a question whose answer is under way already is asked once more after it, while somebody wants it", async () => {
  const [key, another] = [7, 8];
  const underWay = new UnderWay();
  let isWanted = true;
  const timesAsked = async (question: number, whileFirst = () => {}) => {
    let asked = 0;
    const ask = async () => {
      asked++;
      if (asked === 1) whileFirst();
      underWay.over(question); // its answer has come
    };
    await underWay.askAnew(question, ask, () => isWanted);
    return asked;
  };
  expect(await timesAsked(key)).toBe(1);
  underWay.sent(key);
  expect([await timesAsked(another), await timesAsked(key), await timesAsked(key)]).toEqual([1, 2, 1]);

  underWay.sent(key);
  const leaves = () => {
    isWanted = false;
  };
  expect(await timesAsked(key, leaves)).toBe(1);
});

test("the message of an own step asks for nothing again, once; that of somebody else's does", () => {
  const steps = new OwnSteps();
  const [own, back] = [
    { id: "county:1", status: "CLAIMED_DONE" },
    { id: "county:1", status: "RECTIFYING" },
  ];
  const take = () => steps.took({ items: [own, { id: "county:2" }] }, "CITY", 0);
  take();
  // the other tier's message of the same object tells of what it has heard
  expect(["COUNTY", "CITY", "CITY"].map((tier) => steps.isOwn(own, tier, 1))).toEqual([false, true, false]);
  take();
  // another step came between: what follows it may be another's
  expect([back, own].map((step) => steps.isOwn(step, "CITY", 1))).toEqual([false, false]);
  take();
  expect(steps.isOwn(own, "CITY", 10_001)).toBe(false);
  expect([{ id: "county:2", status: "CLOSED" }, {}].map((step) => steps.isOwn(step, "CITY", 1))).toEqual([
    false,
    false,
  ]);
});

describe("names of regions", () => {
  const COUNTY = { code: "990101", pathName: "虚构省 示例甲市 示例天区" };
  /** The directory of a gateway that knows one county, and can or cannot say anything of a code; and a clock that goes where it is told to. */
  function aDirectory() {
    const asked: (readonly string[])[] = [];
    const silentOf = new Set<string>();
    const pauses: number[] = [];
    let alarm: (() => void) | undefined;
    const names = new RegionNames(
      async (codes) => {
        asked.push(codes);
        return codes.map((code) => (silentOf.has(code) ? undefined : code === COUNTY.code ? COUNTY : null));
      },
      (ms, work) => {
        pauses.push(ms);
        alarm = work;
        return () => {
          alarm = undefined;
        };
      },
    );
    /** @returns whether anybody waited for it */
    const wake = async () => {
      const work = alarm;
      alarm = undefined;
      work?.();
      await settled();
      return work !== undefined;
    };
    return { names, asked, silentOf, pauses, wake };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test("are asked for together, and once", async () => {
    const { names, asked, wake } = aDirectory();
    names.want(["990101"]);
    names.want(["99", "not a code"]);
    await settled();
    names.want(["990101", "99"]);
    names.again();
    expect(await wake()).toBe(false);
    expect(asked).toEqual([["990101", "99"]]);
    expect([names.known.get("990101"), names.known.get("99")]).toEqual(["示例甲市示例天区", "99"]);
  });

  test("that nobody could say are asked for again until somebody does, after longer and longer pauses, and at last no more", async () => {
    const { names, asked, silentOf, pauses, wake } = aDirectory();
    silentOf.add("990101");
    names.want(["990101", "99"]);
    await settled();
    expect([names.known.get("99"), names.known.get("990101")]).toEqual(["99", undefined]);
    names.want(["990101"]);
    await settled();
    expect(asked).toEqual([["990101", "99"]]);
    while (await wake());
    expect(asked).toEqual([["990101", "99"], ...pauses.map(() => ["990101"])]);
    const longest = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * 1_500);
    expect(pauses).toHaveLength(longest.length);
    for (const [i, most] of longest.entries()) {
      expect(pauses[i]).toBeLessThanOrEqual(most);
      expect(pauses[i]).toBeGreaterThanOrEqual(most / 3);
    }
    const before = asked.length;
    names.again();
    await settled();
    expect([asked.length, await wake()]).toEqual([before + 1, false]);
    silentOf.clear();
    names.again();
    await settled();
    expect([asked.length, names.known.get("990101"), await wake()]).toEqual([before + 2, "示例甲市示例天区", false]);
  });

  test("are asked for in short pauses again for another code, and when the platform is back, then by whoever still shows one", async () => {
    const { names, asked, silentOf, pauses, wake } = aDirectory();
    for (const code of ["990101", "990102"]) silentOf.add(code);
    const isShort = () => (pauses[pauses.length - 1] ?? Number.POSITIVE_INFINITY) <= 1_500;
    names.want(["990101"]);
    await settled();
    while (await wake());
    expect(isShort()).toBe(false);
    names.want(["990102"]);
    await settled();
    expect([asked[asked.length - 1], isShort()]).toEqual([["990102"], true]);
    while (await wake());
    names.listen(() => names.want(["990101"]));
    names.back();
    await settled();
    expect([asked[asked.length - 1], isShort()]).toEqual([["990101"], true]);
    silentOf.clear();
    await wake();
    expect([names.known.get("990101"), names.known.get("990102"), await wake()]).toEqual([
      ...["示例甲市示例天区", undefined, false],
    ]);
  });

  test("do not hold up the others: what is wanted meanwhile is asked for at once", async () => {
    const { names, asked, silentOf } = aDirectory();
    for (let county = 10; county < 99; county++) silentOf.add(`9901${county}`);
    names.want([...silentOf, ...Array.from({ length: 20 }, (_, i) => `98${i + 10}`)]);
    names.want(["990101"]);
    await settled();
    expect(asked.map(({ length }) => length)).toEqual([100, 10]);
    expect(names.known.get("990101")).toBe("示例甲市示例天区");
  });
});
