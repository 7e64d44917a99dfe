import { randomUUID } from "node:crypto";
import {
  aRound,
  aTeam,
  aUnit,
  type BuiltRound,
  evaluate,
  findRectification,
  moveFindings,
  moveTargets,
  peopleOf,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";

const WHY = { note: "误操作。（虚构）" };

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

/** Another person with a role of the office. */
const another = (name: string, role: "CLERK" | "DIRECTOR") =>
  platform.openAccount(`county:990101.${name}`, "990101", [role]);

describe("a step of the team is taken back", () => {
  let round: BuiltRound;
  const move = (by: Caller, command: string, more: object = {}) =>
    by.tries("moveTierFindings", { findings: round.findings, command, ...more });
  const moved = async (by: Caller, command: string, more: object = {}) => {
    round.findings = await by.does("moveTierFindings", { findings: round.findings, command, ...more });
  };
  const read = async () => {
    const { data } = await round.clerk.ask(
      `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { status unitReply commands
        history(first: 1) { nodes { event actor details { name value } } } } } }`,
      { id: round.findings[0]?.id },
    );
    return data.finding;
  };

  beforeAll(async () => {
    round = await aRound().until("RECORDED").on(platform);
  });

  test("by who took it, with a reason, once for a key; by nobody else but the director", async () => {
    await moved(round.clerk, "AGREE");
    const colleague = await another("colleague", "CLERK");
    expect((await move(colleague, "TAKE_BACK", WHY)).refusal?.code).toBe("NOT_YOUR_STEP");
    expect((await move(round.clerk, "TAKE_BACK")).refusal?.code).toBe("REASON_REQUIRED");
    const input = { findings: round.findings, command: "TAKE_BACK", ...WHY };
    const key = randomUUID();
    const [first, again] = [
      await round.clerk.does("moveTierFindings", input, { key }),
      await round.clerk.does("moveTierFindings", input, { key }),
    ];
    expect(again).toEqual(first);
    round.findings = first;
    expect(await read()).toMatchObject({
      status: "DRAFT",
      history: { nodes: [{ event: "FindingAgreementTakenBack", actor: "county:990101.clerk" }] },
    });
    await moved(round.clerk, "AGREE");
    await moved(round.director, "TAKE_BACK", WHY);
    expect((await move(round.director, "TAKE_BACK", WHY)).refusal?.code).toBe("ILLEGAL_TRANSITION");
  });

  test("the reply goes with the exchange, the journal keeps it, and somebody else decides whether it goes unheard", async () => {
    await moved(round.clerk, "AGREE");
    await moved(round.clerk, "EXCHANGE_FACTS", { note: "单位对事实无异议。（虚构）" });
    await moved(round.director, "TAKE_BACK", WHY);
    const taken = await read();
    expect(taken).toMatchObject({ status: "TEAM_AGREED", unitReply: null });
    expect(JSON.stringify(taken.history)).toContain("单位对事实无异议");
    // neither at once nor by way of the draft
    const unheard = { exception: "CASE" };
    expect((await move(round.director, "REPORT", unheard)).refusal?.code).toBe("EXCHANGE_TAKEN_BACK");
    await moved(round.director, "TAKE_BACK", WHY);
    await moved(round.director, "AGREE");
    expect((await move(round.director, "REPORT", unheard)).refusal?.code).toBe("EXCHANGE_TAKEN_BACK");
    await moved(await another("deputy", "DIRECTOR"), "REPORT", unheard);
  });
});

describe("an entry is taken back", () => {
  const CORRECTED = `query ($id: ID!) { countyRoundTarget(id: $id) { status enteredOn commands round { status }
    corrections { field from to by reason } unit { ... on CountyUnit { countyInspections { enteredOn } } } } }`;

  test("not after anything was recorded; with what the record keeps, and the round is as before it", async () => {
    const worked = await aRound().until("RECORDED").on(platform);
    const take = (round: BuiltRound, by: Caller, more: object = WHY) =>
      by.tries("moveTierRoundTargets", { targets: round.targets, command: "TAKE_BACK", ...more });
    await moveFindings(worked, "DISMISS", "并入他项。（虚构）");
    const { refusal } = await take(worked, worked.director);
    expect(refusal).toMatchObject({ code: "WORK_RECORDED", subject: worked.targets[0]?.id });

    const round = await aRound().until("ENTERED").on(platform);
    expect((await take(round, round.clerk)).refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["DIRECTOR"] });
    expect((await take(round, round.director, {})).refusal?.code).toBe("REASON_REQUIRED");
    await moveTargets(round, "TAKE_BACK", today(), WHY);
    const [id] = round.targets.map((target) => target.id);
    const correction = { field: "enteredOn", from: "2026-03-09", to: null };
    const own = (await round.director.ask(CORRECTED, { id })).data.countyRoundTarget;
    expect(own).toMatchObject({ status: "PLANNED", enteredOn: null, round: { status: "AUTHORISED" } });
    expect(own.corrections).toEqual([{ ...correction, by: "county:990101.director", reason: WHY.note }]);
    expect(own.unit.countyInspections).toMatchObject([{ enteredOn: null }]);
    // what was filed upward is seen to be corrected, and no word of why
    const above = (await platform.as("province:99.director").ask(CORRECTED, { id })).data.countyRoundTarget;
    expect(above.corrections).toEqual([{ ...correction, by: null, reason: null }]);
    await moveTargets(round, "ENTER", "2026-03-10");
    const entered = (await round.director.ask(CORRECTED, { id })).data.countyRoundTarget;
    expect(entered).toMatchObject({ enteredOn: "2026-03-10", round: { status: "RUNNING" }, corrections: [correction] });
  });

  test("no writer changes a date, or what was said of it, without a correction that keeps it", async () => {
    const round = await aRound().until("HEARD").on(platform);
    const [{ id }] = round.targets as [Versioned];
    const entry = (more: object) =>
      JSON.stringify([{ field: "enteredOn", from: "2026-03-09", to: "2026-03-08", by: "x", reason: "x", ...more }]);
    const write = (change: string, ...more: unknown[]) =>
      platform.sql("county", `update round_target set ${change} where id = $1`, [id, ...more]);
    const dated = "entered_on = '2026-03-08', corrections = corrections || $2::jsonb";
    for (const more of [{ from: "2026-03-07" }, { to: null }, { reason: " " }, { field: "heardOn" }]) {
      await expect(write(dated, entry(more))).rejects.toMatchObject({ code: "23000" });
    }
    await expect(write("heard_on = null")).rejects.toMatchObject({ code: "23000" });
    await expect(write("hearing_body = 'x'")).rejects.toMatchObject({ code: "23000" });
    await write(dated, entry({}));
    await expect(write("corrections = '[]'")).rejects.toMatchObject({ code: "23000" });
    await expect(write("corrections = $2::jsonb", entry({ reason: "y" }))).rejects.toMatchObject({ code: "23000" });
  });
});

test("an obligation that was recorded as done by mistake is to be done again", async () => {
  const round = await aRound("990102").until("RECTIFYING").on(platform);
  const LIST = "{ countyObligations(first: 5) { nodes { id version status doneOn doneBy note commands } } }";
  const [obligation] = (await round.clerk.ask(LIST)).data.countyObligations.nodes;
  const [done] = await round.clerk.does("fulfilTierObligations", {
    obligations: [{ id: obligation.id, version: obligation.version }],
    note: "已督促。（虚构）",
  });
  const colleague = await platform.openAccount("county:990102.colleague", "990102", ["CLERK"]);
  const input = { obligations: [done], ...WHY };
  expect((await colleague.tries("undoTierObligations", input)).refusal?.code).toBe("NOT_YOUR_STEP");
  expect((await round.clerk.tries("undoTierObligations", { ...input, note: "" })).refusal?.code).toBe(
    "REASON_REQUIRED",
  );
  await round.clerk.does("undoTierObligations", input);
  const after = (await round.clerk.ask(LIST)).data.countyObligations.nodes;
  const same = after.find(({ id }: Versioned) => id === obligation.id);
  expect(same).toMatchObject({ status: "SCHEDULED", doneOn: null, doneBy: null, note: null, commands: ["FULFIL"] });
  const [entry] = (await platform.sql("county", "select body from journal where object_id = $1 and event = $2", [
    obligation.id,
    "ObligationTakenBack",
  ])) as { body: string }[];
  expect(JSON.parse(entry?.body ?? "").details).toMatchObject({ ...WHY, takenBack: { note: "已督促。（虚构）" } });
});

test("a plan that came back is due again, for the office and for the unit, until it comes in anew", async () => {
  const round = await aRound("990103").until("RECTIFYING").on(platform);
  const [target] = round.targets as [Versioned];
  const clocks = async () => {
    const { data } = await round.director.ask(
      `query ($id: ID!) { countyRoundTarget(id: $id) { deadlines { clock startedOn metOn days }
        disclosures { deadlines { clock startedOn metOn } } } }`,
      { id: target.id },
    );
    const { deadlines, disclosures } = data.countyRoundTarget;
    const again = ({ clock }: { clock: string }) => clock === "RESUBMISSION";
    const plan = deadlines.find(({ clock }: { clock: string }) => clock === "PLAN");
    return { plan: plan.metOn, office: deadlines.filter(again), unit: disclosures[0].deadlines.filter(again) };
  };
  const { rectification, measures } = await findRectification(round.director, target.id);
  let now: Versioned = rectification;
  const step = async (by: Caller, command: string, more: object = {}) => {
    [now] = (await by.does("moveTierRectification", { ...now, command, ...more })) as [Versioned];
  };
  const plan = { plan: { text: "整改方案。（虚构）", measures }, on: "2026-05-20" };
  await step(round.clerk, "SUBMIT_PLAN", plan);
  expect(await clocks()).toEqual({ plan: "2026-05-20", office: [], unit: [] });
  await step(round.director, "RETURN_PLAN", { ...WHY, on: "2026-05-25" });
  // entered today: the unit could not know of it before
  const running = { clock: "RESUBMISSION", startedOn: today(), metOn: null };
  expect(await clocks()).toEqual({ plan: "2026-05-20", office: [{ ...running, days: 10 }], unit: [running] });
  await step(round.clerk, "SUBMIT_PLAN", { ...plan, on: "2026-05-28" });
  expect(await clocks()).toMatchObject({ office: [], unit: [] });
});

test("a look-back is not archived while one of its verdicts waits for its decision", async () => {
  const round = await aRound().until("RECTIFYING").on(platform);
  const findings = round.findings;
  const { clerk, approver, director } = round;
  const opening = {
    termId: round.termId,
    ordinal: 990,
    title: "虚构回头看",
    kind: "LOOK_BACK",
    predecessorId: round.id,
  };
  const [back] = (await clerk.does("openTierRound", opening)) as [Versioned];
  const added = { roundId: back.id, targets: [{ unitId: round.units[0]?.id }] };
  let targets = await clerk.does("addTierRoundTargets", added);
  const authorise = { ...back, command: "AUTHORISE", documentNumber: "虚巡〔2026〕99号", on: "2026-06-01" };
  await approver.does("moveTierRound", authorise);
  const move = async (command: string, on: string, more: object = {}) => {
    targets = await director.does("moveTierRoundTargets", { targets, command, on, ...more });
  };
  const members = aTeam(round.office, "2026-06-01");
  await director.does("appointTierTeam", { targetIds: targets.map(({ id }) => id), members });
  await move("ENTER", "2026-06-08");
  const verdicts = findings.map(({ id }) => ({ findingId: id, verdict: "PARTLY" }));
  const proposed = await clerk.does("proposeTierVerdicts", { targetId: targets[0]?.id, verdicts });
  await move("REPORT", "2026-06-12");
  await move("HEAR", "2026-06-15", { hearing: { body: "领导小组（虚构）", documentNumber: "虚听〔2026〕99号" } });
  await move("FEED_BACK", "2026-06-18");
  await move("START_RECTIFICATION", "2026-06-22");
  targets = [await evaluate(platform, round, targets[0] as Versioned)];
  const { rectification } = await findRectification(director, targets[0]?.id as string);
  await director.does("moveTierRectification", { ...rectification, command: "COMPLETE" });
  const archive = { targets, command: "ARCHIVE", note: "不报送。（虚构）" };
  const { refusal } = await director.tries("moveTierRoundTargets", archive);
  expect(refusal).toMatchObject({ code: "VERDICTS_UNDECIDED", subject: targets[0]?.id });
  await director.does("decideTierVerdicts", { verdicts: proposed });
  await director.does("moveTierRoundTargets", archive);
});

test("what may become a case is submitted to nobody: neither listed nor counted", async () => {
  const round = await aRound("990102").withFindings(2).until("RECORDED").on(platform);
  const move = (findings: Versioned[], command: string, more: object = {}) =>
    round.director.does("moveTierFindings", { findings, command, ...more });
  const [first, second] = (await move(round.findings, "AGREE")) as [Versioned, Versioned];
  await move([first], "REPORT", { exception: "CASE" });
  await move(await move([second], "EXCHANGE_FACTS", { note: "单位无异议。（虚构）" }), "REPORT");
  await moveTargets(round, "REPORT", "2026-04-17");
  const hearing = { body: "领导小组（虚构）", documentNumber: "虚听〔2026〕88号" };
  await moveTargets(round, "HEAR", "2026-04-28", { hearing });
  const targetId = round.targets[0]?.id;
  const preview = `query ($targetId: ID!) { countyPublicationPreview(targetId: $targetId) {
    listed withheld { findingId status exchangeException } } }`;
  const { data } = await round.director.ask(preview, { targetId });
  expect(data.countyPublicationPreview).toEqual({
    listed: [second.id],
    withheld: [{ findingId: first.id, status: "REPORTED", exchangeException: "CASE" }],
  });
  await round.director.does("submitTierPublications", { targetIds: [targetId] });
  const seen = `query ($targetId: ID!, $id: ID!) { finding(id: $id) { ... on CountyFinding { title } }
    countyRoundTarget(id: $targetId) { publications { findingCount } findings { nodes { id } } } }`;
  const above = await platform.as("province:99.director").ask(seen, { targetId, id: first.id });
  expect(above.data).toEqual({
    finding: null,
    countyRoundTarget: { publications: [{ findingCount: 1 }], findings: { nodes: [{ id: second.id }] } },
  });
});

describe("a date or a hearing that was entered wrongly", () => {
  const READ = `query ($id: ID!) { countyRoundTarget(id: $id) { version enteredOn heardOn hearing { documentNumber } commands
    corrections { field from to by reason } deadlines { clock startedOn } unit { ... on CountyUnit {
    countyInspections { heardOn } } } } }`;
  const read = async (by: Caller, round: BuiltRound) =>
    (await by.ask(READ, { id: round.targets[0]?.id })).data.countyRoundTarget;
  const tries = (by: Caller, { targets }: BuiltRound, correction: object, more: object = WHY) =>
    by.tries("moveTierRoundTargets", { targets, command: "CORRECT", correction, ...more });

  test("is put right by the director, between its neighbours, and both values stay", async () => {
    const round = await aRound().until("FED_BACK").on(platform);
    const refused = async (correction: object, more?: object) =>
      (await tries(round.director, round, correction, more)).refusal?.code;
    expect((await tries(round.clerk, round, { heardOn: "2026-04-29" })).refusal?.code).toBe("ROLE_REQUIRED");
    expect(await refused({ heardOn: "2026-04-29" }, {})).toBe("REASON_REQUIRED");
    expect(await refused({ heardOn: "2026-05-07" })).toBe("DATE_OUT_OF_ORDER");
    expect(await refused({ enteredOn: "2026-03-01" })).toBe("DATE_OUT_OF_ORDER");
    expect(await refused({ heardOn: "2999-01-01" })).toBe("DATE_IN_FUTURE");
    expect(await refused({ heardOn: "2026-04-28" })).toBe("NOTHING_CORRECTED");
    const before = await read(round.director, round);
    const hearing = { body: "领导小组会议（虚构）", documentNumber: "虚听〔2026〕更正号" };
    const input = {
      targets: round.targets,
      command: "CORRECT",
      correction: { heardOn: "2026-04-29", hearing },
      ...WHY,
    };
    const key = randomUUID();
    const first = await round.director.does("moveTierRoundTargets", input, { key });
    expect(await round.director.does("moveTierRoundTargets", input, { key })).toEqual(first);
    const after = await read(round.director, round);
    expect(after).toMatchObject({
      version: before.version + 1,
      heardOn: "2026-04-29",
      hearing: { documentNumber: hearing.documentNumber },
    });
    expect(after.corrections).toHaveLength(2);
    expect(after.corrections).toContainEqual({
      ...{ field: "heardOn", from: "2026-04-28", to: "2026-04-29" },
      ...{ by: "county:990101.director", reason: WHY.note },
    });
    // what is derived from it follows, for the office that keeps the unit too
    expect(after.deadlines).toContainEqual({ clock: "FEEDBACK", startedOn: "2026-04-29" });
    expect(after.unit.countyInspections).toEqual([{ heardOn: "2026-04-29" }]);
    // the header is seen above, and what was said in the hearing is not
    const above = await read(platform.as("province:99.director"), round);
    expect(above.corrections).toMatchObject([{ field: "heardOn", by: null, reason: null }]);
  });

  test("is none where the step was not taken", async () => {
    const round = await aRound().until("ENTERED").on(platform);
    const { refusal } = await tries(round.director, round, { heardOn: "2026-04-29" });
    expect(refusal).toMatchObject({ code: "STEP_NOT_TAKEN", subject: round.targets[0]?.id });
  });
});

describe("an entry of the register that was wrong", () => {
  const READ = `query ($id: ID!) { unit(id: $id) { ... on CountyUnit { name kind validTo version status commands
    corrections { field from to by reason } proposal { by values { field from to } } } } }`;
  const read = async (by: Caller, id: string) => (await by.ask(READ, { id })).data.unit;
  const correct = (by: Caller, unit: Versioned, command: string, correction?: object, more: object = WHY) =>
    by.tries("moveTierUnit", { id: unit.id, version: unit.version, command, correction, ...more });

  test("is put right at once while nothing stands on it, and is found by the name that it has", async () => {
    const { clerk, director } = peopleOf(platform, "990101");
    const [unit] = (await clerk.does("registerTierUnits", { units: [aUnit("990101", { name: "误名村" })] })) as [
      Versioned,
    ];
    expect((await correct(clerk, unit, "CORRECT", { name: "误名村" })).refusal?.code).toBe("NOTHING_CORRECTED");
    expect((await correct(clerk, unit, "CORRECT", { validTo: "2020-01-01" })).refusal?.code).toBe("PERIOD_INVALID");
    expect((await correct(clerk, unit, "CORRECT", { name: "正名村" }, {})).refusal?.code).toBe("REASON_REQUIRED");
    const faults: [object, string][] = [
      [{ name: null }, "name"],
      [{ superiorUnitId: unit.id }, "superiorUnitId"],
    ];
    for (const [correction, field] of faults) {
      const { answer } = await correct(clerk, unit, "CORRECT", correction);
      expect(answer.errors[0]?.extensions.fields?.[0]?.path).toBe(`input.correction.${field}`);
    }
    const stranger = await correct(platform.as("county:990102.clerk"), unit, "CORRECT", { name: "x" });
    expect(stranger.refusal?.code).toBe("ROLE_REQUIRED");
    expect((await correct(clerk, unit, "CORRECT", { name: "正名村", kind: "TOWNSHIP" })).items).toHaveLength(1);
    const correction = { field: "name", from: "误名村", to: "正名村" };
    expect(await read(director, unit.id)).toMatchObject({
      ...{ name: "正名村", kind: "TOWNSHIP", version: 2, status: "REGISTERED" },
      corrections: [{ field: "kind" }, { ...correction, by: clerk.person, reason: WHY.note }],
    });
    // the register is everybody's, and so is that it was corrected
    expect((await read(platform.as("province:99.clerk"), unit.id)).corrections[1]).toEqual({
      ...correction,
      by: null,
      reason: null,
    });
    const words = await platform.sql("county", "select name, words from unit_words where unit_id = $1", [unit.id]);
    expect(words).toEqual([{ name: "正名村", words: expect.stringContaining("正名村") }]);
    await expect(
      platform.sql("county", "update unit set corrections = '[]' where id = $1", [unit.id]),
    ).rejects.toMatchObject({ code: "23000" });
  });

  test("takes a second person once a round names it, and keeps the days on which it was entered", async () => {
    const { clerk, director, units } = await aRound().until("ENTERED").on(platform);
    const unit = { ...(units[0] as Versioned) };
    expect((await correct(clerk, unit, "CORRECT", { name: "x" })).refusal?.code).toBe("UNIT_RELIED_ON");
    const outside = await correct(clerk, unit, "PROPOSE_CORRECTION", { validTo: "2026-03-09" });
    expect(outside.refusal?.code).toBe("INSPECTED_OUTSIDE");
    const step = async (by: Caller, command: string, correction?: object) => {
      const input = { id: unit.id, version: unit.version, command, correction, ...WHY };
      unit.version = ((await by.does("moveTierUnit", input)) as [Versioned])[0].version;
    };
    await step(director, "PROPOSE_CORRECTION", { name: "正名村" });
    expect((await correct(director, unit, "APPROVE_CORRECTION")).refusal?.code).toBe("SOMEBODY_ELSE_REQUIRED");
    const proposed = await read(clerk, unit.id);
    expect(proposed).toMatchObject({ status: "CORRECTION_PROPOSED", commands: ["REJECT_CORRECTION"], corrections: [] });
    expect(proposed.proposal).toMatchObject({ by: director.person, values: [{ field: "name", to: "正名村" }] });
    expect((await read(platform.as("province:99.clerk"), unit.id)).proposal).toBeNull();
    await step(clerk, "REJECT_CORRECTION");
    await step(clerk, "PROPOSE_CORRECTION", { name: "正名村" });
    await step(director, "APPROVE_CORRECTION");
    expect(await read(clerk, unit.id)).toMatchObject({
      name: "正名村",
      status: "REGISTERED",
      proposal: null,
      version: 5,
    });
  });

  test("is left to others by whoever is recused from the unit or its region", async () => {
    const { director, clerk } = peopleOf(platform, "990101");
    const units = { units: [aUnit("990101", { name: "亲属村" })] };
    const [unit] = (await clerk.does("registerTierUnits", units)) as [Versioned];
    for (const [name, scope, subject] of [
      ["kin", "UNIT", unit.id],
      ["native", "REGION", "990101"],
    ] as const) {
      const recused = await another(name, "DIRECTOR");
      await director.does("declareTierRecusal", { accountId: recused.person, kind: "KIN", scope, subject });
      for (const command of ["CORRECT", "PROPOSE_CORRECTION"]) {
        const { refusal } = await correct(recused, unit, command, { validTo: "2021-07-02" });
        expect(refusal).toMatchObject({ code: "PERSON_RECUSED", subject: unit.id });
      }
      const [proposed] = (await clerk.does("moveTierUnit", {
        ...{ id: unit.id, version: unit.version, command: "PROPOSE_CORRECTION", correction: { name }, ...WHY },
      })) as [Versioned];
      for (const command of ["APPROVE_CORRECTION", "REJECT_CORRECTION"]) {
        expect((await correct(recused, proposed, command)).refusal?.code).toBe("PERSON_RECUSED");
      }
      const [rejected] = (await clerk.does("moveTierUnit", {
        ...{ id: unit.id, version: proposed.version, command: "REJECT_CORRECTION", ...WHY },
      })) as [Versioned];
      unit.version = rejected.version;
    }
    expect(await read(director, unit.id)).toMatchObject({ name: "亲属村", validTo: null, corrections: [] });
  });
});
