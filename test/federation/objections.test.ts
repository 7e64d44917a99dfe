import { randomUUID } from "node:crypto";
import { aFinding, aRound, type BuiltRound, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const DETAILS = `query ($id: ID!) { finding(id: $id) { id ... on CountyFinding { version title status liveStatus basis commands
  objections { objectedOn text decision decidedBy reason documentNumber } texts { version title reason writtenBy }
  history { nodes { event } } } } }`;
async function read(caller: Caller, { id }: { id: string }) {
  const { data, errors } = await caller.ask(DETAILS, { id });
  expect(errors).toEqual([]);
  return data.finding;
}

/** Fed back on 2026-05-06; the unit objects in the days after, on paper, and the clerk enters it. */
const OBJECTION = { command: "OBJECT", note: "与事实不符。（虚构）", on: "2026-05-08" };
const { synthetic: _, ...TEXT } = aFinding({ title: "更正后的标题" });

async function move(caller: Caller, finding: Versioned, step: object): Promise<Versioned> {
  const [moved] = await caller.does("moveTierFindings", { findings: [finding], ...step });
  return moved as Versioned;
}
async function objected(stage: "FED_BACK" | "RECTIFYING"): Promise<[BuiltRound, Versioned]> {
  const round = await aRound().until(stage).on(platform);
  return [round, await move(round.clerk, round.findings[0] as Versioned, OBJECTION)];
}

test("an objection that is upheld leads back to where the finding was, and keeps who said and decided what", async () => {
  const [round, finding] = await objected("RECTIFYING");
  expect(await read(round.director, finding)).toMatchObject({
    status: "OBJECTED",
    commands: ["UPHOLD", "CORRECT", "WITHDRAW"],
    objections: [{ objectedOn: "2026-05-08", text: OBJECTION.note, decision: null, decidedBy: null }],
  });
  await move(round.director, finding, {
    command: "UPHOLD",
    note: "事实清楚。（虚构）",
    documentNumber: "虚复〔2026〕1号",
  });
  const upheld = await read(round.clerk, finding);
  expect(upheld).toMatchObject({ status: "RECTIFYING", texts: [{ version: 1 }] });
  expect(upheld.objections).toEqual([
    {
      objectedOn: "2026-05-08",
      text: OBJECTION.note,
      decision: "UPHELD",
      decidedBy: "county:990101.director",
      reason: "事实清楚。（虚构）",
      documentNumber: "虚复〔2026〕1号",
    },
  ]);
});

test("a finding whose target went on while it was objected to follows as soon as the objection ends", async () => {
  const [round, finding] = await objected("FED_BACK");
  round.findings = [];
  await moveTargets(round, "START_RECTIFICATION", "2026-05-12");
  expect(await read(round.clerk, finding)).toMatchObject({ status: "OBJECTED", version: finding.version });
  await move(round.director, finding, { command: "UPHOLD", note: "事实清楚。（虚构）" });
  const now = await read(round.clerk, finding);
  expect(now).toMatchObject({ status: "RECTIFYING", version: finding.version + 2 });
  const events = now.history.nodes.map(({ event }: { event: string }) => event);
  expect(events.slice(0, 3)).toEqual(["FindingRectificationStarted", "FindingUpheld", "FindingObjected"]);
});

test("a correction is a further version of the text, and the first one stays", async () => {
  const [round, finding] = await objected("FED_BACK");
  const step = { command: "CORRECT", note: "单位意见成立。（虚构）", text: TEXT };
  const key = randomUUID();
  const input = { findings: [finding], ...step };
  const corrected = await round.director.does("moveTierFindings", input, { key });
  expect(await round.director.does("moveTierFindings", input, { key })).toEqual(corrected);
  const now = await read(round.clerk, finding);
  expect(now).toMatchObject({ status: "FED_BACK", title: "更正后的标题", objections: [{ decision: "CORRECTED" }] });
  expect(now.texts).toEqual([
    { version: 2, title: "更正后的标题", reason: step.note, writtenBy: "county:990101.director" },
    { version: 1, title: "民生项目公示不及时", reason: null, writtenBy: "county:990101.clerk" },
  ]);
});

test("what leaves the office after the feedback tells no number of a person, however it is written", async () => {
  const [round, finding] = await objected("FED_BACK");
  const text = { ...TEXT, description: "经办人电话＋８６ １３８－００００－００００（虚构）" };
  const step = { findings: [finding], command: "CORRECT", note: "身份证号110101 1900 0101 0000（虚构）", text };
  const refused = await round.director.tries("moveTierFindings", step);
  expect(refused.answer.errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT", fields: [{ path: "input.note" }, { path: "input.text.description" }] } },
  ]);
  expect(refused.answer.text).not.toMatch(/0000|００００/);
  expect(await read(round.clerk, finding)).toMatchObject({ status: "OBJECTED", version: finding.version });
});

test("what is withdrawn counts no more, and a superior sees the status and no word of the objection", async () => {
  const round = await aRound("990103").withFindings(2).until("FED_BACK").submitted().on(platform);
  const [first, second] = round.findings as [Versioned, Versioned];
  const province = platform.as("province:99.director");
  const total = async () => {
    const { data } = await province.ask(`{ region(code: "990103") { countyFigures { total open } } }`);
    return data.region.countyFigures;
  };
  expect(await total()).toEqual({ total: 2, open: 2 });
  const finding = await move(round.clerk, first, OBJECTION);
  const seen = await read(province, first);
  expect(seen).toMatchObject({ basis: "PUBLISHED", status: "FED_BACK", liveStatus: "OBJECTED", commands: [] });
  expect(seen).toMatchObject({ objections: [], texts: [], history: null });
  expect(await total()).toEqual({ total: 2, open: 2 });
  await move(round.director, finding, { command: "WITHDRAW", note: "事实不成立。（虚构）" });
  expect(await read(province, first)).toMatchObject({ liveStatus: "WITHDRAWN" });
  expect(await total()).toEqual({ total: 1, open: 1 });
  const [publication] = await round.director.does("submitTierPublications", {
    targetIds: round.targets.map(({ id }) => id),
  });
  const { data } = await province.ask(
    `{ countyFindings(filter: { region: "990103" }) { nodes { id publication { id } } } }`,
  );
  expect(data.countyFindings.nodes).toEqual([{ id: second.id, publication: { id: publication?.id } }]);
});

test("what a look-back reopened is worked on again, and a superior sees that it is open", async () => {
  const round = await aRound("990102").until("RECTIFYING").submitted().on(platform);
  const [finding] = round.findings as [Versioned];
  await platform.sql("county", "update finding set status = 'REOPENED', previous_status = 'CLOSED' where id = $1", [
    finding.id,
  ]);
  expect(await read(platform.as("province:99.director"), finding)).toMatchObject({ liveStatus: "REOPENED" });
  expect((await read(round.clerk, finding)).commands).toEqual(["CLAIM", "OBJECT"]);
  await move(round.clerk, finding, { command: "CLAIM", note: "整改佐证（虚构）" });
  const refused = await round.director.tries("moveTierFindings", { findings: [finding], command: "REOPEN" });
  expect(refused.refusal).toMatchObject({ code: "STALE_VERSION" });
});

test("nobody reopens by a command", async () => {
  const round = await aRound().until("RECTIFYING").on(platform);
  await platform.sql("county", "update finding set status = 'CLOSED' where id = $1", [round.findings[0]?.id]);
  const { refusal } = await round.director.tries("moveTierFindings", { findings: round.findings, command: "REOPEN" });
  expect(refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["PLATFORM"] });
});

test("of a clerk who claims and one who objects at the same time, one wins and the other is told to read again", async () => {
  const other = await platform.openAccount("county:990101.clerk-2", "990101", ["CLERK"]);
  const round = await aRound().until("RECTIFYING").on(platform);
  const outcomes = await Promise.all([
    round.clerk.tries("moveTierFindings", { findings: round.findings, command: "CLAIM", note: "佐证（虚构）" }),
    other.tries("moveTierFindings", { findings: round.findings, ...OBJECTION }),
  ]);
  expect(outcomes.filter(({ items }) => items)).toHaveLength(1);
  expect(outcomes.map(({ refusal }) => refusal?.code).filter(Boolean)).toEqual(["STALE_VERSION"]);
});

test.each([
  ["a second objection", { ...OBJECTION }, { code: "ILLEGAL_TRANSITION" }],
  ["a decision without a reason", { command: "UPHOLD" }, { code: "REASON_REQUIRED" }],
  ["a correction without a text", { command: "CORRECT", note: "x" }, { code: "TEXT_REQUIRED" }],
])("%s is refused and leaves nothing", async (_, step, expected) => {
  const [round, finding] = await objected("FED_BACK");
  const before = await platform.fingerprint();
  const caller = step.command === "OBJECT" ? round.clerk : round.director;
  const { refusal } = await caller.tries("moveTierFindings", { findings: [finding], ...step });
  expect(refusal).toMatchObject(expected);
  expect(await platform.fingerprint()).toEqual(before);
});

test.each([
  ["before the feedback", "2026-05-05", "DATE_OUT_OF_ORDER"],
  ["in days to come", "2099-01-01", "DATE_IN_FUTURE"],
  ["today, months after the feedback", undefined, "WITHIN_OBJECTION_DAYS"],
])("an objection %s is refused", async (_, on, code) => {
  const round = await aRound().until("FED_BACK").on(platform);
  const { refusal } = await round.clerk.tries("moveTierFindings", { findings: round.findings, ...OBJECTION, on });
  expect(refusal).toMatchObject({ code });
});

test("a correction in words that are not valid leaves nothing, and a text is of one finding", async () => {
  const [round, finding] = await objected("FED_BACK");
  const before = await platform.fingerprint();
  const correct = (findings: Versioned[], text: object) =>
    round.director.tries("moveTierFindings", { findings, command: "CORRECT", note: "x", text });
  const wrong = await correct([finding], { ...TEXT, focus: "GRASSROOTS_POLICIES" });
  expect(wrong.answer.errors[0]?.extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.text.focus", reason: expect.stringContaining("nearest: GRASSROOTS_POLICY,") }],
  });
  const two = await correct(
    [finding, finding].map((each, i) => (i ? { id: round.targets[0]?.id as string, version: 1 } : each)),
    TEXT,
  );
  expect(two.answer.errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "input.text" }] });
  expect(await platform.fingerprint()).toEqual(before);
});

test("who claims that a finding is rectified does not verify it, with both roles in one hand too", async () => {
  const round = await aRound().until("RECTIFYING").on(platform);
  const both = await platform.openAccount("county:990101.both", "990101", ["CLERK", "DIRECTOR"]);
  const claimed = await move(both, round.findings[0] as Versioned, { command: "CLAIM", note: "佐证。（虚构）" });
  const { refusal } = await both.tries("moveTierFindings", { findings: [claimed], command: "VERIFY" });
  expect(refusal).toMatchObject({ code: "SOMEBODY_ELSE_REQUIRED", subject: claimed.id });
  await move(round.director, claimed, { command: "VERIFY" });
});
