import { fieldsOf, fieldsOfPlan, inputOf, planOf } from "../../dashboard/rules/commandFields";
import { withheldOf } from "../../dashboard/rules/lifecycle";
import { cellsOf, ledgerOf } from "../../dashboard/rules/pasted";
import { zh } from "../../dashboard/words/zh";
import { lifecyclesOf } from "../../scripts/dashboard/lifecycles";

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
  expect(cellsOf("")).toEqual([]);
});

test("pasted rows become a ledger, with the template's heads where they have none", () => {
  expect(ledgerOf("单位\t标题甲")).toEqual({
    csv: '"单位名称","标题","内容","监督重点","类别","合成数据"\r\n"单位","标题甲"',
    rows: 1,
    linesAbove: 1,
  });
  expect(ledgerOf("标题\t单位名称\n甲\t乙")).toMatchObject({ rows: 1, linesAbove: 0 });
});
