import { newId } from "../../schema/contract/ids";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import {
  aFinding,
  aMeasure,
  appointTeam,
  aRound,
  aTeam,
  aUnit,
  type BuiltRound,
  moveTargets,
  peopleOf,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { type Ticket, useTicket } from "../support/files";
import { lendToCity } from "../support/lent";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_WHERE_UPGRADED, SavedOperations } from "../support/savedOperations";
import {
  anAnswer,
  aUnitSide,
  type FedBackFinding,
  fedBackTo,
  registerUnits,
  theFeedbackTo,
  type UnitSide,
  versionOf,
} from "../support/unitSide";
import { until } from "../support/until";
import { few } from "../support/whole";

let platform: TestPlatform;
let saved: SavedOperations;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
});

const COUNTY = "990101";
const titled = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** What a county reads of who inspected its units. */
const HISTORY = `query ($id: ID!) { unit(id: $id) { ... on CountyUnit { name cityInspections {
  roundTitle status enteredOn heardOn office { code } target { id } } } } }`;
const historyFor = async (person: string, id: string | undefined) =>
  (await platform.as(person).ask(HISTORY, { id })).data.unit.cityInspections;

const INSPECTING = few(1, ["9901", "99"]);

describe.each(INSPECTING)(
  "提级: a unit of a county's register, inspected by %s, from the authorisation to the archive",
  (office) => {
    const tier = tierOfOffice(office) as Tier;
    const name = nameOfTier(tier);
    let side: UnitSide;
    let rectification: Versioned;
    const run = <Item = Versioned>(by: Caller, operation: string, input: object) =>
      saved.change<Item>(by.person, `${operation}Of${titled(name)}`, input);
    const move = async (by: Caller, command: string, more: object = {}) => {
      [rectification] = (await by.does("moveTierRectification", { ...rectification, command, ...more })) as [Versioned];
    };

    beforeAll(async () => {
      side = await aUnitSide(platform, { office, register: COUNTY, feedback: { documentNumber: "虚市反馈1号" } });
    });

    test("the target says what the county's register attests, whatever the caller might claim", async () => {
      const [row] = await platform.sql<Record<string, unknown>>(
        name,
        "select unit_name, region, unit_office, superior_unit_name, attested_at from round_target where id = $1",
        [side.round.targets[0]?.id],
      );
      expect(row).toMatchObject({ region: "990101001001", unit_office: COUNTY, attested_at: expect.any(Date) });
      expect([row?.unit_name, row?.superior_unit_name]).toEqual([
        expect.stringMatching(/^虚构单位/),
        expect.stringMatching(/^虚构单位/),
      ]);
    });

    test("the unit's people, at home in the county, read what was fed back to them; the body above its copy; nobody else anything", async () => {
      const { liaison, above, neighbour } = side;
      const data = await saved.run(liaison.person, `UnitFeedbackOf${titled(name)}`);
      const [feedback] = data[`${name}Disclosures`].nodes;
      expect(feedback).toMatchObject({ purpose: "FEEDBACK", documentNumber: "虚市反馈1号", commands: ["ACKNOWLEDGE"] });
      expect(feedback.findings.nodes).toHaveLength(3);
      expect(feedback.deadlines).toHaveLength(4);
      expect(data[`${name}Deadlines`].nodes).toHaveLength(4);
      expect((await fedBackTo(above)).map(({ purpose }) => purpose)).toEqual(["FEEDBACK_COPY"]);
      expect((await theFeedbackTo(neighbour)).id).not.toBe(feedback.id);
      for (const stranger of [
        "county:990101.clerk",
        "county:990101.director",
        "county:990102.clerk",
        "city:9902.clerk",
      ]) {
        expect(await fedBackTo(platform.as(stranger).workingIn(tier))).toEqual([]);
      }
      // its own tier has nothing for it
      expect(await fedBackTo(liaison.workingIn("COUNTY"))).toEqual([]);
    });

    test("another unit's people, and the body above, answer nothing of it", async () => {
      const { liaison, above, neighbour } = side;
      const feedback = await theFeedbackTo(liaison);
      const before = await platform.fingerprint();
      const answer = anAnswer(feedback, "CLAIM", feedback.byNumber);
      expect((await neighbour.tries("answerTierFeedback", answer)).answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
      const copy = await theFeedbackTo(above);
      expect((await above.tries("answerTierFeedback", { ...answer, disclosureId: copy.id })).refusal?.code).toBe(
        "ROLE_REQUIRED",
      );
      const plan = { ...feedback.rectification, command: "SUBMIT_PLAN", plan: { text: "x", measures: [] } };
      const { id, version, command } = plan;
      for (const stranger of [neighbour, platform.as("county:990101.director").workingIn(tier)]) {
        const { refusal, answer } = await stranger.tries("moveTierRectification", {
          id,
          version,
          command,
          plan: plan.plan,
        });
        expect(refusal?.code ?? answer.errors[0]?.extensions.code).toMatch(/NOT_FOUND|ROLE_REQUIRED/);
      }
      expect(await platform.fingerprint()).toEqual(before);
    });

    test("the unit acknowledges, objects, plans, proves, claims and reports in the book of the office that inspected it", async () => {
      const { head, liaison, above, round } = side;
      let feedback = await theFeedbackTo(liaison);
      await run(liaison, "AcknowledgeFeedback", { id: feedback.id, version: feedback.version, command: "ACKNOWLEDGE" });
      const copy = await theFeedbackTo(above);
      await run(above, "AcknowledgeFeedback", { id: copy.id, version: copy.version, command: "ACKNOWLEDGE" });
      const [objected] = feedback.byNumber as [FedBackFinding];
      await run(liaison, "ObjectToFeedback", anAnswer(feedback, "OBJECT", [objected]));
      const { id, version } = feedback.rectification;
      rectification = { id, version };
      const steps = async (operation: string, step: object) => {
        const [{ id, version }] = await run(head, operation, { ...rectification, ...step });
        rectification = { id, version };
      };
      const measures = feedback.byNumber.map(({ findingId }) => aMeasure(findingId));
      await steps("SubmitPlan", { command: "SUBMIT_PLAN", plan: { text: "整改方案。（虚构）", measures } });
      const wish = { disclosureId: feedback.id, findingId: objected.findingId, name: "佐证.pdf" };
      const [ticket] = await run<Ticket>(liaison, "BringProof", wish);
      await useTicket(platform, ticket, "%PDF-1.7\n%%EOF\n");

      feedback = await theFeedbackTo(liaison);
      const uphold = {
        findings: [versionOf(feedback.byNumber[0] as FedBackFinding)],
        command: "UPHOLD",
        note: "维持。（虚构）",
      };
      await round.director.does("moveTierFindings", uphold);
      await move(round.director, "REVIEW_PLAN");
      feedback = await theFeedbackTo(liaison);
      expect(feedback.byNumber[0]).toMatchObject({
        status: "RECTIFYING",
        objections: [{ decision: "UPHELD", enteredBy: "UNIT" }],
        proofs: [{ byUnit: true }],
      });
      await run(liaison, "ClaimRectified", anAnswer(feedback, "CLAIM", feedback.byNumber));
      feedback = await theFeedbackTo(liaison);
      await run(liaison, "TakeClaimBack", anAnswer(feedback, "TAKE_BACK", feedback.byNumber));
      feedback = await theFeedbackTo(liaison);
      await run(liaison, "ClaimRectified", anAnswer(feedback, "CLAIM", feedback.byNumber));
      await steps("ReportRectification", { command: "CONCENTRATE" });
      await steps("ReportRectification", { command: "REPORT", report: "整改报告。（虚构）" });
    });

    test("the office verifies and closes, the body above signs beside the departments, and the round ends", async () => {
      const { above, neighbour, round, liaison } = side;
      const { director } = round;
      let findings = (await theFeedbackTo(liaison)).byNumber.map(versionOf);
      findings = await director.does("moveTierFindings", { findings, command: "VERIFY" });
      await director.does("moveTierFindings", { findings, command: "CLOSE" });
      await move(director, "OPEN_REVIEW", { evaluation: "QUALIFIED" });
      const departments = (["DISCIPLINE", "ORGANISATION"] as const).map(
        async (role) =>
          [role, await platform.openAccount(`${name}:${office}.${role.toLowerCase()}`, office, [role])] as const,
      );
      const early = await director.tries("moveTierRectification", {
        ...{ ...rectification, command: "EVALUATE" },
      });
      expect(early.refusal?.code).toBe("SIGNATURES_MISSING");
      const signature = (role: string) => ({
        id: rectification.id,
        role,
        evaluation: "QUALIFIED",
        opinion: "同意。（虚构）",
      });
      const stranger = await neighbour.tries("signTierReview", signature("SUPERIOR_BODY"));
      expect(stranger.refusal?.code ?? stranger.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
      await above.does("signTierReview", signature("SUPERIOR_BODY"));
      for (const [role, signer] of await Promise.all(departments)) await signer.does("signTierReview", signature(role));
      await director.does("signTierReview", signature("DIRECTOR"));
      await move(director, "EVALUATE");
      await move(director, "COMPLETE");
      const [target] = round.targets as [Versioned];
      const archive = {
        targets: [{ id: target.id, version: target.version + 1 }],
        command: "ARCHIVE",
        note: "不报送。（虚构）",
      };
      const [archived] = await director.does("moveTierRoundTargets", archive);
      const query = `query ($id: ID!) { roundTarget(id: $id) { ... on ${titled(name)}RoundTarget { status unit { ... on CountyUnit { name } }
      rectification { status unit { ... on CountyUnit { name } } } disclosures { unit { ... on CountyUnit { name } } } } } }`;
      const { data } = await director.ask(query, { id: archived?.id });
      expect(data.roundTarget).toMatchObject({ status: "ARCHIVED", rectification: { status: "COMPLETED" } });
      const named = { name: data.roundTarget.unit.name };
      expect([
        data.roundTarget.rectification.unit,
        ...data.roundTarget.disclosures.map((each: { unit: object }) => each.unit),
      ]).toEqual([named, named, named]);
    });
  },
);

describe("a city plans units of its counties", () => {
  let city: ReturnType<typeof peopleOf>;
  let termId: string;
  let unit: Versioned;
  let ordinal = 700;
  const open = async (assignmentMode = "UPGRADED") => {
    const opening = { termId, ordinal: ++ordinal, title: "市级巡察（虚构）", assignmentMode, synthetic: true };
    const [round] = (await city.clerk.does("openTierRound", opening)) as [Versioned];
    return round;
  };
  const add = async (
    unitIds: string[],
    { by = city.clerk, mode = "UPGRADED", key = undefined as string | undefined } = {},
  ) => {
    const round = await open(mode);
    return by.tries(
      "addTierRoundTargets",
      { roundId: round.id, targets: unitIds.map((unitId) => ({ unitId })) },
      { key },
    );
  };
  const register = async (office: string, changes: object = {}) => {
    const units = [aUnit(office, changes)];
    const [registered] = (await peopleOf(platform, office).clerk.does("registerTierUnits", { units })) as [Versioned];
    return registered;
  };

  beforeAll(async () => {
    city = peopleOf(platform, "9901");
    ({ termId } = await aRound("9901").on(platform));
    unit = await register(COUNTY);
  });

  test.each([
    ["UNIT_NOT_IN_REGISTER", "that nobody has", async () => newId("COUNTY")],
    ["UNIT_OUTSIDE_AREA", "of another city's county", async () => (await register("990201")).id],
    [
      "UNIT_NOT_IN_REGISTER",
      "whose entry has ended",
      async () => (await register(COUNTY, { validTo: dayBefore(0) })).id,
    ],
    [
      "UNIT_NOT_IN_REGISTER",
      "whose entry is to come",
      async () => (await register(COUNTY, { validFrom: "2999-01-01" })).id,
    ],
    ["UNIT_NOT_BELOW", "of the province", async () => newId("PROVINCE")],
  ])("%s: a unit %s is not planned, and nothing beside it", async (code, _, make) => {
    const wrong = await make();
    const round = await open();
    const before = await platform.fingerprint();
    const targets = [unit.id, wrong].map((unitId) => ({ unitId }));
    const { refusal } = await city.clerk.tries("addTierRoundTargets", { roundId: round.id, targets });
    expect(refusal).toMatchObject({ code, subject: wrong });
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("who is recused from the unit's region plans it not: the region is the register's, and no longer the caller's word", async () => {
    const village = await register(COUNTY, { region: "990101002001" });
    const person = await platform.openAccount("city:9901.kin", "9901", ["CLERK"]);
    await city.director.does("declareTierRecusal", {
      accountId: person.person,
      kind: "KIN",
      scope: "REGION",
      subject: "990101002",
    });
    await until(
      "the recusal binds",
      async () => (await add([village.id], { by: person })).refusal?.code === "PERSON_RECUSED",
    );
    expect((await add([unit.id], { by: person })).items).toHaveLength(1);
    const round = await open();
    const recording = { roundId: round.id, targets: [{ unitId: village.id }] };
    const [target] = await city.clerk.does("addTierRoundTargets", recording);
    const { data } = await person.ask(`query ($id: ID!) { cityRoundTarget(id: $id) { id } }`, { id: target?.id });
    expect(data.cityRoundTarget).toBeNull();
  });

  test("the same command once more, by its key, adds nothing", async () => {
    const round = await open();
    const adding = { roundId: round.id, targets: [{ unitId: unit.id }] };
    const key = "upgraded-once-and-again";
    const first = await city.clerk.does("addTierRoundTargets", adding, { key });
    expect(await city.clerk.does("addTierRoundTargets", adding, { key })).toEqual(first);
  });

  test("by a literal in the text, by variables and by the saved operation; with other changes beside it, each once", async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    const query = `mutation ($input: AddTargetsInput!) {
      term: openCityTerm(idempotencyKey: "literal-term-1", input: { office: "9901", committee: "虚构九届", ordinal: 9, startsOn: "2026-01-01" }) { __typename }
      a: addCityRoundTargets(idempotencyKey: "literal-1", input: { roundId: "${one.id}", targets: [{ unitId: "${unit.id}" }] }) {
        __typename ... on CityRoundTargetList { items { id unitName } } ... on Refusal { code } }
      b: addCityRoundTargets(idempotencyKey: "literal-2", input: $input) { __typename ... on Refusal { code } } }`;
    const input = { roundId: two.id, targets: [{ unitId: unit.id }] };
    const { data, errors } = await city.director.ask(query, { input });
    expect([data, errors]).toEqual([
      {
        term: { __typename: "CityTermList" },
        a: { __typename: "CityRoundTargetList", items: [{ id: expect.any(String), unitName: expect.any(String) }] },
        b: { __typename: "CityRoundTargetList" },
      },
      [],
    ]);
    const adding = { roundId: three.id, targets: [{ unitId: unit.id, method: "SPOT" }] };
    expect(await saved.change(city.clerk.person, "AddTargetsOfCity", adding)).toHaveLength(1);
  });

  test("交叉 and its like, that a city arranges for its counties, take such a unit; the own mode takes none", async () => {
    for (const mode of ["CROSS", "RING", "POOLED", "ASSISTED", "RECUSAL_SWAP"]) {
      expect([mode, (await add([unit.id], { mode })).refusal]).toEqual([mode, undefined]);
    }
    expect((await add([unit.id], { mode: "OWN_TIER" })).refusal).toMatchObject({ code: "UPGRADED_REQUIRED" });
  });

  test("a cross round enters with somebody of a third office, as the home tier says it, and with nobody's word beside", async () => {
    const round = await open("CROSS");
    const targets = await city.clerk.does("addTierRoundTargets", { roundId: round.id, targets: [{ unitId: unit.id }] });
    const authorise = { command: "AUTHORISE", on: "2026-03-02", documentNumber: "虚市巡〔2026〕交1号" };
    await city.approver.does("moveTierRound", { ...round, ...authorise });
    const appoint = (...people: string[]) =>
      city.director.tries("appointTierTeam", {
        targetIds: [targets[0]?.id],
        members: people.map((person) => {
          return { person, role: person === city.clerk.person ? "LEADER" : "MEMBER", validFrom: "2026-03-02" };
        }),
      });
    const enter = async () =>
      (await city.director.tries("moveTierRoundTargets", { targets, command: "ENTER", on: "2026-03-09" })).refusal
        ?.code;
    const invented = "county:990102.invented";
    expect((await appoint(city.clerk.person, invented)).refusal).toMatchObject({
      code: "PERSON_NOT_STAFF",
      subject: invented,
    });
    const head = await platform.openAccount("county:990102.cross-head", "990102", ["DISCIPLINE"]);
    expect((await appoint(head.person)).refusal).toMatchObject({ code: "PERSON_NOT_STAFF", subject: head.person });
    const kin = await platform.openAccount("county:990102.cross-kin", "990102", ["CLERK"]);
    const recusal = { accountId: kin.person, kind: "KIN", scope: "UNIT", subject: unit.id };
    await platform.as("county:990102.director").does("declareTierRecusal", recusal);
    expect((await appoint(kin.person)).refusal).toMatchObject({ code: "PERSON_RECUSED", subject: kin.person });
    const lent = ["county:990101.approver", "county:990102.clerk"];
    for (const person of lent) expect((await appoint(person)).refusal).toMatchObject({ code: "PERSON_NOT_SECONDED" });
    for (const person of lent) await lendToCity(platform, round.id, person);
    expect((await appoint(city.clerk.person, "county:990101.approver")).refusal).toBeUndefined();
    expect(await enter()).toBe("FOREIGN_TEAM_REQUIRED");
    expect((await appoint("county:990102.clerk")).refusal).toBeUndefined();
    expect(await enter()).toBeUndefined();
    const homes = await platform.sql("city", "select person, home_office from appointment where target_id = $1", [
      targets[0]?.id,
    ]);
    expect(homes).toContainEqual({ person: "county:990101.approver", home_office: "990101" });
    expect(homes).toContainEqual({ person: "county:990102.clerk", home_office: "990102" });
  });

  test("a province takes units of its cities and counties in one round, each tier asked for its own", async () => {
    const province = peopleOf(platform, "99");
    const { termId } = await aRound("99").on(platform);
    const opening = { termId, ordinal: 701, title: "省级提级（虚构）", assignmentMode: "UPGRADED", synthetic: true };
    const [round] = (await province.clerk.does("openTierRound", opening)) as [Versioned];
    const targets = [unit.id, (await register("9902")).id].map((unitId) => ({ unitId }));
    const adding = { roundId: round.id, targets };
    expect(await saved.change(province.clerk.person, "AddTargetsOfProvince", adding)).toHaveLength(2);
  });

  test("a ledger over several targets names such units in each of them: all are asked for at once", async () => {
    const round = await aRound("9901").withTargets(2).until("ENTERED").on(platform);
    const named = [unit.id, (await register(COUNTY)).id];
    const findings = round.targets.map(({ id }, i) => ({ targetId: id, ...aFinding({ furtherUnitIds: [named[i]] }) }));
    const query = `mutation ($input: RecordLedgerInput!, $key: String!) { outcome: recordCityLedger(input: $input, idempotencyKey: $key) {
      __typename ... on CityLedger { recorded } ... on Refusal { code subject } } }`;
    const record = async (findings: object[], key: string) => city.clerk.ask(query, { input: { findings }, key });
    const strange = newId("COUNTY");
    const wrong = [...findings, { targetId: round.targets[1]?.id, ...aFinding({ furtherUnitIds: [strange] }) }];
    expect((await record(wrong, "ledger-of-strangers")).errors[0]?.extensions.fields).toEqual([
      { path: "input.findings.2.furtherUnitIds.0", reason: expect.stringContaining("UNIT_NOT_IN_REGISTER") },
    ]);
    expect((await record(findings, "ledger-of-known")).data.outcome).toMatchObject({ recorded: 2 });
  });

  test("more than a thousand of them in one request are too many", async () => {
    const round = await aRound("9901").until("ENTERED").on(platform);
    const findings = Array.from({ length: 51 }, () =>
      aFinding({ furtherUnitIds: Array.from({ length: 20 }, () => newId("COUNTY")) }),
    );
    const { answer } = await city.clerk.tries("recordTierFindings", { targetId: round.targets[0]?.id, findings });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "input" }] });
  });

  test("further responsible units of another tier are attested too, and those who are recused name none", async () => {
    const round = await aRound("9901").until("ENTERED").on(platform);
    const [target] = round.targets as [Versioned];
    const record = (furtherUnitIds: string[], by = city.clerk) =>
      by.tries("recordTierFindings", { targetId: target.id, findings: [aFinding({ furtherUnitIds })] });
    expect((await record([newId("COUNTY")])).refusal?.code).toBe("UNIT_NOT_IN_REGISTER");
    const { items } = await record([unit.id]);
    const kin = await platform.openAccount("city:9901.further-kin", "9901", ["CLERK"]);
    await city.director.does("declareTierRecusal", {
      ...{ accountId: kin.person, kind: "KIN", scope: "REGION", subject: COUNTY },
    });
    await until("the recusal binds", async () => (await record([unit.id], kin)).refusal?.code === "PERSON_RECUSED");
    // what a finding names already is not asked for again
    const { synthetic: _, ...words } = aFinding({ title: "改写（虚构）", furtherUnitIds: [unit.id] });
    await platform.sql("county", "update unit set valid_to = $2 where id = $1", [unit.id, dayBefore(0)]);
    const revised = await city.clerk.tries("reviseTierFinding", { ...items?.[0], ...words });
    await platform.sql("county", "update unit set valid_to = null where id = $1", [unit.id]);
    expect(revised.items).toHaveLength(1);
  });
});

describe("the county's register", () => {
  let round: BuiltRound;
  beforeAll(async () => {
    const { units } = await registerUnits(platform, COUNTY);
    round = await aRound("9901").of([units[0].id]).inMode("UPGRADED").until("AUTHORISED").on(platform);
  });

  test("a plan warns nobody; from the entry on the county reads who came when, and nothing of the findings", async () => {
    const [unit] = round.units as [Versioned];
    expect(await historyFor("county:990101.clerk", unit.id)).toEqual([]);
    await appointTeam(round);
    await moveTargets(round, "ENTER", "2026-03-09");
    const [target] = round.targets as [Versioned];
    const [finding] = await round.clerk.does("recordTierFindings", { targetId: target.id, findings: [aFinding()] });
    expect(await historyFor("county:990101.clerk", unit.id)).toEqual([
      {
        roundTitle: expect.stringMatching(/^虚构第/),
        status: "ENTERED",
        enteredOn: "2026-03-09",
        heardOn: null,
        office: { code: "9901" },
        target: null,
      },
    ]);
    const { data } = await platform.as("county:990101.clerk").ask(
      `query ($target: ID!, $finding: ID!) { roundTarget(id: $target) { ... on CityRoundTarget { unitName } }
        finding(id: $finding) { ... on CityFinding { title } } cityRoundTargets(office: "9901") { nodes { id } } }`,
      { target: target.id, finding: finding?.id },
    );
    expect(data).toEqual({ roundTarget: null, finding: null, cityRoundTargets: { nodes: [] } });
    expect(await historyFor("city:9901.clerk", unit.id)).toMatchObject([{ target: { id: target.id } }]);
    for (const stranger of ["county:990102.clerk", "city:9902.director", "county:990101.display"]) {
      expect(await historyFor(stranger, unit.id)).toEqual([]);
    }
  });

  test("a person of the county who is recused from the unit reads none of it", async () => {
    const person = "county:990101.cousin";
    await platform.openAccount(person, COUNTY, ["CLERK"]);
    const [unit] = round.units as [Versioned];
    await platform
      .as("county:990101.director")
      .does("declareTierRecusal", { accountId: person, kind: "KIN", scope: "UNIT", subject: unit.id });
    await until("the recusal binds", async () => (await historyFor(person, unit.id)).length === 0);
  });
});

describe("a feedback", () => {
  const heard = async () => {
    const { units, above } = await registerUnits(platform, COUNTY);
    const round = await aRound("9901").of([units[0].id]).inMode("UPGRADED").until("HEARD").on(platform);
    return { round, units, above };
  };
  const granteesOf = async (round: BuiltRound) => {
    const query = `query ($id: ID!) { roundTarget(id: $id) { ... on CityRoundTarget { disclosures { purpose granteeName } } } }`;
    const { data } = await round.director.ask(query, { id: round.targets[0]?.id });
    return data.roundTarget.disclosures as { purpose: string; granteeName: string }[];
  };

  test("goes in copy to units of any register that are named, as their registers call them", async () => {
    const { round, units } = await heard();
    const feedBack = (copyTo: string[]) =>
      round.director.tries("moveTierRoundTargets", {
        ...{ targets: round.targets, command: "FEED_BACK", on: "2026-05-06" },
        feedback: { copyTo },
      });
    expect((await feedBack([newId("COUNTY")])).refusal?.code).toBe("UNIT_NOT_IN_REGISTER");
    const { items, answer } = await feedBack([units[1].id]);
    expect([items?.length, answer.errors]).toEqual([1, []]);
    const names = await platform.sql<{ name: string }>("county", "select name from unit where id = $1", [units[1].id]);
    expect((await granteesOf(round)).map(({ granteeName }) => granteeName)).toContain(names[0]?.name);
  });

  test("to a unit that was planned before there were attestations is attested now, or not given", async () => {
    const { round, above } = await heard();
    const [target] = round.targets as [Versioned];
    const forget = (region: string) =>
      platform.sql(
        "city",
        `alter table round_target disable trigger attested; update round_target set region = '${region}', unit_office = null,
           superior_unit_id = null, superior_unit_name = null, attested_at = null where id = '${target.id}';
         alter table round_target enable trigger attested;`,
      );
    const feedBack = { targets: round.targets, command: "FEED_BACK", on: "2026-05-06" };
    await forget("990102001001");
    const { refusal } = await round.director.tries("moveTierRoundTargets", feedBack);
    expect(refusal).toMatchObject({ code: "UNIT_NOT_ATTESTED", subject: target.id });
    await forget("990101001001");
    await round.director.does("moveTierRoundTargets", feedBack);
    const [name] = await platform.sql<{ name: string }>("county", "select name from unit where id = $1", [above.id]);
    expect((await granteesOf(round)).find(({ purpose }) => purpose === "FEEDBACK_COPY")?.granteeName).toBe(name?.name);
  });
});

test("a city asks where its teams are today, and what it inspected in a county's stead", async () => {
  const { units } = await registerUnits(platform, COUNTY);
  const round = await aRound("9901").of([units[0].id]).inMode("UPGRADED").until("ENTERED").on(platform);
  const [target] = round.targets as [Versioned];
  const teams = await saved.run("city:9901.director", "OurTeams", { office: "9901" });
  expect(teams.cityRoundTargets.nodes[0]).toMatchObject({
    ...{ id: target.id, region: { code: "990101001001" } },
    team: expect.arrayContaining([expect.objectContaining({ person: "city:9901.clerk", homeOffice: "9901" })]),
  });
  const inStead = async (office: string) =>
    (await saved.run("city:9901.director", "InspectedInStead", { office })).cityRoundTargets.nodes;
  expect((await inStead("9901"))[0]).toMatchObject({ id: target.id, round: { assignmentMode: "UPGRADED" } });
  const own = await aRound("9901").until("ENTERED").on(platform);
  const listed = (await inStead("9901")).map(({ id }: Versioned) => id);
  expect([listed.includes(target.id), listed.includes(own.targets[0]?.id)]).toEqual([true, false]);
  expect(await inStead("9902")).toEqual([]);
});

test("every saved operation of such a round was run", () => {
  const tiers = INSPECTING.map((office) => titled(nameOfTier(tierOfOffice(office) as Tier)));
  const here = RUN_WHERE_UPGRADED.filter((name) => tiers.some((tier) => name.endsWith(`Of${tier}`)));
  expect(here.length).toBe(INSPECTING.length * 9);
  expect(here.filter((name) => saved.unused.has(name))).toEqual([]);
});

describe("the units of a county's register, over the tiers", () => {
  const query = `{ region(code: "${COUNTY}") { countyFigures { coverage { due inspected } }
    countyCoverageOverTiers { due inspected inStead rate } } }`;
  const coverage = async (person: string) => (await platform.as(person).ask(query)).data.region;
  /** Who entered units of the county's register, as the tier's own database has it. */
  const enteredBy = async (tier: "province" | "city" | "county") =>
    (
      await platform.sql<{ id: string }>(
        tier,
        "select distinct unit_id as id from inspection_cell where unit_office = $1 and entered_on is not null",
        [COUNTY],
      )
    ).map(({ id }) => id);

  test("are counted once, whoever came: as covered in its stead until the county comes itself", async () => {
    const own = peopleOf(platform, COUNTY);
    const { termId } = await aRound(COUNTY).on(platform);
    const above = new Set([...(await enteredBy("city")), ...(await enteredBy("province"))]);
    expect(above.size).toBeGreaterThan(1);
    expect(await enteredBy("county")).toEqual([]);
    const { countyFigures, countyCoverageOverTiers } = await coverage(own.clerk.person);
    const { due, inspected } = countyFigures.coverage;
    expect(inspected).toBe(0);
    expect(countyCoverageOverTiers).toEqual({
      due,
      inspected: above.size,
      inStead: above.size,
      rate: above.size / due,
    });
    expect((await coverage("county:990102.clerk")).countyCoverageOverTiers).toBeNull();

    const opening = { termId, ordinal: 501, title: "县巡察（虚构）", synthetic: true };
    const [round] = (await own.clerk.does("openTierRound", opening)) as [Versioned];
    const targets = [{ unitId: [...above][0] }];
    const planned = await own.clerk.does("addTierRoundTargets", { roundId: round.id, targets });
    const authorise = { ...round, command: "AUTHORISE", documentNumber: "虚县〔2026〕2号", on: "2026-03-02" };
    await own.approver.does("moveTierRound", authorise);
    const targetIds = planned.map(({ id }) => id);
    await own.director.does("appointTierTeam", { targetIds, members: aTeam(COUNTY) });
    await own.director.does("moveTierRoundTargets", { targets: planned, command: "ENTER", on: "2026-03-10" });
    const both = await coverage(own.clerk.person);
    expect(both.countyFigures.coverage.inspected).toBe(1);
    expect(both.countyCoverageOverTiers).toMatchObject({ inspected: above.size, inStead: above.size - 1 });
  });
});
