import { anAction, aRound, type BuiltRound, moveFindings } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
let round: BuiltRound;

/** What an article states of a county: 3 matters put right at once, 5 assigned on site, more than 40,000 yuan recovered. */
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound("990201").withFindings(1).until("RECORDED").on(platform);
  await moveFindings(round, "AGREE");
  await moveFindings(round, "EXCHANGE_FACTS", "单位对事实无异议。（虚构）");
  const atOnce = [anAction({ findingIds: round.findings.map(({ id }) => id) }), anAction(), anAction()];
  const onSite = Array.from({ length: 5 }, () => anAction({ kind: "ON_SITE_ASSIGNMENT" }));
  const proposal = {
    targetId: round.targets[0]?.id,
    actions: [...atOnce, ...onSite, anAction({ kind: "FAST_TRACK" })],
  };
  let actions = await round.clerk.does("proposeTierImmediateActions", proposal);
  const step = (by: Caller, some: Versioned[], command: string, more: object = {}) =>
    by.does("moveTierImmediateActions", { actions: some, command, ...more });
  actions = await step(round.director, actions, "AUTHORISE", { documentNumber: "虚立〔2026〕1号" });
  const [first, second, ...others] = actions as [Versioned, Versioned, ...Versioned[]];
  const done = (some: Versioned[], result?: object) =>
    step(round.clerk, some, "REPORT_DONE", { note: "照片。（虚构）", result });
  actions = [
    ...(await done([first], {
      recovered: { amount: "40000.00", qualifier: "AT_LEAST" },
      householdsHelped: { count: 30 },
    })),
    ...(await done([second], { recovered: { amount: "0.50" }, peopleHelped: { count: 130, qualifier: "AT_LEAST" } })),
    ...(await done(others.slice(0, -1))),
  ];
  await step(round.director, actions, "CONFIRM");
  await done(others.slice(-1), { recovered: { amount: "99.00" } });
});

const FIGURES = `kinds { kind confirmed open } confirmed open recovered { amount qualifier } peopleHelped { count qualifier }
  householdsHelped { count qualifier } synthetic`;
const ASKED = `query ($id: ID!) { countyRound(id: $id) { immediateActionFigures { ${FIGURES} } }
  countyOffice(code: "990201") { immediateActionFigures { ${FIGURES} } immediateActions(first: 100) { nodes { id kind version } } } }`;
const EXPECTED = {
  kinds: [
    { kind: "RECTIFY_AT_ONCE", confirmed: 3, open: 0 },
    { kind: "RECTIFY_WHILE_INSPECTING", confirmed: 0, open: 0 },
    { kind: "TRANSFER_WHILE_INSPECTING", confirmed: 0, open: 0 },
    { kind: "ON_SITE_ASSIGNMENT", confirmed: 5, open: 0 },
    { kind: "FAST_TRACK", confirmed: 0, open: 1 },
  ],
  ...{ confirmed: 8, open: 1, recovered: { amount: "40000.50", qualifier: "AT_LEAST" } },
  ...{ peopleHelped: { count: 130, qualifier: "AT_LEAST" }, householdsHelped: { count: 30, qualifier: "EXACT" } },
  synthetic: true,
};

type Listed = Versioned & { kind: string };

async function ask(by: Caller) {
  const { data } = await by.ask(ASKED, { id: round.id });
  const { countyRound, countyOffice } = data;
  return { countyRound, countyOffice, actions: countyOffice.immediateActions.nodes as Listed[] };
}
const readsIt = async (by: Caller, { id }: { id: string }) =>
  (await by.ask("query ($id: ID!) { countyImmediateAction(id: $id) { id } }", { id })).errors.length === 0;
/** @returns the code of the error to who tries to give the action up */
async function cancelling(by: Caller, { id, version }: Versioned) {
  const input = { actions: [{ id, version }], command: "CANCEL", note: "x（虚构）" };
  const { answer } = await by.tries("moveTierImmediateActions", input, { tier: "COUNTY" });
  return answer.errors[0]?.extensions.code;
}

test("figures count by kind, sum what is confirmed, and say that a sum is a lower bound where a part of it is", async () => {
  const { countyRound, countyOffice } = await ask(round.director);
  expect(countyRound.immediateActionFigures).toEqual(EXPECTED);
  expect(countyOffice.immediateActionFigures).toEqual(EXPECTED);
});

test("a wall screen counts and reads no action", async () => {
  const { countyOffice, actions } = await ask(platform.as("county:990201.display"));
  expect([countyOffice.immediateActionFigures, actions]).toEqual([EXPECTED, []]);
});

test("who is recused from a finding that an action names reads neither the action nor its round's figures; the office's stay", async () => {
  const kin = await platform.openAccount("county:990201.kin", "990201", ["DIRECTOR"]);
  const all = (await ask(kin)).actions;
  expect(all).toHaveLength(9);
  const recusal = { accountId: kin.person, kind: "KIN", scope: "FINDING", subject: round.findings[0]?.id };
  await kin.does("declareTierRecusal", recusal);
  await until("the recusal binds", async () => (await ask(kin)).actions.length === 8);
  const after = await ask(kin);
  expect(after.countyRound.immediateActionFigures).toBeNull();
  expect(after.countyOffice.immediateActionFigures).toEqual(EXPECTED);
  const [hidden] = all.filter(({ id }) => !after.actions.some((each) => each.id === id)) as [Listed];
  expect([await readsIt(round.clerk, hidden), await readsIt(kin, hidden)]).toEqual([true, false]);
  expect(await cancelling(kin, hidden)).toBe("NOT_FOUND");
});

test("superiors, other offices and the unit itself read no action, count none and move none", async () => {
  const [action] = (await ask(round.clerk)).actions as [Listed];
  const head = await platform.openAccount("county:990201.head", "990201", ["UNIT_HEAD"], round.units[0]?.id);
  const offices = ["city:9902.director", "province:99.director", "county:990101.director"];
  for (const stranger of [...offices.map((person) => platform.as(person)), head]) {
    const { countyOffice, actions } = await ask(stranger);
    expect([countyOffice.immediateActionFigures, actions]).toEqual([null, []]);
    expect(await readsIt(stranger, action)).toBe(false);
    expect(await cancelling(stranger, action)).toBe("NOT_FOUND");
  }
});

test("a superior reads the target that is filed, nothing that was done there, and proposes nothing", async () => {
  const province = platform.as("province:99.director");
  const { data } = await province.ask(
    `query ($id: ID!) { countyRoundTarget(id: $id) { status immediateActions { nodes { id } } } }`,
    { id: round.targets[0]?.id },
  );
  expect(data.countyRoundTarget).toEqual({ status: "ENTERED", immediateActions: { nodes: [] } });
  const proposal = { targetId: round.targets[0]?.id, actions: [anAction()] };
  const { refusal } = await province.tries("proposeTierImmediateActions", proposal, { tier: "COUNTY" });
  expect(refusal?.code).toBe("ROLE_REQUIRED");
});

test("a list is narrowed by kind and status, and paged", async () => {
  const page = `query ($after: String) { countyOffice(code: "990201") { immediateActions(first: 3, after: $after,
    filter: { kind: [ON_SITE_ASSIGNMENT, FAST_TRACK], status: [CONFIRMED] }) { nodes { id kind } pageInfo { hasNextPage endCursor } } } }`;
  const ask = async (after?: string) => (await round.clerk.ask(page, { after })).data.countyOffice.immediateActions;
  const first = await ask();
  const second = await ask(first.pageInfo.endCursor);
  expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
  expect([second.nodes.length, second.pageInfo.hasNextPage]).toEqual([2, false]);
  const found = [...first.nodes, ...second.nodes] as { id: string; kind: string }[];
  expect(new Set(found.map(({ id }) => id)).size).toBe(5);
  expect(found.every(({ kind }) => kind === "ON_SITE_ASSIGNMENT")).toBe(true);
});
