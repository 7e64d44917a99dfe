import { rowsBehind } from "../../dashboard/rules/behind";
import { isBeside, personIn, stateBeside } from "../../dashboard/rules/beside";
import { entersFor, keepsBook } from "../../dashboard/rules/books";
import { changeOfCount, changeOfShare } from "../../dashboard/rules/compared";
import { nextAt } from "../../dashboard/rules/freeze";
import {
  filterOf,
  type LedgerPlace,
  ledgerLink,
  listsNothingElsewhere,
  placeOf,
} from "../../dashboard/rules/ledgerPlace";
import { officesLink, officesPlaceOf } from "../../dashboard/rules/officesPlace";
import { isRegionCode, pathOf } from "../../dashboard/rules/regions";
import { SearchedWords } from "../../dashboard/rules/searched";
import { endsSignIn } from "../../dashboard/rules/signIn";
import { nameWithoutTier, tiersMissing } from "../../dashboard/rules/tiers";
import { silenceOf, toldCount } from "../../dashboard/rules/toldCount";
import { withoutUnseen } from "../../dashboard/rules/unseen";
import { isWritten, KeptForms, Unsent } from "../../dashboard/rules/unsent";
import { hasMoreWaiting, waitingIn } from "../../dashboard/rules/waits";
import { UNSEEN } from "../../schema/contract/unseen";
import { rankOfSlice } from "../../subgraphs/domain/figures/completeness";

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
  // without any column that there is, the usual ones are shown
  expect(["columns=", "columns=secret"].map((spoilt) => placeOf(spoilt, "COUNTY"))).toEqual(
    Array(2).fill({ tier: "COUNTY" }),
  );
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

test("tiers are named for what is missing only where all of it is missing for their sake", () => {
  expect(tiersMissing([["county"], ["county", "city"]])).toEqual(["county", "city"]);
  expect(tiersMissing([["county"], []])).toEqual([]);
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

test("a sign-in is over when the issuer refuses it, and not when nobody answers for the issuer", () => {
  expect([400, 401].map(endsSignIn)).toEqual([true, true]);
  expect([200, 404, 429, 500, 502, 503, 504].filter(endsSignIn)).toEqual([]);
});

test("a wall is frozen at the next time that its clock shows the hour", () => {
  const now = new Date(2026, 10, 27, 9, 30);
  expect(nextAt("10:00", now)).toEqual(new Date(2026, 10, 27, 10, 0));
  expect(nextAt("09:30", now)).toEqual(new Date(2026, 10, 28, 9, 30));
  expect(["", "24:00", "9:5"].map((time) => nextAt(time, now))).toEqual([undefined, undefined, undefined]);
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

test("of what is sent, what the platform refuses because nobody sees it is taken out, and nothing else", () => {
  const blocks = [0, 0xe0000, 0x1f000].flatMap((from) =>
    Array.from({ length: from ? 0x1000 : 0xd800 }, (_, i) => from + i),
  );
  const characters = blocks.map((code) => String.fromCodePoint(code));
  expect(characters.filter((one) => (withoutUnseen(one) === "") !== UNSEEN.test(one))).toEqual([]);
  const [told, seen] = [
    "王\u200b建\u200d国\ufe00，👨🏽\u200d👩❤\ufe0f\u200d🔥\ufeff",
    "王建国，👨🏽\u200d👩❤\ufe0f\u200d🔥",
  ];
  expect([withoutUnseen(told), withoutUnseen(seen), UNSEEN.test(seen)]).toEqual([seen, seen, false]);
  for (const hidden of ["张\u200d三", "张\ufe0f三", "张\u{e0100}三"])
    expect([hidden, UNSEEN.test(hidden)]).toEqual([hidden, true]);
});

describe("what waits for the own office", () => {
  const target = { id: "county:t", unitName: "虚构单位" };
  const returned = {
    id: "county:p",
    version: 1,
    isCurrent: true,
    decisionReason: "补充依据",
    office: { code: "990101" },
    target,
  };

  test("is what came back, what was answered, and what a unit said, each with the way to where somebody goes on", () => {
    const told = {
      findings: { nodes: [{ id: "county:f", title: "虚构问题", unitName: "虚构单位" }] },
      rectifications: {
        nodes: [
          { id: "county:r", status: "PLAN_SUBMITTED", unitName: "虚构单位", target },
          { id: "county:s", status: "REPORTED", unitName: "虚构单位", target },
        ],
      },
      publications: { nodes: [returned] },
      orders: { nodes: [{ id: "city:o", title: "虚构派单" }] },
    };
    expect(waitingIn("990101", told)?.map(({ kind, link, note }) => [kind, link, note])).toEqual([
      ["returned", "/targets/county:t", "补充依据"],
      ["objected", "/findings/county:f", "虚构单位"],
      ["plan", "/targets/county:t", undefined],
      ["report", "/targets/county:t", undefined],
      ["answered", "/exchange?out", undefined],
    ]);
  });

  test("is no round that somebody else authorises, nothing that has another version since, and nothing of another office", () => {
    const round = { id: "county:n", title: "虚构轮次" };
    const empty = { nodes: [] };
    const none = {
      office: { rounds: empty },
      findings: empty,
      rectifications: empty,
      publications: empty,
      orders: empty,
    };
    const rounds = (commands: string[]) => ({ ...none, office: { rounds: { nodes: [{ ...round, commands }] } } });
    expect(waitingIn("990101", rounds(["CORRECT"]))).toEqual([]);
    expect(waitingIn("990101", rounds(["AUTHORISE"]))).toMatchObject([
      { kind: "toAuthorise", link: "/rounds/county:n" },
    ]);
    const others = [
      { ...returned, isCurrent: false },
      { ...returned, office: { code: "99010101" } },
    ];
    expect(waitingIn("990101", { ...none, publications: { nodes: others } })).toEqual([]);
    // where a part could not be read nobody knows that nothing waits
    expect(waitingIn("990101", { ...none, orders: null })).toBeUndefined();
    expect(waitingIn("990101", { ...none, office: null })).toBeUndefined();
    expect(waitingIn("990101", { ...rounds(["AUTHORISE"]), orders: null })).toHaveLength(1);
    const longRounds = { office: { rounds: { ...empty, pageInfo: { hasNextPage: true } } } };
    expect([none, longRounds].map(hasMoreWaiting)).toEqual([false, true]);
  });
});

describe("what was written and not sent", () => {
  test("is asked about by whatever would lose it, and by nothing else", () => {
    const unsent = new Unsent();
    const asked: string[] = [];
    unsent.ask = () => {
      asked.push("asked");
      return false;
    };
    expect(unsent.mayGo("/targets/a", "/todo")).toBe(true);
    const [first, second] = [unsent.keep(), unsent.keep()];
    expect([unsent.mayGo("/ledger", "/ledger?sort=DUE"), unsent.mayGo("/targets/a", "/todo")]).toEqual([true, false]);
    first();
    expect(unsent.isAny).toBe(true);
    second();
    expect([unsent.isAny, unsent.mayGo("/targets/a", "/todo"), asked]).toEqual([false, true, ["asked"]]);
  });

  test("is nothing that stood there at first, and nothing but blanks", () => {
    expect(isWritten({ title: "甲", note: " " }, { title: "甲" })).toBe(false);
    expect(isWritten({ title: "" }, { title: "甲" })).toBe(true);
    expect(isWritten({ note: "理由" })).toBe(true);
  });

  test("counts where another form is looked at too, and is found there again; giving up one form leaves the others", () => {
    const forms = new KeptForms();
    const isAny = (...commands: string[]) => forms.isAnyWritten(commands, () => ({ title: "甲" }));
    forms.keep("CORRECT", "", { title: "甲" });
    expect(isAny("CORRECT", "REVOKE")).toBe(false);
    forms.keep("REVOKE", "", { note: "理由" });
    expect([isAny("CORRECT", "REVOKE"), isAny("CORRECT")]).toEqual([true, false]);
    expect([forms.take("REVOKE", "other"), forms.take("CORRECT", "")]).toEqual([undefined, { title: "甲" }]);
    expect([isAny("REVOKE"), forms.take("REVOKE", ""), isAny("REVOKE")]).toEqual([true, { note: "理由" }, false]);
  });
});

test("a sign-in by another window is known when it comes back, and whose it is", () => {
  expect([isBeside(`code=1&state=${stateBeside("a")}`), isBeside("code=1&state=a"), isBeside("error=x")]).toEqual([
    ...[true, false, false],
  ]);
  const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;
  expect(personIn(tokenOf({ sub: "county:990101.虚构" }))).toBe("county:990101.虚构");
  expect([personIn(undefined), personIn(tokenOf({}))]).toEqual([undefined, undefined]);
});
