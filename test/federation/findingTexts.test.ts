import { newId } from "../../schema/contract/ids";
import { aFinding, aRound, aUnit, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const target = (round: BuiltRound) => (round.targets[0] as Versioned).id;
async function record(round: BuiltRound, changes: object): Promise<Versioned> {
  const [finding] = await round.clerk.does("recordTierFindings", {
    targetId: target(round),
    findings: [aFinding(changes)],
  });
  return finding as Versioned;
}

/** A fictional taxonomy of two years, of which the first is over. */
const TERMS = `
  insert into taxonomy (kind, version, zh, en, valid_from, valid_to, place) values
    ('FOCUS', 'OLD', '虚构旧版', 'old', '2020-01-01', '2022-01-01', 90), ('FOCUS', 'NEW', '虚构新版', 'new', '2022-01-01', null, 91);
  insert into taxonomy_term (kind, version, code, zh, en, place) values
    ('FOCUS', 'OLD', 'OLD_ONE', '旧一', 'old one', 1), ('FOCUS', 'OLD', 'OLD_TWO', '旧二', 'old two', 2),
    ('FOCUS', 'NEW', 'NEW_ONE', '新一', 'new one', 1);
  insert into taxonomy_mapping values ('FOCUS', 'OLD', 'OLD_ONE', 'NEW', 'NEW_ONE'), ('FOCUS', 'OLD', 'OLD_TWO', 'NEW', 'NEW_ONE')`;

describe("focus and category", () => {
  let round: BuiltRound;
  beforeAll(async () => {
    for (const statement of TERMS.split(";")) await platform.sql("county", statement);
    round = await aRound().until("ENTERED").on(platform);
  });

  test.each([
    ["an unknown focus", { focus: "GRASROOTS_POLICY" }, "focus", "GRASSROOTS_POLICY"],
    ["a focus that is no longer valid", { focus: "OLD_ONE" }, "focus", "NEW_ONE"],
    ["an unknown category", { category: "工程" }, "category", "工程项目"],
  ])("%s is not written; the nearest valid codes are said", async (_, changes, field, nearest) => {
    const before = await platform.fingerprint();
    const findings = [aFinding(), aFinding(changes)];
    const { answer } = await round.clerk.tries("recordTierFindings", { targetId: target(round), findings });
    const [fault] = answer.errors[0]?.extensions.fields ?? [];
    expect(answer.errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect(fault?.path).toBe(`input.findings.1.${field}`);
    expect(fault?.reason).toContain(`nearest: ${nearest}`);
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("whoever writes a term's name is told its code in Chinese too", async () => {
    const findings = [aFinding({ focus: "基层政策落实" })];
    const { answer } = await round.clerk.tries("recordTierFindings", { targetId: target(round), findings });
    expect(answer.errors[0]?.extensions.fields?.[0]?.reason).toContain("相近的有：基层政策落实 GRASSROOTS_POLICY、");
  });

  test("the text of what the team has agreed on is not changed, and it is said what leads back to a draft", async () => {
    const [agreed] = await round.clerk.does("moveTierFindings", {
      findings: [await record(round, {})],
      command: "AGREE",
    });
    const { synthetic: _, ...words } = aFinding();
    const { id, version } = agreed as Versioned;
    const { refusal } = await round.clerk.tries("reviseTierFinding", { id, version, ...words });
    expect(refusal).toMatchObject({ code: "ILLEGAL_TRANSITION", allowed: ["EXCHANGE_FACTS", "TAKE_BACK"] });
  });

  test("a filter by a term finds what was written under the terms that it came from, and the other way round", async () => {
    const [old, other, present] = [
      await record(round, {}),
      await record(round, {}),
      await record(round, { focus: "NEW_ONE" }),
    ];
    for (const [i, { id }] of [old, other].entries()) {
      await platform.sql("county", "update finding set focus = $2 where id = $1", [id, ["OLD_ONE", "OLD_TWO"][i]]);
    }
    const found = async (focus: string) => {
      const { data } = await round.clerk.ask(
        `query ($focus: String!) { countyFindings(filter: { focus: $focus }) { nodes { id } } }`,
        { focus },
      );
      return data.countyFindings.nodes.map(({ id }: Versioned) => id).sort();
    };
    expect(await found("NEW_ONE")).toEqual([old.id, other.id, present.id].sort());
    expect(await found("OLD_ONE")).toEqual([old.id, present.id].sort());
    expect(await found("NOWHERE")).toEqual([]);
  });

  test("the terms of a day and what a term was before can be asked by everybody who is signed in", async () => {
    const { data } = await platform.as("county:990101.display").ask(`{
      then: countyTaxonomyTerms(kind: FOCUS, on: "2021-06-01") { code } now: countyTaxonomyTerms(kind: FOCUS) { code }
      countyMappedTerms(kind: FOCUS, code: "NEW_ONE") { steps code versionZh } }`);
    const codes = (terms: { code: string }[]) => terms.map(({ code }) => code);
    expect(codes(data.then)).toEqual(expect.arrayContaining(["OLD_ONE", "OLD_TWO", "GRASSROOTS_POLICY"]));
    expect(codes(data.then)).not.toContain("NEW_ONE");
    expect(codes(data.now)).toEqual(expect.arrayContaining(["NEW_ONE", "POLICY_IMPLEMENTATION"]));
    expect(data.countyMappedTerms).toEqual([
      { steps: -1, code: "OLD_ONE", versionZh: "虚构旧版" },
      { steps: -1, code: "OLD_TWO", versionZh: "虚构旧版" },
      { steps: 0, code: "NEW_ONE", versionZh: "虚构新版" },
    ]);
  });
});

describe("further responsible units", () => {
  const FURTHER = `query ($id: ID!) { finding(id: $id) { id ... on CountyFinding { basis furtherUnits { __typename
    ... on CountyUnit { id } ... on CityUnit { id } } texts { version } history { nodes { event } } } } }`;
  const about = async (caller: Caller, id: string) => (await caller.ask(FURTHER, { id })).data.finding;

  test("are named by id, of whichever tier", async () => {
    const round = await aRound().until("ENTERED").on(platform);
    const [unit] = (await round.clerk.does("registerTierUnits", { units: [aUnit("990101")] })) as [Versioned];
    const registered = await platform.as("city:9901.clerk").does("registerTierUnits", { units: [aUnit("9901")] });
    const city = registered[0]?.id as string;
    const { id } = await record(round, { furtherUnitIds: [unit.id, city] });
    expect((await about(round.director, id)).furtherUnits).toEqual([
      { __typename: "CountyUnit", id: unit.id },
      { __typename: "CityUnit", id: city },
    ]);
    const tries = async (furtherUnitIds: string[]) =>
      round.clerk.tries("recordTierFindings", { targetId: target(round), findings: [aFinding({ furtherUnitIds })] });
    expect((await tries([newId("COUNTY")])).refusal).toMatchObject({ code: "UNIT_NOT_IN_REGISTER" });
    for (const wrong of [
      ["x"],
      [city, city],
      [round.units[0]?.id as string],
      Array.from({ length: 21 }, () => newId("CITY")),
    ]) {
      expect((await tries(wrong)).answer.errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  test("hide the finding from whoever is recused from one of them, in the book and in what was published before", async () => {
    const round = await aRound("990102").withFindings(2).until("FED_BACK").submitted().on(platform);
    const [finding, other] = round.findings as [Versioned, Versioned];
    const [unit] = (await round.clerk.does("registerTierUnits", { units: [aUnit("990102")] })) as [Versioned];
    const kin = await platform.openAccount("county:990102.kin", "990102", ["CLERK", "DIRECTOR"]);
    const above = await platform.openAccount("province:99.kin", "99", ["DIRECTOR"]);
    for (const [person, tier] of [
      [kin, "COUNTY"],
      [above, "PROVINCE"],
    ] as const) {
      await person.does(
        "declareTierRecusal",
        { accountId: person.person, kind: "KIN", scope: "UNIT", subject: unit.id },
        { tier },
      );
      await until("the recusal binds", async () => {
        const { data } = await person.ask("{ viewer { recusals { subject } } }");
        return data.viewer.recusals.length === 1;
      });
    }
    expect(await about(kin, finding.id)).toMatchObject({ basis: "BOOK" });
    expect(await about(above, finding.id)).toMatchObject({ basis: "PUBLISHED" });

    const [objected] = (await round.clerk.does("moveTierFindings", {
      ...{ findings: [finding], command: "OBJECT", note: "另有责任单位。（虚构）", on: "2026-05-08" },
    })) as [Versioned];
    const { synthetic: _, ...words } = aFinding({ furtherUnitIds: [unit.id] });
    const correction = { findings: [objected], command: "CORRECT", note: "补充（虚构）", text: words };
    expect((await kin.tries("moveTierFindings", correction)).refusal).toMatchObject({
      code: "PERSON_RECUSED",
      subject: unit.id,
    });
    await round.director.does("moveTierFindings", correction);

    for (const person of [kin, above]) {
      expect(await about(person, finding.id)).toBeNull();
      const { data, text } = await person.ask(
        `{ countyFindings(first: 100, filter: { region: "990102" }) { nodes { id } }
           countyRoundTarget(id: "${target(round)}") { disclosures { findings { nodes { findingId } } } } }`,
      );
      expect(data.countyFindings.nodes).toEqual([{ id: other.id }]);
      expect(text).not.toContain(finding.id);
    }
    expect(await about(round.director, finding.id)).toMatchObject({ furtherUnits: [{ id: unit.id }] });
    const decides = await kin.tries("submitTierPublications", { targetIds: [target(round)] });
    expect(decides.refusal).toMatchObject({ code: "PERSON_RECUSED", subject: target(round) });
  });
});

describe("a history", () => {
  const HISTORY = `query ($id: ID!, $first: Int!, $after: String) { finding(id: $id) { ... on CountyFinding {
    history(first: $first, after: $after) { nodes { event actor version details { name value } } pageInfo { hasNextPage endCursor } } } } }`;

  test("is paged from the latest entry back, without a gap, by whoever reads the book", async () => {
    const round = await aRound().until("RECTIFYING").on(platform);
    const member = await platform.openAccount("city:9902.member", "9902", ["CLERK"]);
    const fresh = await aRound().until("ENTERED").on(platform);
    const appointment = { person: member.person, role: "MEMBER", validFrom: "2026-03-02" };
    await fresh.director.does("appointTierTeam", { targetIds: [target(fresh)], members: [appointment] });
    const recorded = await record(fresh, {});
    const seen = await member.ask(HISTORY, { id: recorded.id, first: 5 });
    expect(seen.data.finding.history.nodes).toMatchObject([{ event: "FindingRecorded", version: 1 }]);

    const events: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await round.clerk.ask(HISTORY, { id: round.findings[0]?.id, first: 2, after });
      const { nodes, pageInfo } = data.finding.history;
      events.push(...nodes.map(({ event }: { event: string }) => event));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(events).toEqual([
      ...["FindingRectificationStarted", "FindingFedBack", "FindingReported", "FindingFactsExchanged"],
      ...["FindingTeamAgreed", "FindingRecorded"],
    ]);
    const wrong = await round.clerk.ask(HISTORY, { id: round.findings[0]?.id, first: 2, after: "bm90IG9uZQ" });
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "after" }] });
    const { data } = await round.clerk.ask(HISTORY, { id: round.findings[0]?.id, first: 3 });
    expect(data.finding.history.nodes[2].details).toContainEqual({ name: "command", value: "REPORT" });
  });
});

describe("a text that seems to name a person", () => {
  const ADVICE = `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { version title description advice { field start end text why } } } }`;
  const advised = async (caller: Caller, id: string) => (await caller.ask(ADVICE, { id })).data.finding;
  /** Invented: the proverbial 张三 and a number that nobody has. */
  const NAMING = { title: "村支书张三未按时报账", description: "电话13800000000。（虚构）" };

  test("is pointed out to its author and stops nothing of the work up to the hearing", async () => {
    const round = await aRound().saying(NAMING).until("HEARD").on(platform);
    const [finding] = round.findings as [Versioned];
    expect((await advised(round.clerk, finding.id)).advice).toEqual([
      { field: "title", start: 3, end: 5, text: "张三", why: "NAME" },
      { field: "description", start: 2, end: 13, text: "13800000000", why: "MOBILE_NUMBER" },
    ]);
    const submission = { targetIds: [target(round)] };
    const { refusal } = await round.director.tries("submitTierPublications", submission);
    expect(refusal).toMatchObject({ code: "TEXT_NAMES_PERSON", subject: finding.id });
    const [masked] = (await round.clerk.does("clearTierFindingText", { ...finding, confirmedNoPerson: false })) as [
      Versioned,
    ];
    expect(await advised(round.clerk, finding.id)).toEqual({
      version: finding.version + 1,
      title: "村支书××未按时报账",
      description: "电话×××××××××××。（虚构）",
      advice: [],
    });
    const again = await round.clerk.does("clearTierFindingText", { ...masked, confirmedNoPerson: false });
    expect(again).toEqual([masked]);
    await round.director.does("submitTierPublications", submission);
    expect(await advised(platform.as("province:99.director"), finding.id)).toMatchObject({
      title: "村支书××未按时报账",
    });
  });

  test("is fed back with names, but with no number of a person before its author has cleared it", async () => {
    const feedBack = (round: BuiltRound) => ({ targets: round.targets, command: "FEED_BACK", on: "2026-05-06" });
    const round = await aRound().saying(NAMING).withFindings(2).until("HEARD").on(platform);
    const [first, second] = round.findings as [Versioned, Versioned];
    const before = await platform.fingerprint();
    for (const cleared of [
      { ...first, confirmedNoPerson: false },
      { ...second, confirmedNoPerson: true },
    ]) {
      const { refusal } = await round.director.tries("moveTierRoundTargets", feedBack(round));
      expect(refusal).toMatchObject({ code: "TEXT_NAMES_PERSON", subject: cleared.id });
      if (cleared.id === first.id) expect(await platform.fingerprint()).toEqual(before);
      await round.clerk.does("clearTierFindingText", cleared);
    }
    expect(await round.director.does("moveTierRoundTargets", feedBack(round))).toHaveLength(1);

    const named = await aRound().saying({ title: NAMING.title }).until("HEARD").on(platform);
    expect(await named.director.does("moveTierRoundTargets", feedBack(named))).toHaveLength(1);
  });

  test("goes upward once its author confirms that it names nobody, and a reply of the unit asks anew", async () => {
    const round = await aRound()
      .saying({ ...NAMING, confirmedNoPerson: true })
      .until("RECORDED")
      .on(platform);
    const step = async (command: string, note?: string) => {
      round.findings = await round.director.does("moveTierFindings", { findings: round.findings, command, note });
    };
    await step("AGREE");
    await step("EXCHANGE_FACTS", "会计李四已说明。（虚构）");
    await step("REPORT");
    await round.director
      .does("moveTierRoundTargets", { targets: round.targets, command: "REPORT", on: "2026-04-17" })
      .then((moved) => {
        round.targets = moved;
      });
    const hearing = { body: "领导小组（虚构）", documentNumber: "虚听1号" };
    await round.director.does("moveTierRoundTargets", {
      targets: round.targets,
      command: "HEAR",
      on: "2026-04-28",
      hearing,
    });
    const submission = { targetIds: [target(round)] };
    expect((await round.director.tries("submitTierPublications", submission)).refusal?.code).toBe("TEXT_NAMES_PERSON");
    const [finding] = round.findings as [Versioned];
    const stale = await round.director.tries("clearTierFindingText", {
      ...finding,
      version: 1,
      confirmedNoPerson: true,
    });
    expect(stale.refusal).toMatchObject({ code: "STALE_VERSION" });
    await round.director.does("clearTierFindingText", { ...finding, confirmedNoPerson: true });
    expect(await round.director.does("submitTierPublications", submission)).toHaveLength(1);
  });
});
