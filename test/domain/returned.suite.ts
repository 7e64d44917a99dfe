import { FINDING_STATUSES } from "../../subgraphs/domain/finding/finding";
import { STATUS_WORDS } from "../../subgraphs/domain/ledger/ledger";
import { compareReturned, type KeptFinding, type ReturnedRow } from "../../subgraphs/domain/ledger/returned";

const FINDING: KeptFinding = {
  ...{ version: 3, status: "DRAFT", title: "台账不全", description: "第一行\n第二行（虚构）" },
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
const compare = (row: Partial<ReturnedRow>, finding: Partial<KeptFinding> = {}) =>
  compareReturned({ ...ROW, ...row }, { ...FINDING, ...finding }, "基层政策落实");
const AS_IT_WENT = { revises: false, kept: [], barred: undefined };

test.each<[string, Partial<ReturnedRow>, Partial<KeptFinding>]>([
  ["nothing is another", {}, {}],
  ["line ends are a spreadsheet program's own", { description: "第一行\r\n第二行（虚构） " }, {}],
  ["the focus is named by its code", { focus: "GRASSROOTS_POLICY" }, {}],
  ["columns that the platform keeps were taken out", { ordinal: undefined, status: undefined, note: undefined }, {}],
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
