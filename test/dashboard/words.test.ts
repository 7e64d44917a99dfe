import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, isEnumType } from "graphql";
import { allPages } from "../../dashboard/rules/allPages";
import { Answers, listOf } from "../../dashboard/rules/answers";
import { askedFor, idsOf } from "../../dashboard/rules/before";
import { Beginning } from "../../dashboard/rules/beginning";
import { rowsBehind } from "../../dashboard/rules/behind";
import { entersFor, keepsBook } from "../../dashboard/rules/books";
import { BACK, concerns } from "../../dashboard/rules/changes";
import { changeOfCount, changeOfShare } from "../../dashboard/rules/compared";
import { nextAt } from "../../dashboard/rules/freeze";
import { confirmedOf, isSameStep } from "../../dashboard/rules/intent";
import {
  filterOf,
  type LedgerPlace,
  ledgerLink,
  listsNothingElsewhere,
  placeOf,
} from "../../dashboard/rules/ledgerPlace";
import { officesLink, officesPlaceOf } from "../../dashboard/rules/officesPlace";
import { OwnSteps } from "../../dashboard/rules/ownSteps";
import { RegionNames } from "../../dashboard/rules/regionNames";
import { isRegionCode, pathOf } from "../../dashboard/rules/regions";
import { SearchedWords } from "../../dashboard/rules/searched";
import { isFresh, mayConfirm } from "../../dashboard/rules/seen";
import { nameWithoutTier, tiersMissing } from "../../dashboard/rules/tiers";
import { silenceOf, toldCount } from "../../dashboard/rules/toldCount";
import { UnderWay } from "../../dashboard/rules/underWay";
import { inLanguage, percentText } from "../../dashboard/words";
import { en } from "../../dashboard/words/en";
import { zh } from "../../dashboard/words/zh";
import { ROLES } from "../../schema/contract/standing";
import { rankOfSlice } from "../../subgraphs/domain/figures/completeness";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";
import { STATUS_WORDS } from "../../subgraphs/domain/ledger/ledger";
import { KIND_NAMES } from "../../subgraphs/exchange/kinds";

/** Every text of a dictionary with where it stands; one that takes values is asked with some. */
function textsOf(part: object, path = ""): [string, string][] {
  return Object.entries(part).flatMap(([name, value]): [string, string][] => {
    const place = path ? `${path}.${name}` : name;
    if (typeof value === "string") return [[place, value]];
    if (typeof value === "function") return [[place, String((value as (...given: number[]) => string)(3, 4))]];
    return textsOf(value as object, place);
  });
}

const ROOT = join(__dirname, "../../..");

/** Marks that Chinese has in the width of a character. */
const FULL_WIDTH = /[\u3000-\u303f\uff00-\uffef]/;

/** What the pages are written in, without what only explains it. */
function sourcesOfPages(): [file: string, text: string][] {
  const files = readdirSync(join(ROOT, "dashboard"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.tsx?$/.test(file) && !/^(words|generated)\b/.test(file))
    .map((file) => {
      const text = readFileSync(join(ROOT, "dashboard", file), "utf8");
      return [file, text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")];
    });
}

/** Which words are a tier's enumerations, by their names there. Some are shown of a part of the values alone. */
const WORDED: Record<string, Record<string, string>> = {
  DeadlineColour: zh.colour,
  SliceGap: zh.gap,
  RoundStatus: zh.roundStatus,
  RoundKind: zh.roundKind,
  RoundTargetStatus: zh.targetStatus,
  FindingCommand: zh.findingCommand,
  OrderStatus: zh.orderStatus,
  TeamRole: zh.teamRole,
  FindingBasis: zh.basis,
  SearchBasis: zh.basis,
  Method: zh.method,
  AssignmentMode: zh.assignmentMode,
  DeadlineClock: zh.clock,
  ObligationKind: zh.obligation,
  Evaluation: zh.finding.evaluation,
  ReadingRule: zh.readingRule,
  LiveEventKind: { ...zh.live.kind, STARTED: "not shown", RESYNC: "not shown" },
  UnitAnswer: zh.unitPage.answer,
  RectificationStatus: zh.unitPage.status,
  ObjectionDecision: zh.unitPage.decision,
  ExchangeException: zh.work.exception,
  RoundCommand: zh.work.roundCommand,
  RectificationCommand: zh.work.rectificationCommand,
  DisclosurePurpose: zh.work.feedback.purpose,
  RoundTargetCommand: zh.work.targetCommand,
  PublicationCommand: zh.work.publicationCommand,
  PublicationStatus: zh.work.publicationStatus,
  OrderCommand: zh.exchange.order,
  ReleasePurpose: zh.trays.purpose,
  ReleaseState: zh.trays.releaseState,
  ReleaseCommand: zh.trays.releaseCommand,
  ReleasedField: zh.trays.field,
  SupervisionKind: zh.trays.supervisionKind,
  SupervisionStatus: zh.trays.supervisionStatus,
  SupervisionMemberStatus: zh.trays.memberStatus,
  ReviewRole: zh.role,
  SupervisionCommand: zh.trays.supervisionCommand,
  SupervisionMemberCommand: zh.trays.memberCommand,
  ClueStatus: zh.clues.status,
  ClueCommand: zh.clues.command,
  ClueDisposal: zh.clues.disposalOf,
  ClueOutcome: zh.clues.outcomeOf,
  CadreLevel: zh.clues.cadreLevelOf,
  ClueMatter: zh.clues.matterOf,
  CustodyEvent: zh.clues.event,
};

/** Words for values that come with the data: no page says their names. */
const OF_VALUES: readonly object[] = [
  ...Object.values(WORDED),
  ...[zh.live.kind, zh.findingStatus, zh.event, zh.role, zh.tier, zh.finding.detail, zh.streams.states],
  ...[zh.streams.message, zh.streams.why],
  zh.clues.asked,
  zh.clues.custody,
];

/** Every name that a page has to say so that the text is shown. */
function saidNames(part: object): string[] {
  const isValues = OF_VALUES.includes(part);
  return Object.entries(part).flatMap(([name, value]) =>
    isValues ? [] : typeof value === "object" ? [name, ...saidNames(value as object)] : [name],
  );
}

describe("the dictionary", () => {
  const [chinese, english] = [new Map(textsOf(zh)), new Map(textsOf(en))];

  test("says everything in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [place, text] of [...chinese, ...english]) expect([place, text.trim()]).not.toEqual([place, ""]);
  });

  test("is Chinese in Chinese and English in English, to the last comma, but for the name of the other language", () => {
    const isChinese = (text: string) => /[\u4e00-\u9fff]/.test(text) || FULL_WIDTH.test(text);
    const other = ["language"];
    const inEnglish = [...english].filter(([place, text]) => !other.includes(place) && isChinese(text));
    const inChinese = [...chinese].filter(([place, text]) => !other.includes(place) && !isChinese(text));
    expect({ inEnglish, inChinese }).toEqual({ inEnglish: [], inChinese: [] });
  });

  test("alone says how texts are joined: nothing on a page stands between the commas of one language", () => {
    // the rules read what is written in either language, and say nothing themselves
    const joining = sourcesOfPages().filter(([file, text]) => !file.startsWith("rules") && FULL_WIDTH.test(text));
    expect(joining.map(([file]) => file)).toEqual([]);
    const told = (words: typeof zh) => [
      words.joined.labelled(words.refused, 3),
      words.joined.list("甲", "乙"),
      words.joined.clauses("甲", "乙"),
      words.joined.noted("甲", words.tier.CITY),
    ];
    expect(told(zh)).toEqual(["不予办理：3", "甲、乙", "甲；乙", "甲（市级）"]);
    expect(told(en)).toEqual(["Refused: 3", "甲, 乙", "甲; 乙", "甲 (City)"]);
  });

  test("knows every status, command, journal entry and role of the platform, by the ledger's own words", () => {
    expect(zh.findingStatus).toEqual(STATUS_WORDS);
    const steps = Object.values(findingTransitions).flatMap((commands) => Object.entries(commands));
    for (const [command, { event }] of steps) {
      expect(Object.keys(zh.findingCommand)).toContain(command);
      expect(Object.keys(zh.event)).toContain(event);
    }
    expect(Object.keys(zh.role).sort()).toEqual([...ROLES].sort());
    expect(Object.keys(zh.streams.message).sort()).toEqual([...KIND_NAMES].sort());
  });

  test("has no text that no page shows", () => {
    const said = new Set(sourcesOfPages().flatMap(([, text]) => text.match(/\w+/g) ?? []));
    expect(saidNames(zh).filter((name) => !said.has(name))).toEqual([]);
  });

  test("has a word for every value of every enumeration that the pages show", () => {
    const schema = buildSchema(readFileSync(join(ROOT, "schema/county.graphql"), "utf8"), { assumeValidSDL: true });
    const missing = Object.entries(WORDED).flatMap(([name, words]) => {
      const type = schema.getType(name);
      if (!isEnumType(type)) return [`${name} is no enumeration`];
      return type.getValues().flatMap(({ name: value }) => (words[value] ? [] : [`${name}.${value}`]));
    });
    expect(missing).toEqual([]);
  });
});

test("a sentence of the platform is shown in one language, and whole where it is in none", () => {
  const both = "尚有问题未列入报告。Some findings are not in the report yet.";
  expect([inLanguage(both, "zh"), inLanguage(both, "en")]).toEqual([
    "尚有问题未列入报告。",
    "Some findings are not in the report yet.",
  ]);
  expect(inLanguage("参数有误。 / An argument is wrong.", "en")).toBe("An argument is wrong.");
  expect(inLanguage("nothing to divide", "zh")).toBe("nothing to divide");
});

test("shares are shown as the articles do", () => {
  expect([0.8087, 0.5, 1, 0].map(percentText)).toEqual(["80.87%", "50%", "100%", "0%"]);
});

test("what changed from nothing is no less of a change", () => {
  expect([
    changeOfCount(1, 2),
    changeOfCount(3, 2),
    changeOfCount(2, 2),
    changeOfCount(2, 0),
    changeOfCount(0, 0),
  ]).toEqual([...["−50%", "+50%", "0%", "+2", "0"]]);
  expect([changeOfShare(0.5, 0.415), changeOfShare(0.5, 0.5)]).toEqual(["+8.5", "0"]);
});

test("the root fields of every tier have one name", () => {
  const names = ["countyFindings", "cityOffice", "exportProvinceLedger", "region", "provinceFindings"];
  expect(names.map(nameWithoutTier)).toEqual(["findings", "office", "exportLedger", "region", "findings"]);
});

test("a ledger's address holds its filters, sort and columns, and reads back as them", () => {
  const place: LedgerPlace = {
    tier: "CITY",
    region: "9901",
    status: ["CLOSED", "VERIFIED"],
    colour: "YELLOW",
    unit: "city:11",
    found: { from: "2026-01-01" },
    due: { from: "2026-02-01", until: "2026-02-28" },
    sort: "DUE",
    columns: ["title", "liveStatus"],
  };
  const link = ledgerLink(place);
  expect(placeOf(link.slice(link.indexOf("?") + 1), "COUNTY")).toEqual(place);
  expect(filterOf(place)).toEqual({
    region: "9901",
    liveStatus: ["CLOSED", "VERIFIED"],
    colour: ["YELLOW"],
    unitId: "city:11",
    found: { from: "2026-01-01" },
    due: { from: "2026-02-01", until: "2026-02-28" },
  });
  expect([listsNothingElsewhere(place, "CITY"), listsNothingElsewhere(place, "PROVINCE")]).toEqual([false, true]);
  const coloured: LedgerPlace = { tier: "CITY", colour: "RED" };
  expect(["CITY", "PROVINCE"].map((own) => listsNothingElsewhere(coloured, own))).toEqual([false, false]);
  const spoilt = "tier=NOWHERE&colour=PINK&sort=ANY&columns=secret,title&due=today..&found=..2026-03-01";
  expect(placeOf(spoilt, "COUNTY")).toEqual({ tier: "COUNTY", columns: ["title"], found: { until: "2026-03-01" } });
});

test("what somebody searches for is found again by the entry of the history alone, and only while the page lives", () => {
  const before = new SearchedWords();
  const entry = before.keep("a1", "公益 考勤");
  expect(JSON.stringify(entry)).toBe('{"searched":"a1"}');
  expect([before.of(entry), before.of(undefined), before.of({ searched: 7 })]).toEqual([
    "公益 考勤",
    undefined,
    undefined,
  ]);
  expect(new SearchedWords().of(entry)).toBeUndefined();
  expect(placeOf("tier=CITY&text=%E5%85%AC%E7%9B%8A", "COUNTY")).toEqual({ tier: "CITY" });
});

test("a book is kept by its office, and by the office directly above while it is on paper", () => {
  const office = (enrolment: string) => ({ code: "990103", enrolment });
  const keepers = (enrolment: string) =>
    ["990103", "9901", "99", "990101"].map((one) => keepsBook(one, office(enrolment)));
  expect(keepers("ENROLLED")).toEqual([true, false, false, false]);
  expect(keepers("ON_PAPER")).toEqual([true, true, false, false]);
  expect([
    entersFor("9901", office("ON_PAPER")),
    entersFor("990103", office("ON_PAPER")),
    entersFor("9901", null),
  ]).toEqual([true, false, false]);
});

test("a region's path leads from the province down", () => {
  expect(pathOf("990101", "虚构省 示例甲市 示例天区")).toEqual([
    { code: "99", name: "虚构省" },
    { code: "9901", name: "示例甲市" },
    { code: "990101", name: "示例天区" },
  ]);
});

test("a whole code of a region is one, and part of one is none", () => {
  const codes = ["99", "9901", "990101", "990101001", "990101001002"];
  expect([...codes, "", "9", "99010", "99010a", "9901010"].filter(isRegionCode)).toEqual(codes);
});

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

test("tiers are named for what is missing only where all of it is missing for their sake", () => {
  expect(tiersMissing([["county"], ["county", "city"]])).toEqual(["county", "city"]);
  expect(tiersMissing([["county"], []])).toEqual([]);
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

test("the rows behind an alert are those of its colour, in the own book by the day on which they are due", () => {
  const place = { tier: "COUNTY" as const, region: "990101" };
  const rows = (figure: "overdue" | "dueSoon", own: string) =>
    placeOf(rowsBehind(figure, place, own).split("?")[1] ?? "", "COUNTY");
  expect(rows("overdue", "COUNTY")).toMatchObject({ colour: "RED", sort: "DUE", region: "990101" });
  expect(rows("dueSoon", "COUNTY")).toMatchObject({ colour: "YELLOW", sort: "DUE", region: "990101" });
  expect(rows("dueSoon", "CITY")).toMatchObject({ colour: "YELLOW", status: expect.arrayContaining(["RECTIFYING"]) });
  expect(rows("dueSoon", "CITY")).not.toHaveProperty("sort");
});

test("an address of offices says which, and reads back as it", () => {
  const link = officesLink("9901", { tier: "COUNTY", gap: "LATE", running: true });
  expect(link).toBe("/offices/9901?tier=COUNTY&gap=LATE&running=1");
  const read = (search: string) => officesPlaceOf(search, "CITY");
  expect(read(link.split("?")[1] ?? "")).toEqual({ tier: "COUNTY", gap: "LATE", running: true });
  expect(read("tier=ANY&gap=WIDE&running=yes")).toEqual({ tier: "CITY" });
});

test("a wall is frozen at the next time that its clock shows the hour", () => {
  const now = new Date(2026, 10, 27, 9, 30);
  expect(nextAt("10:00", now)).toEqual(new Date(2026, 10, 27, 10, 0));
  expect(nextAt("09:30", now)).toEqual(new Date(2026, 10, 28, 9, 30));
  expect(["", "24:00", "9:5"].map((time) => nextAt(time, now))).toEqual([undefined, undefined, undefined]);
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

test("a zero is shown of an office that has told something, never of one that is silent", () => {
  expect([toldCount(0, []), toldCount(0, ["LATE"]), toldCount(0, ["ON_PAPER"])]).toEqual([0, 0, 0]);
  for (const gaps of [["SILENT"], ["ON_PAPER", "SILENT"], ["NOT_ENROLLED"]]) {
    expect([toldCount(0, gaps), toldCount(2, gaps)]).toEqual([undefined, 2]);
  }
  expect([silenceOf(["ON_PAPER", "SILENT"]), silenceOf(["NOT_ENROLLED"]), silenceOf(["LATE"])]).toEqual([
    ...["SILENT", "NOT_ENROLLED", undefined],
  ]);
});

test("offices that keep others waiting come first, and those that have told nothing last", () => {
  const ranks = [
    rankOfSlice({ gaps: ["LATE"], longestWaitDays: 9 }),
    rankOfSlice({ gaps: ["ON_PAPER", "LATE"], longestWaitDays: 2 }),
    rankOfSlice({ gaps: [], longestWaitDays: null }),
    rankOfSlice({ gaps: ["ON_PAPER", "SILENT"], longestWaitDays: null }),
  ];
  expect(ranks).toEqual([...[9, 2].map((days) => [days, 1]), [0, 1], [0, 0]]);
  expect(rankOfSlice({ gaps: ["NOT_ENROLLED"], longestWaitDays: null })).toEqual([0, 0]);
});
