import { newId } from "../../schema/contract/ids";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, signInternalToken } from "../../schema/contract/internalToken";
import type { Standing } from "../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { aRound } from "../support/builders";
import { borrowPlatform, postJson, type TestPlatform } from "../support/platform";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
  await aRound().withFindings(2).until("RECORDED").on(platform);
});

const STANDING: Standing = {
  person: "county:990101.director",
  tier: "COUNTY",
  office: "990101",
  roles: ["DIRECTOR"],
  recusals: [],
  rightsEpoch: 1,
};
const FINDINGS = JSON.stringify({ query: "{ countyFindings { nodes { title } } }" });

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

function tokenFor(body: string, changes: Partial<InternalClaims> = {}, key = platform.tiers.county.key): string {
  const claims = { audience: "county", expiresAt: inSeconds(30), requestId: "test", standing: STANDING, ...changes };
  return signInternalToken(claims as InternalClaims, body, key);
}

function ask(name: TierName, path: string, body: string, token?: string) {
  const headers: Record<string, string> = token ? { [INTERNAL_TOKEN_HEADER]: token } : {};
  return postJson(platform.tiers[name].url + path, body, headers);
}

test("a token of the gateway opens a subgraph, which the refusals below are measured against", async () => {
  const { status, data } = await ask("county", "/graphql", FINDINGS, tokenFor(FINDINGS));
  expect(status).toBe(200);
  expect(data.countyFindings.nodes).toHaveLength(2);
});

describe.each(TIER_NAMES)("the %s subgraph, asked directly", (name) => {
  test.each([
    ["its SDL", "/graphql", "{ _service { sdl } }"],
    ["entities", "/graphql", `{ _entities(representations: [{ __typename: "Region", code: "99" }]) { __typename } }`],
    ["introspection", "/graphql", "{ __schema { types { name } } }"],
    ["nothing special", "/graphql", "{ __typename }"],
    ["a standing", "/standing", ""],
    ["units", "/units", ""],
  ])("gives no %s without a token", async (_, path, query) => {
    const body = JSON.stringify(query ? { query } : { person: "county:990101.director", ids: [] });
    const answer = await ask(name, path, body);
    expect(answer.status).toBe(401);
    expect(answer.text).toBe(`{"errors":[{"message":"Unauthorized","extensions":{"code":"UNAUTHENTICATED"}}]}`);
  });

  test("answers no GET but its health", async () => {
    const [graphql, live] = await Promise.all([
      fetch(`${platform.tiers[name].url}/graphql?query={__typename}`),
      fetch(`${platform.tiers[name].url}/health/live`),
    ]);
    expect([graphql.status, live.status]).toEqual([404, 200]);
  });
});

test.each<[string, () => string]>([
  ["was made for another body", () => tokenFor(FINDINGS.replace("title", "id"))],
  ["has expired", () => tokenFor(FINDINGS, { expiresAt: inSeconds(-1) })],
  ["would live for a day", () => tokenFor(FINDINGS, { expiresAt: inSeconds(86_400) })],
  ["is for another tier", () => tokenFor(FINDINGS, { audience: "city" })],
  ["bears another tier's key", () => tokenFor(FINDINGS, {}, platform.tiers.city.key)],
  ["bears no signature", () => `${tokenFor(FINDINGS).split(".")[0]}.`],
  ["is no token", () => "county:990101.director"],
  ["is followed by more", () => `${tokenFor(FINDINGS)}.more`],
  ["says nothing of a person", () => tokenFor(FINDINGS, { standing: undefined })],
])("a token that %s opens nothing", async (_, make) => {
  const answer = await ask("county", "/graphql", FINDINGS, make());
  expect(answer.status).toBe(401);
  expect(answer.data).toBeUndefined();
});

test("the gateway may ask for a standing in its own name, and learns nothing of who has no account here", async () => {
  const standingOf = (person: string) => {
    const body = JSON.stringify({ person });
    return ask("county", "/standing", body, tokenFor(body, { standing: undefined }));
  };
  expect(JSON.parse((await standingOf("county:990101.director")).text)).toEqual(STANDING);
  for (const person of ["county:990101.ghost", "city:9901.director", "nobody", "county:' or 1=1"]) {
    expect((await standingOf(person)).status).toBe(404);
  }
});

test("even with a token, nobody reads the schema of a subgraph by introspection", async () => {
  const body = JSON.stringify({ query: "{ __schema { types { name } } }" });
  const answer = await ask("county", "/graphql", body, tokenFor(body));
  expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  expect(answer.data).toBeUndefined();
});

describe("units of other tiers, asked of a subgraph directly", () => {
  const unit = newId("COUNTY");
  const city: Standing = { ...STANDING, person: "city:9901.clerk", tier: "CITY", office: "9901", roles: ["CLERK"] };
  let planning: (attestation?: object) => string;
  const sent = (body: string, claims: Partial<InternalClaims> = {}) =>
    ask(
      "city",
      "/graphql",
      body,
      tokenFor(body, { audience: "city", standing: city, ...claims }, platform.tiers.city.key),
    );
  beforeAll(async () => {
    const { termId, clerk } = await aRound("9901").on(platform);
    const opening = { termId, ordinal: 50, title: "提级（虚构）", assignmentMode: "UPGRADED", synthetic: true };
    const [round] = await clerk.does("openTierRound", opening);
    const query = `mutation { outcome: addCityRoundTargets(idempotencyKey: "direct-planning", input: {
      roundId: "${round?.id}", targets: [{ unitId: "${unit}" }] }) { __typename ... on Refusal { code }
      ... on CityRoundTargetList { items { unitName } } } }`;
    planning = (attestation) => JSON.stringify({ query, attestation });
  });

  const forged = { asked: [unit], silent: [] };
  const units = [
    {
      ...{ id: unit, office: "990101", region: "990101001001", code: "U", name: "自称的单位", kind: "VILLAGE" },
      ...{ superiorBody: null, superior: null, cadreLevel: null, validFrom: "2021-07-01", validTo: null },
    },
  ];
  test.each<[string, object | undefined]>([
    ["without an attestation", undefined],
    ["with one that the token does not vouch for", { ...forged, units }],
  ])("a plan %s is asked back for, and nothing is written", async (_, attestation) => {
    const before = await platform.fingerprint();
    const { status, text } = await sent(planning(attestation));
    expect([status, JSON.parse(text)]).toEqual([428, { units: [unit], people: [] }]);
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("what was vouched for in another body, or half a minute ago, opens nothing", async () => {
    const before = await platform.fingerprint();
    const bound = tokenFor(
      planning({ ...forged, units: [] }),
      { audience: "city", standing: city, attests: true },
      platform.tiers.city.key,
    );
    expect((await ask("city", "/graphql", planning({ ...forged, units }), bound)).status).toBe(401);
    const stale = { attests: true as const, expiresAt: inSeconds(-1) };
    expect((await sent(planning({ ...forged, units }), stale)).status).toBe(401);
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("an attestation of other units than those of the change is asked back for again", async () => {
    const other = { asked: [newId("COUNTY")], units: [], silent: [] };
    expect((await sent(planning(other), { attests: true })).status).toBe(428);
  });

  test("a county tells the gateway of its units for whoever is signed in, and of nobody else's", async () => {
    const [known] = await platform.sql<{ id: string; name: string }>("county", "select id, name from unit limit 1");
    const asking = (ids: unknown, claims: Partial<InternalClaims> = {}) => {
      const body = JSON.stringify({ ids });
      return ask("county", "/units", body, tokenFor(body, { standing: city, ...claims }));
    };
    const answer = await asking([known?.id, newId("COUNTY"), newId("CITY")]);
    expect(JSON.parse(answer.text)).toMatchObject([{ ...known, office: "990101", validTo: null }]);
    expect((await asking([known?.id], { standing: undefined })).status).toBe(401);
    for (const wrong of [undefined, "x", [1], Array.from({ length: 1_001 }, () => unit)]) {
      expect((await asking(wrong)).status).toBe(400);
    }
  });
});
