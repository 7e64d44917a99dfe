import { ATTEST_PATH } from "../../schema/contract/attestation";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, signInternalToken } from "../../schema/contract/internalToken";
import { LIVE_PATH, STANDINGS_PATH } from "../../schema/contract/live";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import { aMeasure, aRound, type BuiltRound, moveTargets } from "../support/builders";
import type { Answer, Caller, Versioned } from "../support/caller";
import { today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { post } from "../support/post";
import { openUnitAccounts, registerUnits, theFeedbackTo } from "../support/unitSide";
import { until } from "../support/until";
import { describeWhole, few } from "../support/whole";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
  await aRound("990101").withFindings(1).until("RECTIFYING").submitted().on(platform);
  await aRound("9901").withFindings(2).until("RECTIFYING").submitted().on(platform);
  await aRound("99").withFindings(3).until("RECORDED").on(platform);
});

const DIRECTOR: Standing = {
  ...{
    person: "province:99.director",
    tier: "PROVINCE",
    office: "99",
    roles: ["DIRECTOR"],
    recusals: [],
    rightsEpoch: 1,
  },
};

const QUERY = `{
  region(code: "9901") { name provinceOffice { name } cityFigures { total } countyFigures { total } }
  provinceFindings { nodes { id } }
  cityFindings { nodes { id region { name } } }
  countyFindings { nodes { id region { name } } }
}`;

/** Where the parts of each tier stand in the answer. */
const PARTS: Record<TierName, string[]> = {
  province: ["region.provinceOffice", "provinceFindings"],
  city: ["region.cityFigures", "cityFindings"],
  county: ["region.countyFigures", "countyFindings"],
};

function at({ data }: Answer, path: string): unknown {
  return path.split(".").reduce((part, name) => part?.[name], data);
}

/** Somebody whose home tier lives reads above and below: the province's director, or a city's while the province is down. */
function readerWithout(tier: TierName): string {
  return tier === "province" ? "city:9901.director" : "province:99.director";
}

/** The tier's parts are null and say why; every other part is as it was. */
function expectOnlyMissing(missing: TierName, answer: Answer, whole: Answer): void {
  expect(answer.status).toBe(200);
  for (const [tier, paths] of Object.entries(PARTS)) {
    for (const path of paths)
      expect([path, at(answer, path)]).toEqual([path, tier === missing ? null : at(whole, path)]);
  }
  expect(answer.errors.map(({ path }) => path?.join(".")).sort()).toEqual([...PARTS[missing]].sort());
  for (const { extensions } of answer.errors)
    expect(extensions).toMatchObject({ code: "TIER_UNAVAILABLE", tier: missing });
}

const INSIDE = /127\.0\.0\.1|localhost|ECONN|socket|undici|node_modules|\.js|stack|postgres|QueryFailed|_[0-9a-f]{12}/i;

// in the small not the county: it is killed below, and whoever asks next pays for each time
describe.each(few<TierName>(1, ["city", "county", "province"]))("while the %s tier is dead", (dead) => {
  let whole: Answer;
  const reader = () => platform.as(readerWithout(dead));
  beforeAll(async () => {
    whole = await reader().ask(QUERY);
    expect(whole.errors).toEqual([]);
    await platform.kill(dead);
  });

  test("the others' parts of the same query still arrive, its own are null and say so", async () => {
    const answer = await reader().ask(QUERY);
    expectOnlyMissing(dead, answer, whole);
    expect(at(answer, "region.name")).toBe("示例甲市");
  });

  test("how many units all tiers have covered together is unknown, and not as if it had come to none", async () => {
    const { data, errors } = await reader().ask(
      `{ region(code: "990101") { name countyCoverageOverTiers { inspected } } }`,
    );
    expect(data.region).toEqual({ name: expect.any(String), countyCoverageOverTiers: null });
    expect(errors.map(({ extensions }) => extensions)).toContainEqual(
      expect.objectContaining({ code: "TIER_UNAVAILABLE", tier: dead }),
    );
  });

  test("the answer tells nothing of addresses, programs or stacks", async () => {
    const { text } = await reader().ask(QUERY);
    expect(text).not.toMatch(INSIDE);
  });

  test("a change in it is not carried out, and the caller learns that", async () => {
    const { answer } = await platform
      .as(readerWithout(dead))
      .tries("registerTierUnits", { units: [] }, { tier: dead.toUpperCase() as "COUNTY" });
    expect(answer.data).toEqual({ outcome: null });
    expect(answer.errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
  });

  if (dead === "county") {
    test("a drill-down keeps the offices above", async () => {
      const query = `{ provinceOffice(code: "99") { name cities { name counties { name rounds { nodes { title } } } } } }`;
      const answer = await reader().ask(query);
      const [city] = answer.data.provinceOffice.cities;
      expect(city.name).toBe("示例甲市委巡察办");
      expect(new Set(city.counties)).toEqual(new Set([null]));
      expect(new Set(answer.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["TIER_UNAVAILABLE"]));
    });
  }

  test("its own people cannot be let in, because nobody vouches for them", async () => {
    const office = { province: "99", city: "9901", county: "990101" }[dead];
    await until("the standing that was kept has aged", async () => {
      const answer = await platform.as(`${dead}:${office}.clerk`).ask("{ viewer { person } }");
      return answer.status === 503 && answer.errors[0]?.extensions.code === "STANDING_UNAVAILABLE" && !answer.data;
    });
  });

  test("the gateway lives on and says which tier is down", async () => {
    await until("the gateway notices", async () => {
      const response = await fetch(`${platform.gatewayUrl}/health/ready`);
      const { tiers } = (await response.json()) as { tiers: Record<TierName, string> };
      const seen = Object.entries(tiers).every(([tier, state]) => state === (tier === dead ? "down" : "up"));
      return response.status === 503 && seen;
    });
  });

  test("it comes back by itself once the tier is there again", async () => {
    await platform.startAgain(dead);
    const answer = await until("the whole answer", async () => {
      const again = await reader().ask(QUERY);
      return again.errors.length === 0 && again;
    });
    expect(answer.data).toEqual(whole.data);
  });
});

describe("提级 while the county, whose register holds the unit, is dead", () => {
  let planned: BuiltRound;
  let adding: object;
  let ahead: BuiltRound;
  let head: Caller;
  const key = "plan-while-the-county-is-dead";
  beforeAll(async () => {
    const { units, above } = await registerUnits(platform, "990101");
    ({ head } = await openUnitAccounts(platform, "990101", units, above));
    planned = await aRound("9901").of([units[0].id]).inMode("UPGRADED").until("HEARD").on(platform);
    const opening = { termId: planned.termId, ordinal: 90, title: "提级（虚构）", assignmentMode: "UPGRADED" };
    const [round] = await planned.clerk.does("openTierRound", opening);
    adding = { roundId: round?.id, targets: units.map(({ id }) => ({ unitId: id })) };
    ahead = await aRound("9901").until("AUTHORISED").on(platform);
    await platform.kill("county");
  });

  test("the city is told that the register could not be asked, and nothing is half written", async () => {
    const before = await platform.fingerprint();
    const { refusal, answer } = await planned.clerk.tries("addTierRoundTargets", adding, { key });
    expect(answer.errors).toEqual([]);
    expect(refusal).toMatchObject({ code: "UNIT_REGISTER_SILENT", subject: expect.stringMatching(/^county:/) });
    expect(answer.text).not.toMatch(INSIDE);
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("nobody of the county is appointed to a team of the city, since nobody says who that is", async () => {
    const member = { person: "county:990102.clerk", role: "MEMBER", validFrom: today() };
    const appointment = { targetIds: [ahead.targets[0]?.id], members: [member] };
    const { refusal, answer } = await ahead.director.tries("appointTierTeam", appointment);
    expect(answer.errors).toEqual([]);
    expect(refusal).toMatchObject({ code: "HOME_TIER_SILENT", subject: member.person });
  });

  test("what was planned before goes on: fed back, in rectification, and the office enters what came in on paper", async () => {
    await moveTargets(planned, "FEED_BACK", today());
    await moveTargets(planned, "START_RECTIFICATION", today());
    const { data } = await planned.director.ask(
      `query ($id: ID!) { cityRoundTarget(id: $id) { rectification { id version } disclosures { purpose granteeName
        findings { nodes { findingId } } } } }`,
      { id: planned.targets[0]?.id },
    );
    const { rectification, disclosures } = data.cityRoundTarget;
    expect(disclosures.map(({ purpose }: { purpose: string }) => purpose).sort()).toEqual([
      "FEEDBACK",
      "FEEDBACK_COPY",
    ]);
    const measures = [aMeasure(disclosures[0].findings.nodes[0].findingId)];
    const plan = { ...rectification, command: "SUBMIT_PLAN", plan: { text: "整改方案。（虚构）", measures } };
    const [submitted] = (await planned.clerk.does("moveTierRectification", plan)) as [Versioned];
    await planned.director.does("moveTierRectification", { ...submitted, command: "REVIEW_PLAN" });
    // the unit itself waits: nobody vouches for its people
    expect((await head.ask("{ cityDisclosures { nodes { id } } }")).status).toBe(503);
  });

  test("once it is there again, the unit acts, and the same command with the same key is carried out", async () => {
    await platform.startAgain("county");
    const added = await until("the register answers", async () => {
      const { items } = await planned.clerk.tries("addTierRoundTargets", adding, { key });
      return items;
    });
    expect(added).toHaveLength(2);
    expect((await planned.clerk.tries("addTierRoundTargets", adding, { key })).items).toEqual(added);
    const { status, byNumber } = await theFeedbackTo(head.workingIn("CITY"));
    expect([status, byNumber.length]).toEqual(["ISSUED", 1]);
  });
});

describe.each(few<TierName>(1, ["county", "province"]))("while the %s tier lives without its database", (tier) => {
  let whole: Answer;
  const reader = () => platform.as(readerWithout(tier));
  beforeAll(async () => {
    whole = await reader().ask(QUERY);
    expect(whole.errors).toEqual([]);
    await cutOff(tier);
  });
  afterAll(() => reconnect(tier));

  test("its parts of a query are null as if it were dead, and the log names the cause under the reference", async () => {
    for (const _ of ["on connections that were cut", "on connections that are refused"]) {
      const answer = await reader().ask(QUERY);
      expectOnlyMissing(tier, answer, whole);
      expect(answer.text).not.toMatch(INSIDE);
      // once it is left alone for a while, that stands in the gateway's log
      const references = answer.errors.map(({ extensions }) => extensions.reference ?? "no reference");
      await logged(tier, "database does not answer", references);
    }
  });

  test("its process says by a status of its own that nothing is done, to whatever the gateway asks", async () => {
    const { url, key } = platform.tiers[tier];
    const [Tier, anybody] = [`${tier.charAt(0).toUpperCase()}${tier.slice(1)}`, `${tier}:${"A".repeat(22)}`];
    const said = async (path: string, asked: object) => {
      const body = JSON.stringify(asked);
      const expiresAt = Math.floor(Date.now() / 1_000) + 30;
      const claims: InternalClaims = { audience: tier, expiresAt, requestId: "direct", standing: DIRECTOR };
      const { status } = await post(url + path, body, {
        [INTERNAL_TOKEN_HEADER]: signInternalToken(claims, body, key),
      });
      return [path, status];
    };
    const move = `move${Tier}Findings(idempotencyKey: "without-a-database", input: {
      findings: [{ id: "${anybody}", version: 1 }], command: AGREE })`;
    const follow = { variables: {}, after: null, waitMs: 0 };
    const answers = await Promise.all([
      said("/graphql", { query: `{ ${tier}Findings { nodes { id } } }` }),
      said("/graphql", { query: `mutation { ${move} { __typename } }` }),
      said(LIVE_PATH, { query: `subscription { ${tier}Events(region: "99") { cursor } }`, ...follow }),
      said("/standing", { person: `${tier}:99.nobody` }),
      said(STANDINGS_PATH, { people: [`${tier}:99.nobody`] }),
      said(ATTEST_PATH, { ids: [anybody] }),
    ]);
    expect(answers.filter(([, status]) => status !== NO_DATABASE)).toEqual([]);
  });

  test("a change in it is not carried out, and the caller learns that", async () => {
    const input = { findings: [{ id: `${tier}:${"A".repeat(22)}`, version: 1 }], command: "AGREE" };
    const { answer } = await reader().tries("moveTierFindings", input, { tier: tier.toUpperCase() as "COUNTY" });
    expect(answer.data).toEqual({ outcome: null });
    expect(answer.errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE", tier } }]);
  });

  test("its own people cannot be let in, because nobody vouches for them", async () => {
    // Somebody who has not asked before: no standing of theirs is kept.
    const office = tier === "province" ? "99" : "990101";
    const answer = await platform.as(`${tier}:${office}.display`).ask("{ viewer { person } }");
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: "STANDING_UNAVAILABLE" } }] });
    expect(answer.data).toBeUndefined();
  });

  test("the whole answer comes back by itself once the database is there again", async () => {
    await reconnect(tier);
    const answer = await until("the whole answer", async () => {
      const again = await reader().ask(QUERY);
      return again.errors.length === 0 && again;
    });
    expect(answer.data).toEqual(whole.data);
  });
});

// how long a gateway waits for a tier that hangs is shown by gatewayTiers.ts too
describeWhole?.("while the county tier stands still", () => {
  const reader = () => platform.as("province:99.director");
  let whole: Answer;
  beforeAll(async () => {
    whole = await reader().ask(QUERY);
    expect(whole.errors).toEqual([]);
    await platform.freeze("county");
  });
  afterAll(() => platform.thaw("county"));

  test("the others' parts arrive, at the deadline at first, and then at once, because it is not asked any more", async () => {
    // one person has four in flight, and it takes five that are late to leave the tier alone
    const another = platform.as("province:99.clerk").ask(QUERY);
    const answers = await Promise.all([1, 2, 3, 4].map(() => reader().ask(QUERY)));
    await another;
    for (const answer of answers) expectOnlyMissing("county", answer, whole);
    await until("it is left alone", async () => {
      const started = performance.now();
      expectOnlyMissing("county", await reader().ask(QUERY), whole);
      return performance.now() - started < 2_000;
    });
  });

  test("the whole answer comes back by itself once it goes on", async () => {
    await platform.thaw("county");
    const answer = await until("the whole answer", async () => {
      const again = await reader().ask(QUERY);
      return again.errors.length === 0 && again;
    });
    expect(answer.data).toEqual(whole.data);
  });
});

/** Nobody gets into the tier's database any more, and who was in is thrown out. */
async function cutOff(tier: TierName): Promise<void> {
  const { name } = platform.tiers[tier].database;
  // From another database of the same server: nobody can close the one that they are in.
  await platform.sql("city", `alter database ${name} allow_connections false`);
  await platform.sql("city", "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
}

async function reconnect(tier: TierName): Promise<void> {
  await platform.sql("city", `alter database ${platform.tiers[tier].database.name} allow_connections true`);
}

async function logged(tier: TierName, words: string, references: readonly string[]): Promise<void> {
  await until(`the log of ${tier} has the reference`, async () => {
    const lines = (await platform.logOf(tier)).split("\n");
    return lines.some((line) => line.includes(words) && references.some((reference) => line.includes(reference)));
  });
}
