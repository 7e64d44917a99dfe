import { INTERNAL_TOKEN_HEADER, type InternalClaims, signInternalToken } from "../../schema/contract/internalToken";
import type { Standing } from "../../schema/contract/standing";
import type { Answer } from "../support/caller";
import { borrowPlatform, postJson, type TestPlatform } from "../support/platform";
import { TEST_CONNECTIONS } from "../support/runningPlatform";
import { until } from "../support/until";

// Questions about findings wait for a lock on their table, as they would for each other if they were heavy; nothing else does.

const FINDINGS = "{ countyFindings { nodes { id } } }";
const SHARE = 4;
const QUEUE = 12;
const DIRECTOR: Standing = {
  person: "county:990101.director",
  tier: "COUNTY",
  office: "990101",
  roles: ["DIRECTOR"],
  recusals: [],
  rightsEpoch: 1,
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});
beforeEach(async () => {
  await platform.sql("county", "begin");
  await platform.sql("county", "lock table finding in access exclusive mode");
});
afterEach(() => platform.sql("county", "rollback"));

const letGo = () => platform.sql("county", "rollback");

/** How many statements wait for the lock in the county's database. */
async function held(): Promise<number> {
  const [row] = await platform.sql<{ held: number }>(
    "city", // the county's connection of this file holds the lock
    "select count(*)::int as held from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'",
    [platform.tiers.county.database.name],
  );
  return row?.held ?? 0;
}

function askTier(path: string, body: object, standing?: Standing): Promise<Answer> {
  const text = JSON.stringify(body);
  const expiresAt = Math.floor(Date.now() / 1_000) + 30;
  const claims = { audience: "county", expiresAt, requestId: "test", standing } as InternalClaims;
  const token = signInternalToken(claims, text, platform.tiers.county.key);
  return postJson(platform.tiers.county.url + path, text, { [INTERNAL_TOKEN_HEADER]: token });
}

test("a tier whose connections are all held still says who somebody is and that it is ready", async () => {
  const answers: Answer[] = [];
  const asked = Array.from({ length: TEST_CONNECTIONS + 2 }, async () => {
    answers.push(await askTier("/graphql", { query: FINDINGS }, DIRECTOR));
  });
  await until("all connections are held", async () => (await held()) === TEST_CONNECTIONS);
  expect((await askTier("/standing", { person: DIRECTOR.person })).status).toBe(200);
  expect((await fetch(`${platform.tiers.county.url}/health/ready`)).status).toBe(200);
  await until("those without a connection are told", async () => answers.length >= 2);
  for (const { errors } of answers.slice(0, 2)) {
    expect(errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
  }
  await letGo();
  await Promise.all(asked);
});

test("what one person asks for at once takes a share of the tier, and another is served beside it", async () => {
  const refused: Answer[] = [];
  const served: Answer[] = [];
  const asked = Array.from({ length: SHARE + QUEUE + 4 }, async () => {
    const answer = await platform.as("province:99.director").ask(FINDINGS);
    (answer.status === 200 ? served : refused).push(answer);
  });
  await until("the surplus is refused", async () => refused.length >= 4);
  await until("the share is held", async () => (await held()) === SHARE);
  const other = await platform.as("county:990103.display").ask('{ countyOffice(code: "990103") { name } }');
  expect([other.status, other.errors]).toEqual([200, []]);
  expect(await held()).toBe(SHARE);
  await letGo();
  await Promise.all(asked);
  expect(served.length).toBeGreaterThanOrEqual(SHARE);
  for (const { errors } of served) expect(errors).toEqual([]);
  for (const { status, headers, errors } of refused) {
    expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
    expect(errors).toMatchObject([{ extensions: { code: "OVERLOADED" } }]);
    expect(errors[0]?.message).toContain("Too many of your requests");
  }
});

test("a question whose caller has gone ends in the tier too", async () => {
  const leaver = new AbortController();
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${await platform.issuer.tokenOf("county:990102.director")}`,
  };
  const body = JSON.stringify({ query: FINDINGS });
  const asked = fetch(`${platform.gatewayUrl}/graphql`, { method: "POST", headers, body, signal: leaver.signal });
  await until("it waits in the database", async () => (await held()) === 1);
  leaver.abort();
  await expect(asked).rejects.toThrow(/abort/);
  // well before the database would break it off by itself
  await until("nothing waits in the database", async () => (await held()) === 0);
});
