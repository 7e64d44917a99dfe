import { Client } from "pg";
import { generatedEnvironment, readComposeFile } from "../site/composeFile";
import { Site } from "../site/site";
import { type FakeIssuer, startFakeIssuer } from "../support/fakeIssuer";
import { post } from "../support/post";
import { until } from "../support/until";

const DIRECTOR = "province:53.director";
const QUESTION = `query AcrossTheTiers {
  provinceOffice(code: "53") { name }
  cityOffice(code: "5301") { name }
  countyOffice(code: "530115") { name region { pathName } }
  region(code: "53") { provinceFigures { total } cityFigures { total } countyFigures { total } }
}`;
const ANSWER = {
  provinceOffice: { name: "云南省委巡视办" },
  cityOffice: { name: "昆明市委巡察办" },
  countyOffice: { name: "晋宁区委巡察办", region: { pathName: "云南省 昆明市 晋宁区" } },
  region: { provinceFigures: { total: 0 }, cityFigures: { total: 0 }, countyFigures: { total: 0 } },
};
const ALL_TIERS = { tiers: { province: { status: "OK" }, city: { status: "OK" }, county: { status: "OK" } } };

const environment = generatedEnvironment();
let issuer: FakeIssuer;
let site: Site;

beforeAll(async () => {
  issuer = await startFakeIssuer();
  environment.OIDC_ISSUER = issuer.url;
  site = new Site(readComposeFile(environment));
  await site.up();
});

afterAll(async () => {
  await site.dispose();
  await issuer.close();
});

test("an account that the operator opens asks one question over three tiers, through the gateway", async () => {
  const command = ["node", "dist/scripts/account.js", "open", DIRECTOR];
  const words = ["--office", "53", "--roles", "DIRECTOR", "--label", "云南省 办主任"];
  const opened = await site.run("prepare-province", [...command, ...words], { OWNER_DATABASE_URL: ownerUrl() });
  expect(opened).toBe(`${DIRECTOR}: open\n`);
  expect(await ask()).toMatchObject({ data: ANSWER, extensions: ALL_TIERS });
});

test("preparing a second time changes nothing", async () => {
  const before = await everythingStored();
  expect(before.office?.length).toBeGreaterThan(0);
  expect(await site.run("prepare-province")).toBe("province: prepared\n");
  expect(await everythingStored()).toEqual(before);
  expect(await ask()).toMatchObject({ data: ANSWER, extensions: ALL_TIERS });
});

test("a password that would break a URL is refused by its name and without its value", async () => {
  const preparation = site.run("prepare-county", undefined, { WORKER_PASSWORD: "long-enough-but@host/name" });
  await expect(preparation).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^WORKER_PASSWORD: [^@]+$/),
  });
});

test("after a reboot of a tier's machine, when its database comes last, everything finds its way by itself", async () => {
  await site.reboot("county");
  expect(await ask()).toMatchObject({ data: ANSWER, extensions: ALL_TIERS });
});

test("every process drains within the time that compose grants", async () => {
  const codes = await site.stop();
  expect(Object.keys(codes)).toHaveLength(7);
  expect(new Set(Object.values(codes))).toEqual(new Set([0]));
});

test("what the services write carries no secret", () => {
  const written = JSON.stringify(site.output);
  expect(written).toContain("subgraph listens");
  const secrets = Object.entries(environment).filter(([name]) => name !== "OIDC_ISSUER");
  expect(secrets.filter(([, secret]) => written.includes(secret)).map(([name]) => name)).toEqual([]);
});

/** Asks again where the gateway says that it is busy: on a busy machine the planner's thread is not there for a while. */
async function ask(): Promise<unknown> {
  const headers = { authorization: `Bearer ${await issuer.tokenOf(DIRECTOR)}` };
  const { text } = await until("the gateway has time", async () => {
    const reply = await post(
      `http://${site.addressOf("gateway", "4000")}/graphql`,
      JSON.stringify({ query: QUESTION }),
      headers,
    );
    return reply.status !== 503 && reply;
  });
  return JSON.parse(text);
}

/** As an operator writes it: by the names of docker-compose.yml. */
function ownerUrl(): string {
  return `postgres://province_owner:${environment.PROVINCE_OWNER_PASSWORD}@postgres-province:5432/province`;
}

/** What the workers write of each other, all the time or as soon as they meet, whether anybody prepares or not. */
const HEARTBEATS = ["exchange_peer", "exchange_witness", "exchange_office"];

/** Every row of the tier with the transaction that wrote it, its tables with their rights, and the server's roles. */
async function everythingStored(): Promise<Record<string, unknown[]>> {
  const client = new Client({
    connectionString: ownerUrl().replace("postgres-province:5432", site.addressOf("postgres-province", "5432")),
  });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all ($1) order by 1",
      [HEARTBEATS],
    );
    const stored: Record<string, unknown[]> = {};
    for (const { name } of tables) {
      stored[name] = (await client.query(`select xmin, t.* from "${name}" t order by t::text`)).rows;
    }
    stored.rights = (await client.query("select relname, relacl::text from pg_class order by oid")).rows;
    stored.roles = (await client.query("select * from pg_roles order by oid")).rows;
    stored.databases = (await client.query("select datname, datacl::text from pg_database order by oid")).rows;
    return stored;
  } finally {
    await client.end();
  }
}
