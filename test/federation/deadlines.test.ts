import { aRound, type BuiltRound, evaluate, peopleOf } from "../support/builders";
import type { Versioned } from "../support/caller";
import { today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
let rectifying: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  rectifying = await aRound().withTargets(2).until("RECTIFYING").on(platform);
});

const targetOf = (round: BuiltRound) => round.targets[0] as Versioned;
const DEADLINES = `query ($id: ID!) { countyRoundTarget(id: $id) { obligations { nodes { id } } alerts { id }
  deadlines { clock startedOn dueOn day daysLeft days unit colour calendarKnown metOn } } }`;
const OBLIGATIONS = `query ($filter: ObligationFilter, $first: Int, $after: String) {
  countyObligations(filter: $filter, first: $first, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { id version kind ordinal dueOn status overdue lapsed doneOn doneBy note commands target { id } } } }`;

test("a target says which clocks have started, and which were met on which day", async () => {
  const { data } = await rectifying.clerk.ask(DEADLINES, { id: targetOf(rectifying).id });
  const { deadlines } = data.countyRoundTarget;
  expect(
    deadlines.map(({ clock, startedOn, dueOn, metOn }: Record<string, string>) => [clock, startedOn, dueOn, metOn]),
  ).toEqual([
    ["INSPECTION", "2026-03-09", "2026-04-18", "2026-04-17"],
    ["HEARING", "2026-04-17", "2026-05-17", "2026-04-28"],
    // Labour Day is off from 1 to 5 May, and Saturday the 9th is worked on
    ["FEEDBACK", "2026-04-28", "2026-05-14", "2026-05-06"],
    ["PLAN", "2026-05-06", "2026-05-26", null],
    ["CONCENTRATED_RECTIFICATION", "2026-05-06", "2026-08-04", null],
    ["RECTIFICATION_REPORT", "2026-05-06", "2026-09-03", null],
  ]);
  expect(deadlines[2]).toMatchObject({ colour: null, day: null, daysLeft: null, unit: "WORKING", calendarKnown: true });
});

test("a superior, who reads the filed target, reads neither its deadlines nor its alerts nor its obligations", async () => {
  for (const person of ["city:9901.director", "province:99.director"]) {
    const { data, errors } = await platform.as(person).ask(DEADLINES, { id: targetOf(rectifying).id });
    expect(errors).toEqual([]);
    expect(data.countyRoundTarget).toEqual({ deadlines: [], alerts: [], obligations: { nodes: [] } });
    const list = await platform
      .as(person)
      .ask("{ countyDeadlines { nodes { clock } } countyObligations { nodes { id } } }");
    expect(list.data).toEqual({ countyDeadlines: { nodes: [] }, countyObligations: { nodes: [] } });
  }
});

test("a list of deadlines is read page by page, each row once", async () => {
  const query = `query ($after: String) { countyDeadlines(first: 1, after: $after) {
    nodes { clock dueOn target { id } } pageInfo { hasNextPage endCursor } } }`;
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await rectifying.clerk.ask(query, { after });
    const { nodes, pageInfo } = data.countyDeadlines;
    seen.push(
      ...nodes.map(
        ({ clock, dueOn, target }: { clock: string; dueOn: string; target: Versioned }) =>
          `${dueOn} ${clock} ${target.id}`,
      ),
    );
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const [first, second] = rectifying.targets.map(({ id }) => id).sort();
  expect(seen).toEqual([
    `2026-05-26 PLAN ${first}`,
    `2026-05-26 PLAN ${second}`,
    `2026-08-04 CONCENTRATED_RECTIFICATION ${first}`,
    `2026-08-04 CONCENTRATED_RECTIFICATION ${second}`,
    `2026-09-03 RECTIFICATION_REPORT ${first}`,
    `2026-09-03 RECTIFICATION_REPORT ${second}`,
  ]);
});

test("a policy of the own office counts for clocks that start under it, and is read by everybody", async () => {
  const { director } = peopleOf(platform, "990102");
  const policy = { clock: "HEARING", days: 7, unit: "WORKING", warningDays: 2, source: "虚发〔2026〕3号" };
  await director.does("setTierDeadlinePolicy", { ...policy, validFrom: "2026-01-01" });
  await director.does("setTierDeadlinePolicy", { ...policy, days: 9, validFrom: "2026-06-01" });
  const round = await aRound("990102").until("REPORTED").on(platform);
  const { data } = await round.clerk.ask(DEADLINES, { id: targetOf(round).id });
  expect(data.countyRoundTarget.deadlines[1]).toMatchObject({
    clock: "HEARING",
    days: 7,
    dueOn: "2026-04-28",
    colour: "RED",
  });
  const rows = `{ countyDeadlinePolicies(office: "990102", on: "2026-04-17") { clock days validFrom validTo source } }`;
  const read = await platform.as("province:99.clerk").ask(rows);
  const hearing = read.data.countyDeadlinePolicies.filter(({ clock }: { clock: string }) => clock === "HEARING");
  expect(hearing).toMatchObject([
    { days: 7, validFrom: "2026-01-01", validTo: "2026-06-01", source: policy.source },
    { days: 30, validTo: null, source: expect.stringMatching(/^\[K\]/) },
  ]);
});

test("a policy is set by the director of an office of this tier and by nobody else", async () => {
  const policy = { clock: "PLAN", days: 7, unit: "WORKING", warningDays: 2, source: "x", validFrom: "2099-01-01" };
  const before = await platform.fingerprint();
  const people = ["county:990101.clerk", "county:990101.approver", "city:9901.director"];
  for (const person of people) {
    const { answer } = await platform.as(person).tries("setTierDeadlinePolicy", policy, { tier: "COUNTY" });
    expect(answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
  }
  expect(await platform.fingerprint()).toEqual(before);
});

test("who may not see every target does not set days for a time that has begun", async () => {
  const director = await platform.openAccount("county:990101.kinsman", "990101", ["DIRECTOR"]);
  const subject = rectifying.units[0]?.id;
  await rectifying.director.does("declareTierRecusal", {
    ...{ accountId: director.person, kind: "KIN", scope: "UNIT", subject },
  });
  await until("the recusal binds", async () => {
    const { data } = await director.ask("{ viewer { recusals { subject } } }");
    return data.viewer.recusals.length === 1;
  });
  const policy = { clock: "REVIEW_OF_CLAIM", days: 7, unit: "WORKING", warningDays: 2, source: "x" };
  const tries = (validFrom: string) =>
    director.tries("setTierDeadlinePolicy", { ...policy, clock: "INSPECTION", validFrom });
  expect((await tries(today())).refusal?.code).toBe("PERSON_RECUSED");
  expect((await tries("2099-01-01")).items).toHaveLength(1);
});

describe("obligations", () => {
  test("are scheduled with the start of the rectification, one of each kind, with their journal entries", async () => {
    const { data } = await rectifying.clerk.ask(OBLIGATIONS, { filter: { open: true } });
    const { nodes } = data.countyObligations;
    expect(nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      "MONTHLY_ASSESSMENT",
      "MONTHLY_ASSESSMENT",
      "QUARTERLY_REPORT",
      "QUARTERLY_REPORT",
      "WEEKLY_URGING",
      "WEEKLY_URGING",
    ]);
    expect(nodes[0]).toMatchObject({ status: "SCHEDULED", overdue: false, commands: ["FULFIL"] });
    const entries = await platform.sql("county", "select actor from journal where event = 'ObligationScheduled'");
    expect(entries).toEqual(Array.from({ length: 6 }, () => ({ actor: rectifying.director.person })));
  });

  test("are fulfilled with a word about it, once, by whoever read the present version", async () => {
    const page = await rectifying.clerk.ask(OBLIGATIONS, { first: 2 });
    const [one, other] = page.data.countyObligations.nodes as [Versioned, Versioned];
    const fulfil = (obligations: Versioned[], more: object = {}) =>
      rectifying.clerk.tries("fulfilTierObligations", {
        obligations: obligations.map(({ id, version }) => ({ id, version })),
        note: "已到单位督促。（虚构）",
        ...more,
      });
    const before = await platform.fingerprint();
    const refused = [
      await fulfil([one], { note: " " }).catch(() => undefined),
      await fulfil([one, { ...other, version: 9 }]),
      await fulfil([one], { on: "2099-01-01" }),
      await fulfil([one], { on: "2026-05-11" }),
    ];
    expect(refused.slice(1).map((outcome) => outcome?.refusal?.code)).toEqual([
      "STALE_VERSION",
      "DATE_IN_FUTURE",
      "DATE_OUT_OF_ORDER",
    ]);
    expect(await platform.fingerprint()).toEqual(before);
    expect((await fulfil([one], { note: "" })).refusal?.code).toBe("REASON_REQUIRED");
    expect((await fulfil([one, other])).items).toMatchObject([{ version: 2 }, { version: 2 }]);
    expect((await fulfil([{ ...one, version: 2 }])).refusal).toMatchObject({
      code: "ILLEGAL_TRANSITION",
      allowed: ["TAKE_BACK"],
    });
    const done = await rectifying.clerk.ask(OBLIGATIONS, { first: 1 });
    expect(done.data.countyObligations.nodes).toMatchObject([
      {
        id: one.id,
        status: "DONE",
        doneBy: rectifying.clerk.person,
        note: "已到单位督促。（虚构）",
        commands: ["TAKE_BACK"],
      },
    ]);
  });

  test("are not for an approver to fulfil, and do not exist for another office", async () => {
    const page = await rectifying.clerk.ask(OBLIGATIONS, { filter: { open: true }, first: 1 });
    const [{ id, version }] = page.data.countyObligations.nodes as [Versioned];
    const input = { obligations: [{ id, version }], note: "x" };
    const approver = await rectifying.approver.tries("fulfilTierObligations", input);
    expect(approver.refusal).toMatchObject({ code: "ROLE_REQUIRED", subject: id, allowed: ["CLERK", "DIRECTOR"] });
    for (const [person, tier] of [["county:990102.clerk"], ["province:99.director", "COUNTY"]] as const) {
      const { answer } = await platform.as(person).tries("fulfilTierObligations", input, tier && { tier });
      expect(answer.errors[0]?.extensions).toMatchObject({
        code: "NOT_FOUND",
        fields: [{ path: "input.obligations.0.id" }],
      });
    }
  });

  test("that were not due when the rectification ended have lapsed", async () => {
    const ended = await aRound().until("RECTIFYING").on(platform);
    await evaluate(platform, ended, targetOf(ended));
    const query = "query ($id: ID!) { countyRoundTarget(id: $id) { obligations { nodes { dueOn lapsed overdue } } } }";
    const { data } = await ended.clerk.ask(query, { id: targetOf(ended).id });
    const { nodes } = data.countyRoundTarget.obligations;
    expect(nodes).toHaveLength(3);
    // it began on a Tuesday: on each Tuesday one is due, which is owed still
    const isOwed = ({ dueOn }: { dueOn: string }) => dueOn <= today();
    const expected = nodes.map((each: { dueOn: string }) => ({ ...each, lapsed: !isOwed(each), overdue: false }));
    expect(nodes).toEqual(expected);
    const open = await ended.clerk.ask(OBLIGATIONS, { filter: { open: true }, first: 100 });
    expect(JSON.stringify(open.data).includes(targetOf(ended).id)).toBe(nodes.some(isOwed));
  });
});

test("the worker writes the alert of an overdue clock, and the target shows it", async () => {
  await platform.startWorker("county");
  const { id } = targetOf(rectifying);
  const query = "query ($id: ID!) { countyRoundTarget(id: $id) { alerts { clock colour dueOn } } }";
  const alerts = await until("the alerts are there", async () => {
    const { data } = await rectifying.clerk.ask(query, { id });
    return data.countyRoundTarget.alerts.length === 3 && data.countyRoundTarget.alerts;
  });
  expect(alerts).toContainEqual({ clock: "CONCENTRATED_RECTIFICATION", colour: "RED", dueOn: "2026-08-04" });
});
