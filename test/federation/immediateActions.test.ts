import {
  actAtOnce,
  aMeasure,
  anAction,
  aRound,
  type BuiltRound,
  findRectification,
  moveFindings,
  moveTargets,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const ACTION = `query ($id: ID!) { countyImmediateAction(id: $id) { id version kind status statusOn description transferredTo
  proposedBy authorisedBy authorisedOn documentNumber doneBy proof confirmedBy note commands target { id }
  recovered { amount qualifier } peopleHelped { count qualifier } householdsHelped { count qualifier }
  findings { id status } history { nodes { event } } } }`;

async function read(by: Caller, { id }: { id: string }) {
  const { data, errors } = await by.ask(ACTION, { id });
  return data.countyImmediateAction ?? errors[0]?.extensions.code;
}
async function move(by: Caller, action: Versioned, command: string, more: object = {}): Promise<Versioned> {
  const [moved] = await by.does("moveTierImmediateActions", { actions: [action], command, ...more });
  return moved as Versioned;
}
/** @returns the code of the refusal or of the error, and what it names */
async function refused(by: Caller, input: object): Promise<unknown[]> {
  const { refusal, answer } = await by.tries("moveTierImmediateActions", input);
  const [error] = answer.errors;
  return refusal ? [refusal.code, refusal.subject] : [error?.extensions.code, error?.extensions.fields?.[0]?.path];
}
const one = (action: Versioned, command: string, more: object = {}) => ({ actions: [action], command, ...more });
const finding = (round: BuiltRound, i = 0) => round.findings[i] as Versioned;
const target = (round: BuiltRound) => round.targets[0] as Versioned;

async function exchanged(office = "990102", findings = 2): Promise<BuiltRound> {
  const round = await aRound(office).withFindings(findings).until("RECORDED").on(platform);
  await moveFindings(round, "AGREE");
  await moveFindings(round, "EXCHANGE_FACTS", "单位对事实无异议。（虚构）");
  return round;
}

describe("what a team from another office proposes", () => {
  const HELPER = "county:990103.clerk";
  let round: BuiltRound;
  let coordinator: Caller;
  let action: Versioned;
  beforeAll(async () => {
    round = await exchanged();
    coordinator = await platform.openAccount("county:990102.coordinator", "990102", ["COORDINATOR"]);
    const members = [{ person: HELPER, role: "MEMBER", validFrom: "2026-03-02" }];
    await round.director.does("appointTierTeam", { targetIds: [target(round).id], members });
    const proposal = anAction({ findingIds: [finding(round).id] });
    const proposing = { targetId: target(round).id, actions: [proposal], on: "2026-03-12" };
    [action] = (await platform.as(HELPER).does("proposeTierImmediateActions", proposing)) as [Versioned];
  });

  test("is authorised by the office, with a document, and by nobody of the team", async () => {
    expect(await read(platform.as(HELPER), action)).toMatchObject({ status: "PROPOSED", commands: [] });
    expect(await read(coordinator, action)).toMatchObject({ commands: ["AUTHORISE", "REJECT", "CANCEL"] });
    const authorise = one(action, "AUTHORISE", { documentNumber: "虚立〔2026〕1号", on: "2026-03-13" });
    expect(await refused(platform.as(HELPER), authorise)).toEqual(["ROLE_REQUIRED", action.id]);
    expect(await refused(round.approver, one(action, "AUTHORISE"))).toEqual(["DOCUMENT_REQUIRED", action.id]);
    expect(await refused(round.approver, { ...authorise, on: "2026-03-11" })).toEqual(["DATE_OUT_OF_ORDER", action.id]);
    expect(await refused(round.approver, { ...authorise, on: "2999-01-01" })).toEqual(["DATE_IN_FUTURE", action.id]);
    [action] = (await round.approver.does("moveTierImmediateActions", authorise)) as [Versioned];
  });

  test("is reported done with proof by the team, and comes back with a reason to what it was", async () => {
    const done = one(action, "REPORT_DONE", { on: "2026-03-16" });
    expect(await refused(platform.as(HELPER), done)).toEqual(["PROOF_REQUIRED", action.id]);
    const result = { recovered: { amount: "1000.00" } };
    action = await move(platform.as(HELPER), action, "REPORT_DONE", {
      note: "照片。（虚构）",
      on: "2026-03-16",
      result,
    });
    expect(await refused(coordinator, one(action, "RETURN"))).toEqual(["REASON_REQUIRED", action.id]);
    action = await move(coordinator, action, "RETURN", { note: "照片不清。（虚构）", on: "2026-03-17" });
    expect(await read(platform.as(HELPER), action)).toMatchObject({
      ...{ status: "AUTHORISED", note: "照片不清。（虚构）", proof: null, recovered: null, commands: ["REPORT_DONE"] },
      ...{ authorisedBy: round.approver.person, documentNumber: "虚立〔2026〕1号" },
    });
  });

  test("is confirmed by somebody else, and brings its finding to VERIFIED with its proof", async () => {
    const result = { recovered: { amount: "40000.00", qualifier: "AT_LEAST" }, peopleHelped: { count: 30 } };
    action = await move(coordinator, action, "REPORT_DONE", { note: "公示照片。（虚构）", on: "2026-03-18", result });
    expect(await refused(coordinator, one(action, "CONFIRM"))).toEqual(["SOMEBODY_ELSE_REQUIRED", action.id]);
    action = await move(round.director, action, "CONFIRM", { on: "2026-03-19" });
    expect(await read(platform.as(HELPER), action)).toMatchObject({
      ...{ status: "CONFIRMED", statusOn: "2026-03-19", commands: [], proof: "公示照片。（虚构）", note: null },
      ...{ proposedBy: HELPER, doneBy: coordinator.person, confirmedBy: round.director.person },
      ...{ recovered: { amount: "40000.00", qualifier: "AT_LEAST" }, peopleHelped: { count: 30, qualifier: "EXACT" } },
      ...{ householdsHelped: null, findings: [{ id: finding(round).id, status: "VERIFIED" }] },
    });
    const { data } = await round.clerk.ask(
      `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { status version proof commands immediateActions { id }
        history(first: 1) { nodes { event details { name value } } } } } }`,
      { id: finding(round).id },
    );
    expect(data.finding).toMatchObject({
      ...{ status: "VERIFIED", version: finding(round).version + 1, proof: "公示照片。（虚构）" },
      immediateActions: [{ id: action.id }],
      history: { nodes: [{ event: "FindingVerifiedAtOnce" }] },
    });
    expect(data.finding.history.nodes[0].details).toContainEqual({ name: "immediateAction", value: action.id });
  });

  test("has its history, the latest first, in the journal", async () => {
    const { history } = await read(platform.as(HELPER), action);
    expect(history.nodes.map(({ event }: { event: string }) => event)).toEqual(
      ["Confirmed", "Done", "Returned", "Done", "Authorised", "Proposed"].map((event) => `ImmediateAction${event}`),
    );
  });
});

describe("a finding that was rectified at once", () => {
  let round: BuiltRound;
  let liaison: Caller;
  beforeAll(async () => {
    round = await exchanged();
    await actAtOnce(round, "CONFIRMED", { findingIds: [finding(round).id] });
    const [first, ...others] = round.findings as [Versioned, ...Versioned[]];
    const reported = await round.director.does("moveTierFindings", { findings: others, command: "REPORT" });
    round.findings = [{ ...first, version: first.version + 1 }, ...reported];
    liaison = await platform.openAccount("county:990102.liaison", "990102", ["UNIT_HEAD"], round.units[0]?.id);
  });

  test("counts as reported, is heard and submitted as rectified", async () => {
    await moveTargets(round, "REPORT", "2026-04-17");
    await moveTargets(round, "HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚听1号" } });
    await round.director.does("submitTierPublications", { targetIds: [target(round).id] });
    const { data } = await platform
      .as("province:99.director")
      .ask(`query ($id: ID!) { countyFindings(filter: { targetId: $id }) { nodes { id status liveStatus } } }`, {
        id: target(round).id,
      });
    expect(data.countyFindings.nodes).toEqual([
      { id: finding(round, 1).id, status: "REPORTED", liveStatus: "REPORTED" },
      { id: finding(round).id, status: "VERIFIED", liveStatus: "VERIFIED" },
    ]);
  });

  test("is fed back as rectified and stays so when the rectification starts", async () => {
    await moveTargets(round, "FEED_BACK", "2026-05-06");
    const { data } = await liaison.ask(
      `{ countyDisclosures { nodes { findings { nodes { findingId status findingVersion } } } } }`,
    );
    expect(data.countyDisclosures.nodes[0].findings.nodes).toContainEqual({
      findingId: finding(round).id,
      status: "VERIFIED",
      findingVersion: finding(round).version,
    });
    round.targets = await round.director.does("moveTierRoundTargets", {
      ...{ targets: round.targets, command: "START_RECTIFICATION", on: "2026-05-12" },
    });
    const { data: book } = await round.clerk.ask(
      `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { status version commands history { nodes { event } } } } }`,
      { id: finding(round).id },
    );
    // what an action verified, nobody claimed: it is not taken back
    const commands = ["OBJECT"];
    expect(book.finding).toMatchObject({ status: "VERIFIED", version: finding(round).version, commands });
    expect(book.finding.history.nodes[0]).toEqual({ event: "FindingFedBackRectified" });
  });

  test("needs no measure in the plan, and is closed after the feedback like any other", async () => {
    const { rectification } = await findRectification(round.director, target(round).id);
    const measures = [aMeasure(finding(round, 1).id)];
    const plan = { plan: { text: "整改方案。（虚构）", measures } };
    await round.clerk.does("moveTierRectification", { ...rectification, command: "SUBMIT_PLAN", ...plan });
    await round.director.does("moveTierFindings", { findings: [finding(round)], command: "CLOSE" });
    const { data } = await round.clerk.ask(
      `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { status } } }`,
      {
        id: finding(round).id,
      },
    );
    expect(data.finding).toEqual({ status: "CLOSED" });
  });

  test("can be objected to after the feedback, and comes back rectified where the objection ends", async () => {
    const other = await exchanged("990103", 1);
    await actAtOnce(other, "CONFIRMED", { findingIds: [finding(other).id] });
    await moveTargets(other, "REPORT", "2026-04-17");
    await moveTargets(other, "HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚听2号" } });
    let findings = [{ ...finding(other), version: finding(other).version + 1 }];
    const object = { command: "OBJECT", note: "与事实不符。（虚构）" };
    const early = await other.clerk.tries("moveTierFindings", { findings, ...object });
    expect(early.refusal?.code).toBe("DATE_OUT_OF_ORDER");
    await moveTargets(other, "FEED_BACK", "2026-05-06");
    findings = findings.map(({ id, version }) => ({ id, version: version + 1 }));
    findings = await other.clerk.does("moveTierFindings", { findings, ...object, on: "2026-05-08" });
    await moveTargets(other, "START_RECTIFICATION", "2026-05-12");
    await other.director.does("moveTierFindings", { findings, command: "UPHOLD", note: "事实清楚。（虚构）" });
    const { data } = await other.clerk.ask(
      `{ countyFindings(filter: { targetId: "${target(other).id}" }) { nodes { status } } }`,
    );
    expect(data.countyFindings.nodes).toEqual([{ status: "VERIFIED" }]);
  });
});

describe("the confirmation", () => {
  test("of a transfer hands over to a department and verifies nothing", async () => {
    const round = await exchanged();
    const transfer = {
      kind: "TRANSFER_WHILE_INSPECTING",
      transferredTo: "虚构县水务局",
      findingIds: [finding(round).id],
    };
    const action = await actAtOnce(round, "CONFIRMED", transfer);
    expect(await read(round.clerk, action)).toMatchObject({
      ...{ status: "CONFIRMED", transferredTo: "虚构县水务局" },
      findings: [{ status: "FACTS_EXCHANGED" }],
    });
  });

  test("verifies nothing that went to the report without the unit, and the action can be given up", async () => {
    const round = await aRound("990102").withFindings(1).until("RECORDED").on(platform);
    await moveFindings(round, "AGREE");
    const report = { findings: round.findings, command: "REPORT", exception: "CASE" };
    await round.director.does("moveTierFindings", report);
    let action = await actAtOnce(round, "DONE", { findingIds: [finding(round).id] });
    const confirm = one(action, "CONFIRM");
    expect(await refused(round.director, confirm)).toEqual(["FACTS_NOT_EXCHANGED", finding(round).id]);
    action = await move(round.director, action, "RETURN", { note: "不宜立行立改。（虚构）" });
    action = await move(round.director, action, "CANCEL", { note: "不宜立行立改。（虚构）" });
    expect(await read(round.clerk, action)).toMatchObject({ status: "CANCELLED", commands: [] });
  });

  test("leaves what another action has verified already, or what was dismissed", async () => {
    const round = await exchanged();
    const ids = round.findings.map(({ id }) => id);
    const both = await actAtOnce(round, "DONE", { findingIds: ids });
    await actAtOnce(round, "CONFIRMED", { findingIds: [ids[0]] });
    await round.director.does("moveTierFindings", {
      findings: [finding(round, 1)],
      command: "DISMISS",
      note: "重复（虚构）",
    });
    const confirmed = await move(round.director, both, "CONFIRM");
    expect((await read(round.clerk, confirmed)).findings).toEqual([
      { id: ids[0], status: "VERIFIED" },
      { id: ids[1], status: "DISMISSED" },
    ]);
  });

  test("by two people at the same time is one confirmation, and a retry is answered with it", async () => {
    const round = await exchanged();
    const action = await actAtOnce(round, "DONE", { findingIds: [finding(round).id] });
    const outcomes = await Promise.all(
      [round.director, round.approver].map((by) => by.tries("moveTierImmediateActions", one(action, "CONFIRM"))),
    );
    expect(outcomes.map(({ items, refusal }) => refusal?.code ?? items?.length).sort()).toEqual([1, "STALE_VERSION"]);
    const key = "proposed-at-once";
    const proposal = { targetId: target(round).id, actions: [anAction()] };
    const [first] = await round.clerk.does("proposeTierImmediateActions", proposal, { key });
    expect(await round.clerk.does("proposeTierImmediateActions", proposal, { key })).toEqual([first]);
  });
});

test("who proposes does not authorise, a rejection has its reason, and what is rejected or cancelled is over", async () => {
  const round = await exchanged();
  const proposal = { targetId: target(round).id, actions: [anAction(), anAction({ kind: "FAST_TRACK" })] };
  const [first, second] = (await round.director.does("proposeTierImmediateActions", proposal)) as [
    Versioned,
    Versioned,
  ];
  const authorise = one(first, "AUTHORISE", { documentNumber: "虚立2号" });
  expect(await refused(round.director, authorise)).toEqual(["SOMEBODY_ELSE_REQUIRED", first.id]);
  expect(await refused(round.approver, one(first, "REJECT"))).toEqual(["REASON_REQUIRED", first.id]);
  const stale = { actions: [first, { ...second, version: 7 }], command: "REJECT", note: "x" };
  expect(await refused(round.approver, stale)).toEqual(["STALE_VERSION", second.id]);
  const rejected = await move(round.approver, first, "REJECT", { note: "不属立行立改范围。（虚构）" });
  expect(await read(round.clerk, rejected)).toMatchObject({
    status: "REJECTED",
    note: "不属立行立改范围。（虚构）",
    commands: [],
  });
  await move(round.clerk, second, "CANCEL", { note: "已无必要。（虚构）" });
  expect(await refused(round.approver, one(rejected, "AUTHORISE"))).toEqual(["ILLEGAL_TRANSITION", first.id]);
});

test("what is not an action is refused by the field that is wrong, and leaves nothing", async () => {
  const round = await exchanged();
  const other = await aRound("990102").until("RECORDED").on(platform);
  const proposed = await actAtOnce(round, "AUTHORISED");
  await round.director.does("moveTierFindings", {
    findings: [finding(round, 1)],
    command: "DISMISS",
    note: "x（虚构）",
  });
  const before = await platform.fingerprint();
  const propose = async (action: object, more: object = {}) => {
    const proposal = { targetId: target(round).id, actions: [anAction(action)], ...more };
    const { refusal, answer } = await round.clerk.tries("proposeTierImmediateActions", proposal);
    const [error] = answer.errors;
    return refusal ? [refusal.code, refusal.subject] : [error?.extensions.code, error?.extensions.fields?.[0]?.path];
  };
  const named = "input.actions.0.findingIds.0";
  expect(await propose({ kind: "TRANSFER_WHILE_INSPECTING" })).toEqual([
    "BAD_USER_INPUT",
    "input.actions.0.transferredTo",
  ]);
  expect(await propose({ transferredTo: "水务局" })).toEqual(["BAD_USER_INPUT", "input.actions.0.transferredTo"]);
  expect((await propose({ findingIds: [finding(other).id] }))[0]).toBe("NOT_FOUND");
  expect(await propose({ findingIds: ["x"] })).toEqual(["BAD_USER_INPUT", named]);
  expect(await propose({ findingIds: [finding(round, 1).id] })).toEqual(["ILLEGAL_TRANSITION", finding(round, 1).id]);
  expect(await propose({}, { on: "2026-03-08" })).toEqual(["DATE_OUT_OF_ORDER", target(round).id]);
  expect(await propose({}, { on: "2999-01-01" })).toEqual(["DATE_IN_FUTURE", target(round).id]);
  const done = (result: object, more: object = {}) =>
    refused(round.clerk, one(proposed, "REPORT_DONE", { note: "照片（虚构）", result, ...more }));
  const amount = ["BAD_USER_INPUT", "input.result.recovered.amount"];
  expect(await done({ recovered: { amount: "0.00" } })).toEqual(amount);
  expect(await done({ recovered: { amount: "100000000000.01" } })).toEqual(amount);
  expect((await done({ recovered: { amount: "40,000" } }))[0]).toBe("BAD_USER_INPUT");
  expect((await done({ peopleHelped: { count: 0 } }))[0]).toBe("BAD_USER_INPUT");
  expect(await done({}, { command: "CANCEL" })).toEqual(["BAD_USER_INPUT", "input.result"]);
  expect(await platform.fingerprint()).toEqual(before);
});

test("not even the database takes a finding as verified before the feedback by anything but a confirmed action", async () => {
  const round = await exchanged("990102", 1);
  await actAtOnce(round, "DONE", { findingIds: [finding(round).id] });
  await actAtOnce(round, "CONFIRMED", {
    ...{ kind: "TRANSFER_WHILE_INSPECTING", transferredTo: "虚构县水务局", findingIds: [finding(round).id] },
  });
  const verify = platform.sql("county", "update finding set status = 'VERIFIED' where id = $1", [finding(round).id]);
  await expect(verify).rejects.toThrow("verified before the feedback by no immediate action");
});
