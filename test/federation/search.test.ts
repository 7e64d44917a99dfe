import { aFinding, aRound, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

const SEARCH = `query Search($text: String!, $region: ID, $first: Int! = 20, $after: String) {
  searchCountyFindings(text: $text, region: $region, first: $first, after: $after) {
    nodes { findingId basis finding { id title basis } disclosed { findingId title } disclosure { purpose } }
    pageInfo { hasNextPage endCursor } } }`;
const UNITS = `query Units($text: String!, $region: ID, $first: Int! = 20, $after: String) {
  searchCountyUnits(text: $text, region: $region, first: $first, after: $after) {
    nodes { id name code } pageInfo { hasNextPage endCursor } } }`;

interface Hit {
  findingId: string;
  basis: string;
  finding: { id: string; title: string } | null;
  disclosed: { findingId: string; title: string } | null;
  disclosure: { purpose: string } | null;
}

const TITLE = "饮水工程Abc第１２号公示不及时";
const DESCRIPTION = "管护费🚰未足额到账，完成率100%_x。\n𠮷村尤甚。（虚构）";

let platform: TestPlatform;
let round: BuiltRound;
let draft: BuiltRound;
let head: Caller;
const as = (person: string) => platform.as(person);
beforeAll(async () => {
  platform = await borrowPlatform();
  const words = { title: TITLE, description: DESCRIPTION };
  round = await aRound("990101").withFindings(2).saying(words).until("RECTIFYING").submitted().on(platform);
  draft = await aRound("990101").saying({ title: "独木桥养护记录缺失" }).until("RECORDED").on(platform);
  head = await platform.openAccount("county:990101.unit-head", "990101", ["UNIT_HEAD"], round.units[0]?.id);
});

async function hits(caller: Caller, text: string, more: object = {}): Promise<Hit[]> {
  const { data, errors } = await caller.ask(SEARCH, { text, ...more });
  expect(errors).toEqual([]);
  return data.searchCountyFindings.nodes;
}

/** Of what the round submitted: what was found, and where. */
async function found(caller: Caller, text: string): Promise<string[]> {
  const ids = round.findings.map(({ id }) => id);
  return (await hits(caller, text)).filter(({ findingId }) => ids.includes(findingId)).map(({ basis }) => basis);
}

test.each([
  ["one character", "饮"],
  ["two characters", "饮水"],
  ["a phrase", "工程Abc第"],
  ["the end of a text", "（虚构）"],
  ["Latin letters in another case", "aBC"],
  ["one Latin letter", "b"],
  ["digits of the other width", "12"],
  ["full-width letters", "ＡＢＣ"],
  ["several words in another order", "到账 饮水"],
  ["words with an ideographic space and a line feed between", "公示　饮水\n管护"],
  ["a word of the title and one of the description", "及时 足额"],
  ["a percent sign", "100%"],
  ["an underscore", "%_x"],
  ["an emoji", "🚰"],
  ["a character outside of the basic plane", "𠮷"],
])("%s is found", async (_, text) => {
  expect(await found(round.clerk, text)).toEqual(["BOOK", "BOOK"]);
});

test("a finding is found by the name of its unit, where the finding is seen and nowhere else", async () => {
  const { data } = await round.clerk.ask(`{ countyRoundTarget(id: "${round.targets[0]?.id}") { unitName } }`);
  const name = data.countyRoundTarget.unitName;
  expect(await found(round.clerk, name)).toEqual(["BOOK", "BOOK"]);
  expect(await found(round.clerk, `${name} 饮水`)).toEqual(["BOOK", "BOOK"]);
  expect(await found(as("province:99.director"), name)).toEqual(["PUBLISHED", "PUBLISHED"]);
  expect(await found(as("county:990102.clerk"), name)).toEqual([]);
});

test.each([
  ["the same characters in another order", "水饮"],
  ["characters that do not stand together", "饮工"],
  ["a word across title and description", "及时管护"],
  ["all but one of several words", "饮水 工程 没有"],
  ["a wildcard for any characters", "饮%程"],
  ["a wildcard for one character", "饮_工"],
  ["a backslash", "100\\%"],
  ["a quotation mark", "'饮水"],
])("%s is not found", async (_, text) => {
  expect(await hits(round.clerk, text)).toEqual([]);
});

test.each([
  ["nothing", ""],
  ["white space", " 　\n"],
  ["a zero character", "饮\u0000"],
  ["half of a character", "饮\ud83d"],
  ["101 characters", "饮".repeat(101)],
])("%s is no search", async (_, text) => {
  for (const query of [SEARCH, UNITS]) {
    const { errors } = await round.clerk.ask(query, { text });
    expect(errors.map(({ extensions: { code, fields } }) => [code, fields?.map(({ path }) => path)])).toEqual([
      ["BAD_USER_INPUT", ["text"]],
    ]);
  }
});

test("a hundred characters are a search, and a page of a hundred and one is none", async () => {
  expect(await hits(round.clerk, "饮".repeat(100))).toEqual([]);
  const { errors } = await round.clerk.ask(SEARCH, { text: "饮", first: 101 });
  expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "first" }] });
});

test("city and province find what was submitted, and no draft; others find nothing", async () => {
  for (const superior of ["city:9901.director", "province:99.clerk"]) {
    expect(await found(as(superior), "饮水")).toEqual(["PUBLISHED", "PUBLISHED"]);
    expect(await hits(as(superior), "独木桥")).toEqual([]);
  }
  expect(await hits(draft.clerk, "独木桥")).toMatchObject([
    { basis: "BOOK", finding: { title: "独木桥养护记录缺失" } },
  ]);
  for (const stranger of [
    "county:990102.clerk",
    "city:9902.director",
    "county:990101.display",
    "county:990101.security",
  ]) {
    expect(await hits(as(stranger), "饮水")).toEqual([]);
    expect(await hits(as(stranger), "独木桥")).toEqual([]);
  }
});

test("a region narrows the search, and pages go on from a cursor", async () => {
  const pages = await round.clerk.ask(SEARCH, { text: "虚构", region: "990101", first: 2 });
  const { nodes, pageInfo } = pages.data.searchCountyFindings;
  expect(pageInfo.hasNextPage).toBe(true);
  const rest = await hits(round.clerk, "虚构", { region: "990101", after: pageInfo.endCursor });
  const all = await hits(round.clerk, "虚构");
  expect([...nodes, ...rest]).toEqual(all);
  expect(await hits(round.clerk, "虚构", { region: "990102" })).toEqual([]);
  const wrong = await round.clerk.ask(SEARCH, { text: "虚构", region: "9" });
  expect(wrong.errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "region" }] });
});

test("a unit finds what was fed back to it, and nothing of the office's book", async () => {
  const told = await hits(head, "饮");
  expect(told).toHaveLength(2);
  expect(told[0]).toMatchObject({
    ...{ basis: "DISCLOSED", finding: null, disclosed: { title: TITLE }, disclosure: { purpose: "FEEDBACK" } },
  });
  expect(await hits(head, "独木桥")).toEqual([]);
  const other = await platform.openAccount("county:990101.other-unit", "990101", ["UNIT_HEAD"], draft.units[0]?.id);
  expect(await hits(other, "饮")).toEqual([]);
  expect(await hits(other, "独木桥")).toEqual([]);
});

test("a unit finds the version of a text that its feedback says now", async () => {
  const [, second] = round.findings as [Versioned, Versioned];
  await platform.sql("county", "update disclosed_finding set is_current = false where finding_id = $1", [second.id]);
  await platform.sql(
    "county",
    `insert into disclosed_finding select (jsonb_populate_record(d, '{"text_version": 9, "is_current": true, "title": "改水"}')).*
     from disclosed_finding d join disclosure x on x.id = d.disclosure_id and x.purpose = 'FEEDBACK' where d.finding_id = $1`,
    [second.id],
  );
  expect(await hits(head, "改水")).toMatchObject([{ findingId: second.id, disclosed: { title: "改水" } }]);
  expect((await hits(head, "饮水")).map(({ findingId }) => findingId)).not.toContain(second.id);
});

test("who is recused from a finding does not find it", async () => {
  const kin = await platform.openAccount("county:990101.kin", "990101", ["CLERK"]);
  expect(await found(kin, "饮水")).toHaveLength(2);
  const [first, second] = round.findings as [Versioned, Versioned];
  const recusal = { accountId: kin.person, kind: "KIN", scope: "FINDING", subject: first.id };
  await round.director.does("declareTierRecusal", recusal);
  await until("the recusal binds", async () => (await found(kin, "饮水")).length === 1);
  expect((await hits(kin, "饮水")).map(({ findingId }) => findingId)).toEqual([second.id]);
});

test("a revised draft and a corrected finding are found by the new words; what was submitted, by those that were", async () => {
  const { synthetic: _, ...words } = aFinding({ title: "石拱桥养护记录缺失" });
  const [finding] = draft.findings as [Versioned];
  [draft.findings[0]] = (await draft.clerk.does("reviseTierFinding", { ...finding, ...words })) as [Versioned];
  expect(await hits(draft.clerk, "独木桥")).toEqual([]);
  expect(await hits(draft.clerk, "石拱桥")).toMatchObject([{ findingId: finding.id }]);

  const [wrong] = round.findings as [Versioned];
  const objection = { findings: [wrong], command: "OBJECT", note: "与事实不符。（虚构）", on: "2026-05-13" };
  const objected = await round.clerk.does("moveTierFindings", objection);
  const { furtherUnitIds: __, ...text } = { ...words, title: "更正：蓄水池管护不到位", furtherUnitIds: [] };
  const correction = { findings: objected, command: "CORRECT", note: "意见成立。（虚构）", text };
  [round.findings[0]] = (await round.director.does("moveTierFindings", correction)) as [Versioned];
  expect(await hits(round.clerk, "蓄水池")).toMatchObject([{ findingId: wrong.id, basis: "BOOK" }]);
  expect(await found(round.clerk, "饮水")).toEqual(["BOOK"]);
  expect(await found(as("province:99.director"), "饮水")).toEqual(["PUBLISHED", "PUBLISHED"]);
  expect(await hits(as("province:99.director"), "蓄水池")).toEqual([]);
});

test("the next version of a publication replaces the words of the one before, and a recall takes them away", async () => {
  const province = as("province:99.director");
  const targetIds = round.targets.map(({ id }) => id);
  const [next] = (await round.director.does("submitTierPublications", { targetIds })) as [Versioned];
  expect(await found(province, "蓄水池")).toEqual(["PUBLISHED"]);
  expect(await found(province, "饮水")).toEqual(["PUBLISHED"]);
  // until the offices above can return, a row says so: what is returned stays readable, and so it stays found
  await platform.sql("county", "update publication set status = 'RETURNED' where id = $1", [next.id]);
  expect(await found(province, "饮水")).toEqual(["PUBLISHED"]);
  await platform.sql("county", "update publication set status = 'SUBMITTED' where id = $1", [next.id]);
  const { id, version: revision } = next;
  await round.director.does("recallTierPublication", { id, revision, reason: "内容有误（虚构）" });
  for (const superior of [province, as("city:9901.clerk")]) {
    expect(await found(superior, "蓄水池")).toEqual([]);
    expect(await found(superior, "饮水")).toEqual([]);
  }
  expect(await found(round.clerk, "饮水")).toEqual(["BOOK"]);
});

test("everyone signed in finds units by parts of the name and the beginning of the code, by name", async () => {
  const [one, two] = ["雨水村第三党支部", "水磨村党总支"].map((name, i) => ({
    ...{ name, code: `Wz-0${i}8`, kind: "VILLAGE", region: "990101001001", validFrom: "2021-07-01", synthetic: true },
  }));
  await round.clerk.does("registerTierUnits", { units: [one, two] });
  const names = async (text: string, more: object = {}, person = "county:990102.display") => {
    const { data, errors } = await as(person).ask(UNITS, { text, ...more });
    expect(errors).toEqual([]);
    return data.searchCountyUnits.nodes.map(({ name }: { name: string }) => name);
  };
  expect(await names("水")).toEqual([two?.name, one?.name].sort());
  expect(await names("党 水")).toEqual([two?.name, one?.name].sort());
  expect(await names("雨水", { region: "9901" }, "province:99.clerk")).toEqual([one?.name]);
  expect(await names("雨水", { region: "990102" })).toEqual([]);
  expect(await names("ｗz-0")).toEqual([two?.name, one?.name].sort());
  expect(await names("WZ-018")).toEqual([two?.name]);
  expect(await names("z-0")).toEqual([]);
  expect(await names("%")).toEqual([]);
  const first = await as("county:990102.clerk").ask(UNITS, { text: "水", first: 1 });
  const { endCursor, hasNextPage } = first.data.searchCountyUnits.pageInfo;
  expect(hasNextPage).toBe(true);
  expect([
    ...first.data.searchCountyUnits.nodes.map(({ name }: { name: string }) => name),
    ...(await names("水", { after: endCursor })),
  ]).toEqual(await names("水"));
  for (const after of ["bm8", Buffer.from(`["\\u0000","county:x"]`).toString("base64url")]) {
    const { errors } = await as("county:990102.clerk").ask(UNITS, { text: "水", after });
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "after" }] });
  }
});
