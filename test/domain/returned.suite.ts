import { FINDING_STATUSES } from "../../subgraphs/domain/finding/finding";
import { STATUS_WORDS } from "../../subgraphs/domain/ledger/ledger";
import {
  compareReturned,
  type EarlierText,
  type KeptFinding,
  type ReturnedRow,
} from "../../subgraphs/domain/ledger/returned";

const FINDING: KeptFinding = {
  ...{ version: 3, textVersion: 1, status: "DRAFT", title: "台账不全", description: "第一行\n第二行（虚构）" },
  ...{ focus: "GRASSROOTS_POLICY", category: "工程项目", unitName: "虚构村", targetId: "county:t", synthetic: true },
  ...{ ordinal: 7, note: null, unitReply: "无异议" },
};
const ROW: ReturnedRow = {
  ...{
    version: 3,
    title: "台账不全",
    description: "第一行\n第二行（虚构）",
    focus: "基层政策落实",
    category: "工程项目",
  },
  ...{ unit: "虚构村", targetId: "", synthetic: "是", ordinal: "7", status: "草稿", note: "", unitReply: "无异议" },
};
const NAMES: Record<string, string> = { GRASSROOTS_POLICY: "基层政策落实", CORRUPTION_NEAR_PEOPLE: "群众身边腐败" };
const compare = (row: Partial<ReturnedRow>, finding: Partial<KeptFinding> = {}, earlier: EarlierText[] = []) =>
  compareReturned({ ...ROW, ...row }, { ...FINDING, ...finding }, (focus) => NAMES[focus] ?? focus, earlier);
const AS_IT_WENT = { revises: false, kept: [], barred: undefined };

test.each<[string, Partial<ReturnedRow>, Partial<KeptFinding>]>([
  ["nothing is another", {}, {}],
  ["line ends are a spreadsheet program's own", { description: "第一行\r\n第二行（虚构） " }, {}],
  ["its text of before has a character that nobody sees", {}, { title: "台\u200b账不全" }],
  ["the focus is named by its code", { focus: "GRASSROOTS_POLICY" }, {}],
  ["columns that the platform keeps were taken out", { ordinal: undefined, status: undefined, note: undefined }, {}],
  ["the file does not say whether it is synthetic", { synthetic: undefined }, {}],
  ["its finding has gone on meanwhile", {}, { version: 5, status: "REPORTED", note: "理由" }],
  ["nobody says the version", { version: undefined }, {}],
])("a row that came back does nothing where %s", (_, row, finding) => {
  expect(compare(row, finding)).toEqual(AS_IT_WENT);
});

test.each<[string, Partial<ReturnedRow>]>([
  ["title", { title: "台账缺失" }],
  ["description", { description: "" }],
  ["focus", { focus: "CORRUPTION_NEAR_PEOPLE" }],
  ["category", { category: "民生" }],
])("another %s revises a draft of the version that is named, and nothing else", (_, row) => {
  expect(compare(row)).toEqual({ ...AS_IT_WENT, revises: true });
  expect(compare({ ...row, version: undefined }).barred).toBe("NO_VERSION");
  expect(compare({ ...row, version: 2 }).barred).toBe("STALE_VERSION");
  const open = FINDING_STATUSES.filter((status) => {
    return !compare({ ...row, status: STATUS_WORDS[status] }, { status }).barred;
  });
  expect(open).toEqual(["DRAFT"]);
});

test.each<[string, Partial<ReturnedRow>, string[]]>([
  ["another unit", { unit: "虚构二村" }, ["unit"]],
  ["another target", { targetId: "county:u" }, ["targetId"]],
  ["its own target", { targetId: "county:t" }, []],
  ["that it is not synthetic", { synthetic: "" }, ["synthetic"]],
  ["another number", { ordinal: "8" }, ["ordinal"]],
  ["another status", { status: "已销号" }, ["status"]],
  ["a reason that nobody gave", { note: "整改到位" }, ["note"]],
  ["no reply, where the unit gave one", { unitReply: "" }, ["unitReply"]],
])("what the platform keeps is not changed by a file: %s", (_, row, kept) => {
  expect(compare(row)).toEqual({ ...AS_IT_WENT, kept });
  // what steps change cannot be compared with another version; what a finding is can
  const moved = compare({ ...row, version: 2 }).kept;
  expect(moved).toEqual(kept.filter((field) => ["unit", "targetId", "synthetic"].includes(field)));
});

test("a row that is as it went out does nothing, though somebody has revised the text since", () => {
  const { title, description, focus, category } = FINDING;
  const first: EarlierText = { title, description, focus, category, version: 1 };
  const second = { ...first, title: "台账缺失", focus: "CORRUPTION_NEAR_PEOPLE", version: 2 };
  const third = { ...first, title: "没有台账", version: 3 };
  const now = { ...third, version: 5, textVersion: 3 };
  const since = (row: Partial<ReturnedRow>) => compare(row, now, [third, second, first]);
  for (const version of [1, 2, 3]) expect([version, since({ version })]).toEqual([version, AS_IT_WENT]);
  const ofSecond = { title: second.title, focus: "群众身边腐败" };
  for (const version of [2, 3, 4]) expect([version, since({ ...ofSecond, version })]).toEqual([version, AS_IT_WENT]);
  // the fourth version has the second text or the third, and the first has no text but the first
  expect(since({ version: 4 }).barred).toBe("STALE_VERSION");
  expect(since({ ...ofSecond, version: 1 }).barred).toBe("STALE_VERSION");
  expect(since({ version: 3, description: "另一行" }).barred).toBe("STALE_VERSION");
  // of the present version an earlier text is a change
  expect(since({ version: 5 })).toEqual({ ...AS_IT_WENT, revises: true });
  expect(since({ version: undefined }).barred).toBe("NO_VERSION");
});
