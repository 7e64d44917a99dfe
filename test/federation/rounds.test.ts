import { TARGET_COMMANDS } from "../../subgraphs/domain/target/target";
import { aFinding, aRound, aUnit, type BuiltRound, moveFindings, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const PROVINCE = "province:99.director";

test("an authorisation goes upward with the round, who gave it and why it was withdrawn stay in the office", async () => {
  const round = await aRound("990102").until("AUTHORISED").on(platform);
  const withdrawal = { id: round.id, version: round.version, command: "WITHDRAW", note: "另行安排（虚构）" };
  await round.approver.does("moveTierRound", withdrawal);
  const query = `query ($id: ID!) { countyRound(id: $id) { status authorisation {
    body authorisedOn withdrawnOn authorisedBy withdrawalReason } } }`;
  const own = (await round.clerk.ask(query, { id: round.id })).data.countyRound;
  expect(own.authorisation).toMatchObject({
    body: "领导小组",
    authorisedOn: "2026-03-02",
    authorisedBy: "county:990102.approver",
    withdrawalReason: "另行安排（虚构）",
  });
  const above = (await platform.as(PROVINCE).ask(query, { id: round.id })).data.countyRound;
  expect(above).toMatchObject({ status: "WITHDRAWN", authorisation: { body: "领导小组", authorisedBy: null } });
  expect(above.authorisation.withdrawnOn).toBe(own.authorisation.withdrawnOn);
  expect(above.authorisation.withdrawalReason).toBeNull();
});

test("the number of a round that was withdrawn, before or after its authorisation, is given again, and then to one only", async () => {
  const authorised = await aRound("990102").until("AUTHORISED").on(platform);
  const { clerk, director, approver, termId } = authorised;
  const opening = { termId, ordinal: 801, title: "虚构轮次（误设）" };
  const withdrawal = { command: "WITHDRAW", note: "设错了（虚构）" };
  const [mistaken] = (await clerk.does("openTierRound", opening)) as [Versioned];
  expect((await clerk.tries("openTierRound", opening)).refusal).toMatchObject({ code: "ROUND_ALREADY_OPENED" });
  await director.does("moveTierRound", { ...mistaken, ...withdrawal });
  await clerk.does("openTierRound", opening);
  expect((await clerk.tries("openTierRound", opening)).refusal).toMatchObject({ code: "ROUND_ALREADY_OPENED" });

  const query = "query ($id: ID!) { countyRound(id: $id) { ordinal } }";
  const { ordinal } = (await clerk.ask(query, { id: authorised.id })).data.countyRound;
  await approver.does("moveTierRound", { id: authorised.id, version: authorised.version, ...withdrawal });
  await clerk.does("openTierRound", { ...opening, ordinal });
});

test("a unit whose target was released is added to its round again, as another target, and then once only", async () => {
  const round = await aRound("990102").on(platform);
  const again = { roundId: round.id, targets: [{ unitId: round.units[0]?.id, method: "SPOT" }] };
  await round.director.does("moveTierRoundTargets", {
    targets: round.targets,
    command: "RELEASE",
    note: "误加（虚构）",
  });
  const [added] = await round.clerk.does("addTierRoundTargets", again);
  expect(added?.id).not.toBe(round.targets[0]?.id);
  expect((await round.clerk.tries("addTierRoundTargets", again)).refusal).toMatchObject({
    code: "TARGET_ALREADY_IN_ROUND",
  });
  const { data } = await round.clerk.ask(
    "query ($id: ID!) { countyRound(id: $id) { targets { nodes { status method } } } }",
    { id: round.id },
  );
  expect(data.countyRound.targets.nodes).toMatchObject([
    { status: "PLANNED", method: "SPOT" },
    { status: "RELEASED", method: "DIRECT_VILLAGE" },
  ]);
});

describe("a team", () => {
  const HELPER = "county:990103.clerk";
  const reads = async (person: string, id: string | undefined) =>
    Boolean(
      (await platform.as(person).ask("query ($id: ID!) { countyRoundTarget(id: $id) { id } }", { id })).data
        .countyRoundTarget,
    );
  const appoint = (round: BuiltRound, people: string[]) =>
    round.director.does("appointTierTeam", {
      targetIds: [round.targets[0]?.id],
      members: people.map((person, i) => ({ person, role: i ? "MEMBER" : "LEADER", validFrom: "2026-03-02" })),
    });

  test("of a cross inspection is led by somebody from another office, who enters, until the hearing ends the access", async () => {
    const round = await aRound("990102").until("AUTHORISED").on(platform);
    await appoint(round, [HELPER, "county:990102.clerk", "city:9901.clerk"]);
    const enter = { targets: round.targets, command: "ENTER", on: "2026-03-09" };
    round.targets = await platform.as(HELPER).does("moveTierRoundTargets", enter);
    const [id] = round.targets.map((target) => target.id);
    expect([await reads(HELPER, id), await reads("city:9901.clerk", id)]).toEqual([true, true]);
    const recording = { targetId: id, findings: [aFinding()] };
    round.findings = await platform.as(HELPER).does("recordTierFindings", recording);
    await moveFindings(round, "AGREE");
    await moveFindings(round, "EXCHANGE_FACTS", "单位无异议。（虚构）");
    await moveFindings(round, "REPORT");
    await moveTargets(round, "REPORT", "2026-04-17");
    await moveTargets(round, "HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚听1号" } });
    expect(await reads(HELPER, id)).toBe(false);
    const late = await platform.as(HELPER).tries("recordTierFindings", recording);
    expect(late.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    const { data } = await round.clerk.ask(
      "query ($id: ID!) { countyRoundTarget(id: $id) { team { homeOffice endReason endedAt } } }",
      { id },
    );
    const homes = data.countyRoundTarget.team.map(({ homeOffice }: { homeOffice: string | null }) => homeOffice);
    expect(homes.sort()).toEqual(["9901", "990102", "990103"]);
    expect(data.countyRoundTarget.team.every((each: { endedAt: string | null }) => each.endedAt)).toBe(true);
  });

  test("member who is released early reads nothing any more, and only the director releases", async () => {
    const round = await aRound("990102").until("AUTHORISED").on(platform);
    await appoint(round, ["county:990102.clerk", HELPER]);
    const id = round.targets[0]?.id;
    const { data } = await platform
      .as(HELPER)
      .ask("query ($id: ID!) { countyRoundTarget(id: $id) { team { id } } }", { id });
    const appointment = { id: data.countyRoundTarget.team[0].id, reason: "另有任务（虚构）" };
    const own = await platform.as(HELPER).tries("endTierAppointment", appointment);
    expect(own.refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["DIRECTOR"] });
    const silent = await round.director.tries("endTierAppointment", { ...appointment, reason: "" });
    expect(silent.refusal).toMatchObject({ code: "REASON_REQUIRED" });
    const stranger = await platform.as("county:990101.director").tries("endTierAppointment", appointment);
    expect(stranger.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    const key = "end-appointment-once";
    await round.director.does("endTierAppointment", appointment, { key });
    expect(await reads(HELPER, id)).toBe(false);
    const retried = await round.director.tries("endTierAppointment", appointment, { key });
    expect(retried.items).toHaveLength(1);
    const again = await round.director.tries("endTierAppointment", appointment);
    expect(again.refusal).toMatchObject({ code: "ILLEGAL_TRANSITION", allowed: [] });
    const alone = { targets: round.targets, command: "ENTER", on: "2026-03-09" };
    const left = await round.director.tries("moveTierRoundTargets", alone);
    expect(left.refusal).toMatchObject({ code: "TEAM_INCOMPLETE" });
  });

  test("has nobody twice on one day, so that the end of an appointment ends the access; a later period stays possible", async () => {
    const round = await aRound("990102").until("AUTHORISED").on(platform);
    const id = round.targets[0]?.id;
    const tries = async (...periods: object[]) => {
      const members = periods.map((period) => ({ person: HELPER, role: "MEMBER", ...period }));
      const { refusal } = await round.director.tries("appointTierTeam", { targetIds: [id], members });
      return refusal && [refusal.code, refusal.subject];
    };
    const open = { validFrom: "2026-03-02" };
    const twice = ["ALREADY_APPOINTED", HELPER];
    expect(await tries(open, { ...open, role: "LEADER" })).toEqual(twice);
    expect(await reads(HELPER, id)).toBe(false);
    expect(await tries({ ...open, validTo: "2998-12-31" })).toBeUndefined();
    expect(await tries(open)).toEqual(twice);
    await expect(
      platform.sql(
        "county",
        `insert into appointment (id, office, round_id, target_id, person, role, valid_from)
         select 'county:twice', office, round_id, target_id, person, role, valid_from from appointment where target_id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ code: "23000" });
    expect(await tries({ validFrom: "2999-01-01" })).toBeUndefined();
    const { data } = await platform
      .as(HELPER)
      .ask("query ($id: ID!) { countyRoundTarget(id: $id) { team { id validFrom } } }", { id });
    const first = data.countyRoundTarget.team.find(({ validFrom }: { validFrom: string }) => validFrom < "2999");
    await round.director.does("endTierAppointment", { id: first.id, reason: "另有任务（虚构）" });
    expect(await reads(HELPER, id)).toBe(false);
    expect(await tries({ ...open, validTo: "2998-12-31" })).toBeUndefined();
    expect(await reads(HELPER, id)).toBe(true);
  });

  test("takes nobody of its own tier who is unknown, of a unit, or recused in another office of the tier", async () => {
    const round = await aRound("990102").until("AUTHORISED").on(platform);
    const tries = (person: string) =>
      round.director.tries("appointTierTeam", {
        targetIds: [round.targets[0]?.id],
        members: [{ person, role: "MEMBER", validFrom: "2026-03-02" }],
      });
    expect((await tries("county:990102.nobody")).refusal).toMatchObject({ code: "PERSON_NOT_STAFF" });
    const head = "county:990102.head";
    await platform.openAccount(head, "990102", ["UNIT_HEAD"], round.units[0]?.id);
    expect((await tries(head)).refusal).toMatchObject({ code: "PERSON_NOT_STAFF", subject: head });
    const kin = await platform.openAccount("county:990103.kin", "990103", ["CLERK"]);
    const recusal = { accountId: kin.person, kind: "KIN", scope: "REGION", subject: "9901" };
    await kin.does("declareTierRecusal", recusal);
    expect((await tries(kin.person)).refusal).toMatchObject({ code: "PERSON_RECUSED", subject: kin.person });
  });
});

test("a recusal that somebody else ends binds no longer within a second, and its row tells by whom and why", async () => {
  const round = await aRound("990102").until("AUTHORISED").on(platform);
  const person = "county:990102.returner";
  const returner = await platform.openAccount(person, "990102", ["CLERK"]);
  const reads = async () =>
    (await returner.ask("query ($id: ID!) { countyRound(id: $id) { id } }", { id: round.id })).data.countyRound !==
    null;
  const declaring = { accountId: person, kind: "DUTY", scope: "ROUND", subject: round.id };
  const [recusal] = (await returner.does("declareTierRecusal", declaring)) as [Versioned];
  await until("it binds", async () => !(await reads()));
  const ending = { id: recusal.id, reason: "已轮岗（虚构）" };
  const own = await returner.tries("endTierRecusal", ending);
  expect(own.refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["DIRECTOR", "SECURITY_ADMIN"] });
  const stranger = await platform.as("county:990101.director").tries("endTierRecusal", ending);
  expect(stranger.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
  const hiding = await returner.ask("{ countyRecusals { nodes { id } } }");
  expect(hiding.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  await platform.as("county:990102.security").does("endTierRecusal", ending);
  const endedAt = performance.now();
  let askedAfter = 0; // an ask that begins a second later knows it, however long the answer takes on a busy machine
  await until("it binds no longer", async () => {
    askedAfter = performance.now() - endedAt;
    return (await reads()) || askedAfter >= 1_000;
  });
  expect(await reads()).toBe(true);
  const { data } = await round.director.ask(`{ countyRecusals(inForce: false, accountId: "${person}") {
    nodes { endedBy endReason } } }`);
  expect(data.countyRecusals.nodes).toEqual([{ endedBy: "county:990102.security", endReason: "已轮岗（虚构）" }]);
  const journal = await platform.sql<{ event: string }>(
    "county",
    "select event from journal where object_id = $1 order by entry",
    [recusal.id],
  );
  expect(journal.map(({ event }) => event)).toEqual(["RecusalDeclared", "RecusalEnded"]);
});

test("is not authorised before the term of its committee began", async () => {
  const round = await aRound("990101").until("PREPARING").on(platform);
  const [prepared] = await platform.sql<{ version: number }>("county", "select version from round where id = $1", [
    round.id,
  ]);
  const step = { id: round.id, ...prepared, command: "AUTHORISE", documentNumber: "虚巡〔1900〕1号", on: "1900-01-01" };
  expect((await round.approver.tries("moveTierRound", step)).refusal?.code).toBe("DATE_OUT_OF_ORDER");
});

test("appoints nobody for a time that is over", async () => {
  const round = await aRound("990101").until("AUTHORISED").on(platform);
  const member = { person: "county:990101.clerk", role: "LEADER", validFrom: "2020-01-01", validTo: "2020-12-31" };
  const appoint = { targetIds: [round.targets[0]?.id], members: [member] };
  expect((await round.director.tries("appointTierTeam", appoint)).refusal?.code).toBe("PERIOD_INVALID");
});

describe("the hearing", () => {
  const hearing = { body: "另一会议（虚构）", documentNumber: "虚改〔2026〕1号" };
  let heard: BuiltRound;
  beforeAll(async () => {
    heard = await aRound("990101").until("HEARD").on(platform);
  });

  test("belongs to the step that hears, the feedback to the step that feeds back", async () => {
    const own = { hearing: "HEAR", feedback: "FEED_BACK" };
    for (const command of TARGET_COMMANDS) {
      const given = { hearing, feedback: { documentNumber: "虚反馈〔2026〕9号" } };
      const step = { targets: heard.targets, command, ...given };
      const { answer } = await heard.clerk.tries("moveTierRoundTargets", step);
      const foreign = Object.keys(own).filter((field) => own[field as keyof typeof own] !== command);
      expect(answer.errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual(
        foreign.map((field) => `input.${field}`),
      );
    }
  });

  test("and the dates stay in the database as they were set, whoever writes", async () => {
    const changes = ["hearing_body = 'x'", "hearing_document_number = null", "status = 'FED_BACK', hearing_body = 'x'"];
    for (const change of [...changes, "heard_on = '2026-01-01'", "entered_on = null"]) {
      const rewrite = platform.sql("county", `update round_target set ${change} where id = $1`, [heard.targets[0]?.id]);
      await expect(rewrite).rejects.toMatchObject({ code: "23000" });
    }
  });
});

describe("a look-back", () => {
  const HELPER = "county:990103.director";
  let before: BuiltRound;
  let targets: Versioned[];
  const judge = (by: Caller, verdict: string, some = before.findings) =>
    by.tries("proposeTierVerdicts", {
      targetId: targets[0]?.id,
      verdicts: some.map(({ id }) => ({ findingId: id, verdict })),
    });

  beforeAll(async () => {
    before = await aRound("990102").withFindings(2).until("RECTIFYING").on(platform);
    const { clerk, director, approver, termId, id: predecessorId, units } = before;
    const [first] = before.findings as [Versioned];
    let [closed] = await clerk.does("moveTierFindings", { findings: [first], command: "CLAIM", note: "佐证（虚构）" });
    for (const command of ["VERIFY", "CLOSE"]) {
      [closed] = await director.does("moveTierFindings", { findings: [closed], command });
    }
    before.findings[0] = closed as Versioned;
    const opening = { termId, ordinal: 600, title: "回头看（虚构）", kind: "LOOK_BACK", predecessorId };
    const [round] = (await clerk.does("openTierRound", opening)) as [Versioned];
    const other = await clerk.does("registerTierUnits", { units: [aUnit("990102")] });
    const strange = { roundId: round.id, targets: [{ unitId: other[0]?.id }] };
    expect((await clerk.tries("addTierRoundTargets", strange)).refusal).toMatchObject({
      code: "PREDECESSOR_REQUIRED",
      subject: other[0]?.id,
    });
    const added = [{ unitId: units[0]?.id }];
    targets = await clerk.does("addTierRoundTargets", { roundId: round.id, targets: added });
    const authorise = { ...round, command: "AUTHORISE", documentNumber: "虚回〔2026〕1号", on: "2026-08-03" };
    await approver.does("moveTierRound", authorise);
    const members = [HELPER, "county:990102.clerk"].map((person, i) => {
      return { person, role: i ? "MEMBER" : "LEADER", validFrom: "2026-08-03" };
    });
    await director.does("appointTierTeam", { targetIds: [targets[0]?.id], members });
    targets = await director.does("moveTierRoundTargets", { targets, command: "ENTER", on: "2026-08-10" });
  });

  test("lets its team read what it judges, and do nothing else with it", async () => {
    const helper = platform.as(HELPER);
    const { data } = await helper.ask(
      `query ($id: ID!) { countyRoundTarget(id: $id) { predecessor { id } predecessorFindings { nodes { id commands } } } }`,
      { id: targets[0]?.id },
    );
    expect(data.countyRoundTarget.predecessor).toBeNull();
    expect(data.countyRoundTarget.predecessorFindings.nodes).toHaveLength(2);
    const nothing = data.countyRoundTarget.predecessorFindings.nodes.every(
      ({ commands }: { commands: string[] }) => commands.length === 0,
    );
    expect(nothing).toBe(true);
    const dismiss = { findings: [before.findings[1]], command: "CLAIM", note: "x" };
    expect((await helper.tries("moveTierFindings", dismiss)).refusal).toMatchObject({ code: "ROLE_REQUIRED" });
  });

  test("judges each finding once, one clerk after the other, and nobody else", async () => {
    const [one, two] = await Promise.all([
      judge(platform.as(HELPER), "PARTLY"),
      judge(platform.as("county:990102.clerk"), "DONE"),
    ]);
    const versions = [...(one?.items ?? []), ...(two?.items ?? [])].map(({ version }) => version);
    expect(versions.sort()).toEqual([1, 1, 2, 2]);
    expect((await judge(before.director, "DONE")).refusal).toMatchObject({ code: "ROLE_REQUIRED" });
    const stranger = await judge(platform.as("county:990101.clerk"), "DONE");
    expect(stranger.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
  });

  test("reopens what was not rectified when the director decides, in the same transaction", async () => {
    const proposed = (await judge(platform.as(HELPER), "RELAPSED")).items as Versioned[];
    const stale = proposed.map(({ id }) => ({ id, version: 1 }));
    expect((await before.director.tries("decideTierVerdicts", { verdicts: stale })).refusal).toMatchObject({
      code: "STALE_VERSION",
    });
    const early = await platform.as(HELPER).tries("decideTierVerdicts", { verdicts: proposed });
    expect(early.refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["DIRECTOR"] });
    const key = "decide-verdicts-once";
    await before.director.does("decideTierVerdicts", { verdicts: proposed }, { key });
    await before.director.does("decideTierVerdicts", { verdicts: proposed }, { key });
    const statuses = async () => {
      const ids = before.findings.map(({ id }) => id);
      const rows = await platform.sql<{ status: string }>(
        "county",
        "select status from finding where id = any ($1) order by ordinal",
        [ids],
      );
      return rows.map(({ status }) => status);
    };
    expect(await statuses()).toEqual(["REOPENED", "RECTIFYING"]);
    expect((await judge(platform.as(HELPER), "DONE")).refusal).toMatchObject({ code: "ILLEGAL_TRANSITION" });
    const report = { targets, command: "REPORT", on: "2026-08-28" };
    targets = await before.director.does("moveTierRoundTargets", report);
    expect(targets).toHaveLength(1);
  });
});
