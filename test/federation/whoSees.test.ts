import { newId } from "../../schema/contract/ids";
import { aFinding, aRound, type BuiltRound, evaluate, findRectification } from "../support/builders";
import type { Answer, MutationName, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";
import { few } from "../support/whole";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const PROVINCE = "province:99.clerk";

/** All that was answered, but for the moment. */
const told = ({ text }: Answer) => text.replaceAll(/"asOf":"[^"]*"/g, "");

describe("who sees a submitted round", () => {
  let round: BuiltRound;
  beforeAll(async () => {
    round = await aRound("990102").withTargets(2).withFindings(2).until("RECTIFYING").submitted().on(platform);
    await aRound("9901").withFindings(3).until("RECTIFYING").on(platform);
    await aRound("99").withFindings(4).until("RECTIFYING").on(platform);
  });

  test("one query of the province reads three tiers with the names of the directory", async () => {
    const query = `{
      provinceFindings(first: 100) { nodes { basis region { name } } }
      cityFindings(first: 100) { nodes { basis } }
      countyFindings(first: 100, filter: { region: "990102" }) { nodes { basis region { name level parent { name } } } }
      provinceOffice(code: "99") { name cities { code name counties { code name } } }
      region(code: "990102000000") { code name pathName countyFigures { total open rectified closureRate rounds units synthetic }
        cityFigures { total } provinceFigures { total } countyOffice { name } parent { name countyFigures { total } } } }`;
    const { data, errors } = await platform.as(PROVINCE).ask(query);
    expect(errors).toEqual([]);
    expect(data.provinceFindings.nodes).toHaveLength(4);
    expect(data.provinceFindings.nodes[0]).toEqual({ basis: "BOOK", region: { name: "虚构省" } });
    expect(data.cityFindings.nodes).toEqual([]);
    expect(data.countyFindings.nodes).toHaveLength(4);
    expect(data.countyFindings.nodes[0]).toEqual({
      basis: "PUBLISHED",
      region: { name: "地字松一社区", level: "VILLAGE", parent: { name: "地字松街道" } },
    });
    const [first] = data.provinceOffice.cities;
    expect(first.counties.map(({ code }: { code: string }) => code)).toContain("990102");
    const { closureRate, ...counted } = data.region.countyFigures;
    expect(counted).toEqual({ total: 4, open: 4, rectified: 0, rounds: 1, units: 2, synthetic: true });
    expect(closureRate).toBe(0);
    expect(data.region).toMatchObject({
      name: "示例地县",
      pathName: "虚构省 示例甲市 示例地县",
      parent: { name: "示例甲市" },
    });
    expect(data.region.cityFigures).toEqual({ total: 0 });
  });

  test.each(["county:990101.director", "city:9902.director", "province:53.director"])(
    "%s gets for it, to the letter, what is answered for an id that does not exist",
    async (person) => {
      if (person.includes("53")) await platform.openAccount(person, "53", ["DIRECTOR"]);
      const stranger = platform.as(person);
      const { data } = await round.director.ask(
        `query ($id: ID!) { countyRoundTarget(id: $id) { publications { id } } }`,
        {
          id: round.targets[0]?.id,
        },
      );
      const publication = data.countyRoundTarget.publications[0].id;
      for (const [query, id] of [
        [`query ($id: ID!) { countyRound(id: $id) { title } }`, round.id],
        [`query ($id: ID!) { round(id: $id) { id ... on CountyRound { title targets { nodes { id } } } } }`, round.id],
        [`query ($id: ID!) { countyRoundTarget(id: $id) { unitName } }`, round.targets[0]?.id],
        [
          `query ($id: ID!) { roundTarget(id: $id) { id ... on CountyRoundTarget { unitName } } }`,
          round.targets[0]?.id,
        ],
        [
          `query ($id: ID!) { finding(id: $id) { id ... on CountyFinding { title description liveStatus } } }`,
          round.findings[0]?.id,
        ],
        [
          `query ($id: ID!) { publication(id: $id) { id ... on CountyPublication { version findingCount } } }`,
          publication,
        ],
        [`query ($id: ID!) { countyPublicationPreview(targetId: $id) { version } }`, round.targets[0]?.id],
        [`query ($id: ID!) { countyFindings(filter: { targetId: $id }) { nodes { id } } }`, round.targets[0]?.id],
        [`query ($id: ID!) { countyFindings(filter: { roundId: $id }) { nodes { id } } }`, round.id],
      ] as [string, string][]) {
        const hidden = await stranger.ask(query, { id });
        const absent = newId("COUNTY");
        const missing = await stranger.ask(query, { id: absent });
        expect(told(hidden).replaceAll(id, "ID")).toBe(told(missing).replaceAll(absent, "ID"));
        expect(hidden.status).toBe(missing.status);
      }
    },
  );

  test.each(["county:990101.director", "city:9902.director"])("%s can change nothing of it", async (person) => {
    const stranger = platform.as(person);
    const before = await platform.fingerprint();
    const absent = { id: newId("COUNTY"), version: 1 };
    const attempts: ((target: Versioned, finding: Versioned) => [MutationName, object])[] = [
      (_, finding) => ["moveTierFindings", { findings: [finding], command: "CLOSE" }],
      (target) => ["moveTierRoundTargets", { targets: [target], command: "ARCHIVE", note: "x" }],
      (target) => ["submitTierPublications", { targetIds: [target.id] }],
      (target) => ["recordTierFindings", { targetId: target.id, findings: [aFinding()] }],
    ];
    for (const make of attempts) {
      const real = await stranger.tries(...make(round.targets[0] as Versioned, round.findings[0] as Versioned), {
        tier: "COUNTY",
      });
      const none = await stranger.tries(...make(absent, absent), { tier: "COUNTY" });
      expect(real.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
      expect(told(real.answer)).toBe(told(none.answer));
    }
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("a stranger's lists and figures are empty, and the offices are known to everyone", async () => {
    const query = `{ countyFindings { nodes { id } } countyPublications { nodes { id } } cityFindings { nodes { id } }
      countyOffice(code: "990102") { name enrolment rounds { nodes { id } } } region(code: "990102") { name countyFigures { total } } }`;
    const { data, errors } = await platform.as("city:9902.clerk").ask(query);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      countyFindings: { nodes: [] },
      countyPublications: { nodes: [] },
      cityFindings: { nodes: [] },
      countyOffice: { name: "示例地县委巡察办", enrolment: "ENROLLED", rounds: { nodes: [] } },
      region: { name: "示例地县", countyFigures: null },
    });
  });

  test("a wall screen reads figures and nothing else", async () => {
    const query = `{ countyFindings { nodes { id } } region(code: "990102") { countyFigures { total } } }`;
    const { data } = await platform.as("province:99.display").ask(query);
    expect(data).toEqual({ countyFindings: { nodes: [] }, region: { countyFigures: { total: 4 } } });
  });
});

describe("a member of a team from another office", () => {
  const MEMBER = "county:990103.clerk";
  let round: BuiltRound;
  beforeAll(async () => {
    round = await aRound("990102").withTargets(2).withFindings(2).until("RECORDED").on(platform);
    const members = [{ person: MEMBER, role: "MEMBER", validFrom: "2026-03-02" }];
    await round.director.does("appointTierTeam", { targetIds: [round.targets[0]?.id], members });
  });

  test("sees the target of the appointment, the round's header, and nothing else", async () => {
    const query = `query ($round: ID!) { countyFindings(first: 100) { nodes { target { id } } }
      countyRound(id: $round) { title note targets { nodes { id team { person } findings { nodes { basis } } } } } }`;
    const { data, errors } = await platform.as(MEMBER).ask(query, { round: round.id });
    expect(errors).toEqual([]);
    const mine = { target: { id: round.targets[0]?.id } };
    expect(data.countyFindings.nodes).toEqual([mine, mine]);
    expect(data.countyRound.targets.nodes).toEqual([
      {
        id: round.targets[0]?.id,
        team: [{ person: MEMBER }],
        findings: { nodes: [{ basis: "BOOK" }, { basis: "BOOK" }] },
      },
    ]);
    const other = await platform.as(MEMBER).ask(`query ($id: ID!) { countyRoundTarget(id: $id) { id } }`, {
      id: round.targets[1]?.id,
    });
    expect(other.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
  });

  test("records findings there, and may not decide what the leader decides", async () => {
    const member = platform.as(MEMBER);
    const [first, second] = round.targets as [Versioned, Versioned];
    const recorded = await member.does("recordTierFindings", { targetId: first.id, findings: [aFinding()] });
    const agreed = await member.tries("moveTierFindings", { findings: recorded, command: "AGREE" });
    expect(agreed.refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["CLERK", "DIRECTOR", "LEADER", "DEPUTY"] });
    const elsewhere = await member.tries("recordTierFindings", { targetId: second.id, findings: [aFinding()] });
    expect(elsewhere.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
  });
});

describe("a recusal declared in the home tier", () => {
  /** Rights may be a second old; an answer to a question that was asked later must know. */
  const BINDS_AFTER_MS = 1_000;
  const query = `query ($target: ID!) { countyFindings(filter: { targetId: $target }) { nodes { id } } region(code: "990102") { countyFigures { total } } }`;

  async function hides(person: string, target: string, declaredAt: number): Promise<void> {
    await until("it is hidden", async () => {
      const askedAt = performance.now();
      const { data } = await platform.as(person).ask(query, { target });
      const hidden = data.countyFindings.nodes.length === 0;
      if (!hidden && askedAt - declaredAt > BINDS_AFTER_MS)
        throw new Error("seen more than a second after the recusal");
      return hidden;
    });
  }

  test.each(
    few(1, [
      ["a director of the province, from the region", "province:99.director", "PROVINCE", "REGION"],
      ["a clerk of the same tier, from the unit", "county:990102.clerk", "COUNTY", "UNIT"],
    ] as const),
  )("binds %s within a second, and changes no total", async (_, person, tier, scope) => {
    const round = await aRound("990102").withFindings(2).until("RECTIFYING").submitted().on(platform);
    const target = round.targets[0]?.id as string;
    const before = await platform.as(person).ask(query, { target });
    expect(before.data.countyFindings.nodes).toHaveLength(2);
    const subject = scope === "UNIT" ? round.units[0]?.id : "990102";
    const recusal = { accountId: person, kind: "KIN", scope, subject };
    await platform.as(person).does("declareTierRecusal", recusal, { tier });
    await hides(person, target, performance.now());
    const after = await platform.as(person).ask(query, { target });
    expect(after.data.region).toEqual(before.data.region);
    const other = await platform.as("province:99.clerk").ask(query, { target });
    expect(other.data.countyFindings.nodes).toHaveLength(2);
  });

  test("hides a target, and neither ends its round nor lets its unit into another", async () => {
    const round = await aRound("990103").withTargets(2).withFindings(0).until("RECTIFYING").on(platform);
    const [open, hidden] = round.targets as [Versioned, Versioned];
    const person = "county:990103.deputy";
    const deputy = await platform.openAccount(person, "990103", ["DIRECTOR"]);
    const subject = round.units[1]?.id;
    await round.director.does("declareTierRecusal", { accountId: person, kind: "DUTY", scope: "UNIT", subject });
    await until("the target is hidden", async () => {
      const { data } = await deputy.ask(`{ countyRoundTarget(id: "${hidden.id}") { id } }`);
      return data.countyRoundTarget === null;
    });
    const targets = [await evaluate(platform, { ...round, director: deputy }, open)];
    const { rectification } = await findRectification(deputy, open.id);
    await deputy.does("moveTierRectification", { ...rectification, command: "COMPLETE" });
    await deputy.does("moveTierRoundTargets", { targets, command: "ARCHIVE", note: "整改到位。（虚构）" });
    const { data } = await round.clerk.ask(`{ countyRound(id: "${round.id}") { status } }`);
    expect(data.countyRound).toEqual({ status: "RUNNING" });
    const next = await aRound("990103").withFindings(0).on(platform);
    const again = await deputy.tries("addTierRoundTargets", { roundId: next.id, targets: [{ unitId: subject }] });
    expect(again.refusal).toMatchObject({ code: "PERSON_RECUSED", subject });
  });
});
