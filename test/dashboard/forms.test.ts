import { fieldsOf, fieldsOfPlan, inputOf, planOf } from "../../dashboard/rules/commandFields";
import { textCommandsOf } from "../../dashboard/rules/findingText";
import { linesOf, withheldOf } from "../../dashboard/rules/lifecycle";
import { fieldMeant, missingIn } from "../../dashboard/rules/needed";
import { cellsOf, ledgerOf } from "../../dashboard/rules/pasted";
import { findingBehind, remedyFor } from "../../dashboard/rules/remedy";
import { en } from "../../dashboard/words/en";
import { zh } from "../../dashboard/words/zh";
import { lifecyclesOf } from "../../scripts/dashboard/lifecycles";
import { REFUSALS } from "../../subgraphs/domain/refusals";

const { finding, target, round, rectification, order } = lifecyclesOf();
const pathsOf = (cycle: Parameters<typeof fieldsOf>[0], table: typeof finding, status: string, command: string) =>
  fieldsOf(cycle, table, status, command).map(({ path, required }) => (required ? `${path}!` : path));

test("a form asks for what the platform would refuse to do without", () => {
  expect(pathsOf("finding", finding, "DRAFT", "AGREE")).toEqual([]);
  expect(pathsOf("finding", finding, "TEAM_AGREED", "EXCHANGE_FACTS")).toEqual(["note!"]);
  expect(pathsOf("finding", finding, "TEAM_AGREED", "REPORT")).toEqual(["exception!", "note"]);
  expect(pathsOf("finding", finding, "FED_BACK", "OBJECT")).toEqual(["note!", "on"]);
  expect(pathsOf("finding", finding, "OBJECTED", "CORRECT")).toEqual([
    ...["note!", "text.title!", "text.focus!", "text.category!", "text.description", "documentNumber"],
  ]);
  expect(pathsOf("target", target, "REPORTED", "HEAR")).toEqual(["hearing.body!", "hearing.documentNumber!", "on"]);
  expect(pathsOf("target", target, "HEARD", "CORRECT")).toContain("correction.heardOn");
  expect(pathsOf("round", round, "PREPARING", "AUTHORISE")).toEqual(["documentNumber!", "on"]);
  expect(pathsOf("order", order, "REPORTED_BACK", "RETURN")).toEqual(["note!", "dueOn"]);
});

test("what is not offered is named to whoever could do it at all", () => {
  expect(withheldOf(target, "ENTERED", ["CORRECT"], ["DIRECTOR"])).toEqual(["REPORT", "TAKE_BACK"]);
  expect(withheldOf(target, "ENTERED", [], ["CLERK"])).toEqual(["REPORT"]);
  expect(withheldOf(target, "EVALUATED", ["CORRECT", "ARCHIVE"], ["DIRECTOR"])).toEqual([]);
});

test("the name of a status stays in its box of the drawing, in both languages", () => {
  const widthOf = (line: string) => [...line].reduce((width, letter) => width + (letter > "\u2e80" ? 2 : 1), 0);
  for (const { findingStatus } of [zh, en]) {
    const lines = Object.values(findingStatus).map((name) => linesOf(name));
    expect(lines.flat().filter((line) => widthOf(line) > 11)).toEqual([]);
    expect(lines.filter(({ length }) => length > 2)).toEqual([]);
  }
  expect(linesOf("Agreed by the team")).toEqual(["Agreed by", "the team"]);
});

test("every command that a person may give has its word", () => {
  const named = [
    [target, zh.work.targetCommand],
    [round, zh.work.roundCommand],
    [rectification, zh.work.rectificationCommand],
    [order, zh.exchange.order],
  ] as const;
  for (const [{ steps }, words] of named) {
    const byPeople = steps.filter(({ by }) => by.some((who) => who !== "PLATFORM"));
    expect(byPeople.map(({ command }) => command).filter((command) => !(command in words))).toEqual([]);
  }
});

test("values stand in the input where their fields do, and what is empty does not", () => {
  const values = { "hearing.body": " 虚构会议 ", "hearing.documentNumber": "1号", on: "", note: "  " };
  expect(inputOf(values)).toEqual({ hearing: { body: "虚构会议", documentNumber: "1号" } });
});

test("a plan has a measure for each open finding, and goes to the platform as a list", () => {
  const fields = fieldsOfPlan([{ id: "county:a", name: "1. 甲" }]);
  expect(fields.map(({ path }) => path)).toEqual([
    "plan.text",
    ...["text", "responsible", "dueOn"].map((name) => `plan.measures.county:a.${name}`),
  ]);
  const { plan } = inputOf({ "plan.text": "方案", "plan.measures.county:a.text": "措施" }) as { plan: object };
  expect(planOf(plan)).toEqual({ text: "方案", measures: [{ findingId: "county:a", text: "措施" }] });
  expect(pathsOf("rectification", rectification, "REPORTED", "OPEN_REVIEW")).toEqual(["evaluation!", "on"]);
});

test("cells come from the clipboard as a spreadsheet puts them there", () => {
  expect(cellsOf('甲\t乙\r\n"含\n换行"\t"含""引号"""\r\n\r\n')).toEqual([
    ["甲", "乙"],
    ["含\n换行", '含"引号"'],
  ]);
  expect(cellsOf('"没有结束\t乙')).toEqual([['"没有结束', "乙"]]);
  // a quotation mark is not the beginning of a cell that ends rows later
  expect(cellsOf('甲\t"两委\t丙\n甲\t班子"\t丙')).toEqual([
    ["甲", '"两委', "丙"],
    ["甲", '班子"', "丙"],
  ]);
  expect(cellsOf("")).toEqual([]);
});

test("pasted rows become a ledger, with the template's heads where they have none", () => {
  expect(ledgerOf("单位\t标题甲")).toEqual({
    csv: '"单位名称","标题","内容","监督重点","类别","合成数据"\r\n"单位","标题甲"',
    rows: 1,
    linesAbove: 1,
  });
  expect(ledgerOf("标题\t单位名称\n甲\t乙")).toMatchObject({ rows: 1, linesAbove: 0 });
  const asTemplate = ledgerOf("单位\t\t标题甲\t内容\t重点\t类\t是").csv;
  expect(asTemplate.split("\r\n")[0]).toBe('"单位名称","对象编号","标题","内容","监督重点","类别","合成数据"');
  expect(ledgerOf("单位\t内容\t说明")).toMatchObject({ rows: 1, linesAbove: 1 });
});

test("what would help is told to a person by the names that stand in the form", () => {
  const told = (code: keyof typeof REFUSALS, allowed?: readonly string[]) =>
    remedyFor({ code, allowed }, REFUSALS[code].remedyZh, zh);
  expect(told("PLAN_REQUIRED")).toBe("请填写“整改方案”，并补齐措施。");
  expect([told("REASON_REQUIRED"), told("PROOF_REQUIRED")]).toEqual([
    "请填写“理由”。",
    "请在“整改佐证”中写明佐证材料。",
  ]);
  expect(told("STALE_VERSION")).toBe("页面已重新读取。请核对现在的内容，再确认。");
  expect(told("ILLEGAL_TRANSITION")).toBe("可执行的操作见“可以办理”。");
  expect(told("ROLE_REQUIRED", ["DIRECTOR", "APPROVER"])).toBe("请由办主任、领导小组办理。");
  expect(remedyFor({ code: "REASON_REQUIRED" }, REFUSALS.REASON_REQUIRED.remedyEn, en)).toBe("Fill in “Reason”.");
  // what an operator types, and how an account looks
  const asTheyAre = ["npm", "run", "keys", "trust", "county", "clerk"];
  const left = Object.entries(REFUSALS).flatMap(([code, { remedyZh, remedyEn }]) => [
    ...(remedyFor({ code }, remedyZh, zh).match(/[A-Za-z]\w+/g) ?? []).filter((name) => !asTheyAre.includes(name)),
    ...(remedyFor({ code }, remedyEn, en).match(/`(?!trust)\w+`/g) ?? []),
  ]);
  expect(left).toEqual([]);
});

test("a draft's text is revised, and what seems to name somebody is masked or confirmed until somebody has", () => {
  const named = { advice: [{}], confirmedNoPerson: false };
  expect(textCommandsOf({ status: "DRAFT", advice: [], confirmedNoPerson: false })).toEqual(["REVISE"]);
  expect(textCommandsOf({ status: "DRAFT", ...named })).toEqual(["REVISE", "MASK", "CONFIRM"]);
  expect(textCommandsOf({ status: "RECTIFYING", ...named })).toEqual(["MASK", "CONFIRM"]);
  expect(textCommandsOf({ status: "RECTIFYING", ...named, confirmedNoPerson: true })).toEqual([]);
  expect(textCommandsOf({ status: "DISMISSED", ...named })).toEqual([]);
});

test("a refusal that points to the advice on a finding names the finding", () => {
  expect(findingBehind({ code: "TEXT_NAMES_PERSON", subject: "county:1" })).toBe("county:1");
  expect(findingBehind({ code: "NOTHING_CHANGED", subject: "county:1" })).toBeUndefined();
});

test("a form says at once all that it needs and has not", () => {
  const fields = fieldsOfPlan([{ id: "county:a", name: "1. 甲" }]);
  const values = { "plan.text": "方案", "plan.measures.county:a.text": "  " };
  const dueOn = "plan.measures.county:a.dueOn";
  expect(missingIn(fields, values).map(({ name }) => name)).toEqual(["measure", "responsible", "measureDueOn"]);
  expect(missingIn(fieldsOf("finding", finding, "DRAFT", "AGREE"), {})).toEqual([]);
  expect(missingIn([{ path: dueOn, required: false }], {})).toEqual([]);
});

test("what the platform finds wrong is told by the name of the field in the form that was sent", () => {
  const plan = fieldsOfPlan([
    { id: "county:a", name: "1. 甲" },
    { id: "county:b", name: "2. 乙" },
  ]);
  expect(fieldMeant("input.plan.measures.1.dueOn", plan)).toMatchObject({ name: "measureDueOn", about: "2. 乙" });
  const lines = [{ path: "title" }, { path: "endsOn" }];
  expect(fieldMeant("input.endsOn", lines)).toBe(lines[1]);
  expect(fieldMeant("members.0.role", [{ path: "role" }])).toEqual({ path: "role" });
  expect(fieldMeant("input.officeCodes", lines)).toBeUndefined();
});
