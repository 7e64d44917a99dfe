import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client } from "pg";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, TIER_NAMES, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import { loadRegions } from "../../schema/regions/tree";
import { demonstrationAccounts, loadAccounts } from "../../scripts/seed/accounts";
import { loadOffices } from "../../scripts/seed/offices";
import { type Answer, Caller } from "./caller";
import { createTierDatabase, type TierDatabase } from "./database";
import { type FakeIssuer, startFakeIssuer } from "./fakeIssuer";
import { freePort } from "./freePort";
import { PlatformProcess } from "./platformProcess";

const ROOT = join(__dirname, "../../..");
/** A clerk, director, approver, display and security account in each. */
const OFFICES = ["99", "9901", "9902", "990101", "990102", "990103", "990201"];

export interface PlatformOptions {
  /** folder with the region tree, the committed one by default */
  regionsDir?: string;
  /** region codes of the offices that get accounts, those of the fictional province by default */
  offices?: readonly string[];
}

interface TestTier {
  url: string;
  key: string;
  database: TierDatabase;
  subgraph: PlatformProcess;
  worker?: PlatformProcess;
}

// Processes start slowly where several suites share two cores.
jest.setTimeout(90_000);

const running = new Set<TestPlatform>();
afterAll(async () => {
  for (const platform of running) await platform.stop();
});

/** The platform as it runs at a site: its own databases, a process for each tier and the gateway, HTTP between them.
 * Anybody can be anybody: access tokens come from an issuer in this process. */
export class TestPlatform {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly admins: Partial<Record<TierName, Promise<Client>>> = {};

  constructor(
    readonly issuer: FakeIssuer,
    readonly tiers: Record<TierName, TestTier>,
    readonly gateway: PlatformProcess,
    readonly gatewayUrl: string,
  ) {}

  as(person: string): Caller {
    return new Caller(person, async (body, sub) =>
      this.post(body, { authorization: `Bearer ${await this.tokenOf(sub)}` }),
    );
  }

  /** Sends any body to the gateway: without an authorization header, as nobody. */
  post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return postJson(`${this.gatewayUrl}/graphql`, body, headers);
  }

  /** kill -9 */
  kill(tier: TierName): Promise<void> {
    return this.tiers[tier].subgraph.kill();
  }

  startAgain(tier: TierName): Promise<void> {
    return this.tiers[tier].subgraph.start();
  }

  async startWorker(name: TierName): Promise<void> {
    const tier = this.tiers[name];
    const port = await freePort();
    const env = { DATABASE_URL: tier.database.urls.worker, WORKER_HEALTH_PORT: `${port}`, LOG_LEVEL: "warn" };
    tier.worker = new PlatformProcess(`subgraphs/${name}/worker.js`, env, `http://127.0.0.1:${port}/health/ready`);
    await tier.worker.start();
  }

  /** Opens an account beside those of the demonstration. */
  async openAccount(id: string, office: string, roles: Role[], unit?: string): Promise<Caller> {
    const tier = homeTierOfAccount(id) as Tier;
    await loadAccounts(ownersOf(this.tiers), [{ id, tier, office, unit, label: "虚构账号", roles }]);
    return this.as(id);
  }

  /** Asks a tier's database as a superuser: what no role of the platform may do. */
  async sql<Row>(name: TierName, text: string, parameters: unknown[] = []): Promise<Row[]> {
    this.admins[name] ??= connect(this.tiers[name].database.adminUrl);
    const client = await this.admins[name];
    return (await client.query(text, parameters)).rows as Row[];
  }

  /** How many rows each table of each tier holds. */
  countRows(): Promise<Record<string, number>> {
    return this.ofEachTable<number>("count(*)::int");
  }

  /** A fingerprint of what each table of each tier holds: equal before and after means that nothing was written. */
  fingerprint(): Promise<Record<string, string>> {
    return this.ofEachTable<string>("md5(string_agg(t::text, '' order by t::text))");
  }

  private async ofEachTable<Value>(expression: string): Promise<Record<string, Value>> {
    const tiers = TIER_NAMES.map(async (name) => {
      const tables = await this.sql<{ table: string }>(
        name,
        `select tablename as table from pg_tables where schemaname = 'public' order by 1`,
      );
      const each = tables.map(
        ({ table }) => `select '${name}.${table}' as table, ${expression} as value from "${table}" t`,
      );
      return this.sql<{ table: string; value: Value }>(name, each.join(" union all "));
    });
    return Object.fromEntries((await Promise.all(tiers)).flat().map(({ table, value }) => [table, value]));
  }

  async stop(): Promise<void> {
    running.delete(this);
    const tiers = Object.values(this.tiers);
    await Promise.all([this.gateway.stop(), ...tiers.flatMap((tier) => [tier.subgraph.stop(), tier.worker?.stop()])]);
    for (const admin of Object.values(this.admins)) await (await admin).end();
    await Promise.all([this.issuer.close(), ...tiers.map((tier) => tier.database.dispose())]);
  }

  private tokenOf(person: string): Promise<string> {
    const token = this.tokens.get(person) ?? this.issuer.tokenOf(person);
    this.tokens.set(person, token);
    return token;
  }
}

/** Starts a platform of its own for one test file; what a test forgets to stop is stopped after all. */
export async function startPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const regionsDir = options.regionsDir ?? join(ROOT, "schema/regions");
  const [issuer, ...made] = await Promise.all([
    startFakeIssuer(),
    ...TIERS.map((tier) => makeTier(nameOfTier(tier), regionsDir)),
  ]);
  const tiers = Object.fromEntries(made.map((tier) => [nameOfTier(tier.database.tier), tier])) as TestPlatform["tiers"];
  const { gateway, url } = await makeGateway(issuer, tiers, regionsDir);
  const platform = new TestPlatform(issuer, tiers, gateway, url);
  running.add(platform);
  await Promise.all([
    load(tiers, regionsDir, options.offices ?? OFFICES),
    gateway.start(),
    ...made.map((tier) => tier.subgraph.start()),
  ]);
  return platform;
}

async function makeTier(name: TierName, regionsDir: string): Promise<TestTier> {
  const tier = TIERS.find((each) => nameOfTier(each) === name) as (typeof TIERS)[number];
  const [database, port] = await Promise.all([createTierDatabase(tier), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const key = randomBytes(32).toString("base64url");
  const env = {
    TIER_PORT: `${port}`,
    TIER_KEY: key,
    DATABASE_URL: database.urls.subgraph,
    REGIONS_DIR: regionsDir,
    LOG_LEVEL: "warn",
  };
  return {
    url,
    key,
    database,
    subgraph: new PlatformProcess(`subgraphs/${name}/index.js`, env, `${url}/health/ready`),
  };
}

async function makeGateway(issuer: FakeIssuer, tiers: TestPlatform["tiers"], regionsDir: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const addresses = TIER_NAMES.flatMap((name) => [
    [`${name.toUpperCase()}_URL`, tiers[name].url],
    [`${name.toUpperCase()}_KEY`, tiers[name].key],
  ]);
  const env = {
    GATEWAY_PORT: `${port}`,
    SUPERGRAPH_FILE: join(ROOT, "schema/supergraph.graphql"),
    REGIONS_DIR: regionsDir,
    OIDC_ISSUER: issuer.url,
    LOG_LEVEL: "warn",
    ...Object.fromEntries(addresses),
  };
  // alive is enough: it reaches the tiers by itself when they are asked
  return { gateway: new PlatformProcess("gateway/index.js", env, `${url}/health/live`), url };
}

async function load(tiers: TestPlatform["tiers"], regionsDir: string, offices: readonly string[]): Promise<void> {
  const regions = loadRegions(regionsDir);
  const owners = ownersOf(tiers);
  await Promise.all(TIERS.map((tier) => loadOffices(owners[nameOfTier(tier)] as string, tier, regions)));
  await loadAccounts(owners, demonstrationAccounts(offices, regions));
}

function ownersOf(tiers: TestPlatform["tiers"]): Record<string, string> {
  return Object.fromEntries(TIER_NAMES.map((name) => [name, tiers[name].database.urls.owner]));
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

export async function postJson(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as Answer;
  return { status: response.status, headers: response.headers, text, data, errors };
}
