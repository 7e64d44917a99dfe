import { childrenOf } from "../../scripts/bench/processorTime";
import { Line } from "../../scripts/chaos/cuts";
import { freePorts } from "../../scripts/supervisor/ports";
import { aRound, type BuiltRound } from "../support/builders";
import { startWorkersOn } from "../support/fed";
import { Follower } from "../support/follower";
import { borrowPlatform, postJson, type TestPlatform } from "../support/platform";
import { PlatformProcess } from "../support/platformProcess";
import { REGIONS_DIR, supergraphAlone } from "../support/runningPlatform";

const FOLLOW = `subscription ($region: ID!, $after: String) { countyEvents(region: $region, after: $after) {
  cursor kind findingStatus finding { id unit { ... on CountyUnit { cityInspections { enteredOn } } } } } }`;
const QUESTION = '{ countyFindings(first: 1) { nodes { id title } } cityOffice(code: "9901") { name } }';
const DEADLINE_MS = 10_000;

// Two processes of the county's subgraph, and two of a gateway in front of them. The borrowed gateway knows the first subgraph alone,
// which goes on all the time: it says what is to be heard.
let platform: TestPlatform;
let second: PlatformProcess;
/** the second process' way to the database */
let line: Line;
let gateway: PlatformProcess;
let both: Pick<TestPlatform, "gatewayUrl" | "issuer">;
let built: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  const { province, city, county } = platform.tiers;
  const [port, gatewayPort] = (await freePorts(2)) as [number, number];
  const secondUrl = `http://127.0.0.1:${port}`;
  const database = new URL(county.database.urls.subgraph);
  line = await Line.open(Number(database.port));
  database.port = `${line.port}`;
  const subgraph = {
    ...{ TIER_PORT: `${port}`, TIER_KEY: county.key, CLUE_KEYS_DIR: county.keysDir, FILES_DIR: county.filesDir },
    ...{ DATABASE_URL: database.href, DATABASE_POOL: "5", REGIONS_DIR, LOG_LEVEL: "warn" },
  };
  second = new PlatformProcess("subgraphs/county/index.js", subgraph, `${secondUrl}/health/ready`);
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const settings = {
    ...{ GATEWAY_PORT: `${gatewayPort}`, GATEWAY_PROCESSES: "2", SUPERGRAPH_FILE: supergraphAlone(), REGIONS_DIR },
    ...{ PROVINCE_URL: province.url, CITY_URL: city.url, COUNTY_URL: `${county.url},${secondUrl}` },
    ...{ PROVINCE_KEY: province.key, CITY_KEY: city.key, COUNTY_KEY: county.key },
    ...{ OIDC_ISSUER: platform.issuer.url, LOG_LEVEL: "warn" },
  };
  gateway = new PlatformProcess("gateway/index.js", settings, `${gatewayUrl}/health/live`);
  await Promise.all([second.start(), gateway.start()]);
  both = { gatewayUrl, issuer: platform.issuer };
  built = await aRound("990101").withFindings(2).until("RECTIFYING").submitted().on(platform);
  await startWorkersOn(platform, "county");
});
afterAll(async () => {
  await Promise.all([second.stop(), gateway.stop()]);
  await line.close();
});

test("while one of two processes of a tier or of the gateway ends, stands still or has no database, every question is answered whole, and readers lose, double and reorder nothing", async () => {
  const follow = (where: typeof both, person: string) =>
    Follower.over(where, person, FOLLOW, { region: "990101" }, Number.POSITIVE_INFINITY);
  const people = ["county:990101.clerk", "city:9901.director", "province:99.director"];
  const readers = await Promise.all([...people, ...people].map((person) => follow(both, person)));
  const whole = await follow(platform, "county:990101.clerk");
  await Promise.all([whole, ...readers].map((reader) => reader.has(1)));

  let over = false;
  const answers: { ms: number; status: number; errors: object[] }[] = [];
  const ask = async () => {
    const authorization = `Bearer ${await platform.issuer.tokenOf("county:990101.director")}`;
    const headers = { authorization, connection: "close" };
    while (!over) {
      const begun = performance.now();
      const told = await postJson(`${both.gatewayUrl}/graphql`, JSON.stringify({ query: QUESTION }), headers);
      answers.push({ ms: performance.now() - begun, status: told.status, errors: told.errors });
    }
  };
  const asking = [ask(), ask()];

  let findings = built.findings;
  const step = async (command: "CLAIM" | "RETURN") => {
    const by = command === "CLAIM" ? built.clerk : built.director;
    findings = await by.does("moveTierFindings", { findings, command, note: "虚构。" });
  };
  const during = async (begin: () => unknown, end: () => unknown) => {
    await step("CLAIM");
    await begin();
    await step("RETURN");
    await step("CLAIM");
    await end();
    await step("RETURN");
  };
  await during(
    () => second.kill(),
    () => second.start(),
  );
  await during(
    () => line.cut("REFUSE", line),
    async () => {
      for (const reader of readers) await reader.has(whole.told.length);
      line.heal(line);
    },
  );
  await during(
    () => second.freeze(),
    async () => {
      for (const reader of readers) await reader.has(whole.told.length);
      second.thaw();
    },
  );
  over = true;
  await Promise.all(asking);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter(({ ms, status, errors }) => status !== 200 || errors.length > 0 || ms > DEADLINE_MS)).toEqual(
    [],
  );

  await during(
    () => process.kill(childrenOf(gateway.pid as number)[0] as number, "SIGKILL"),
    () => undefined,
  );
  const all = await whole.has(33);
  for (const reader of readers) {
    const told = await reader.has(all.length);
    expect(told.map(({ cursor }) => cursor)).toEqual(all.map(({ cursor }) => cursor));
  }
});
