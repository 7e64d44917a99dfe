import type { JWTPayload } from "jose";
import { Client } from "pg";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Role } from "../../schema/contract/standing";
import { TIER_NAMES, type Tier, type TierName } from "../../schema/contract/tier";
import { loadAccounts } from "../../scripts/seed/accounts";
import { freePort, freePorts } from "../../scripts/supervisor/ports";
import { newSigningPair } from "../../subgraphs/trust/keys";
import { type Answer, Caller } from "./caller";
import { signToken } from "./fakeIssuer";
import { borrow, type Loan } from "./platformLoan";
import { PlatformProcess } from "./platformProcess";
import { post } from "./post";
import { ownersOf, type PlatformAddress } from "./runningPlatform";
import { until } from "./until";

// A test file borrows a platform: it runs already or is started for the first file that asks, belongs to one file at a time,
// and comes with offices and accounts and nothing else. What another file did there is gone, so that counts and fingerprints of
// whole tables are the file's own; what it killed runs again. What outlives rows and processes (roles, settings, columns) a file
// puts back itself, or it takes a database of its own (`createTierDatabase`).

/** The offices whose accounts there are, unless others are asked for: those of the fictional province. */
const OFFICES = ["99", "9901", "9902", "990101", "990102", "990103", "990201"];

interface PlatformOptions {
  /** region codes of the offices with a clerk, director, approver, display and security account */
  offices?: readonly string[];
}

type WorkerEnvironment = Record<string, string> & { WORKER_PORT: string };

/** A worker that a test has started. */
export interface TestWorker {
  process: PlatformProcess;
  metricsUrl: string;
}

/** The largest table of an empty book by far, which migrations alone write. */
const NOBODY_WRITES = ["working_day"];

const taken = new Set<TestPlatform>();
afterAll(async () => {
  for (const platform of taken) await platform.stop();
});

/** The platform as it runs at a site: its own databases, a process for each tier and the gateway, HTTP between them.
 * Anybody can be anybody: access tokens are signed here with the key of its issuer. */
export class TestPlatform {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly workers: PlatformProcess[] = [];
  private readonly admins: Partial<Record<TierName, Promise<Client>>> = {};

  constructor(private readonly loan: Loan) {
    taken.add(this);
  }

  private get address(): PlatformAddress {
    return this.loan.address;
  }

  get gatewayUrl(): string {
    return this.address.gatewayUrl;
  }

  get tiers(): PlatformAddress["tiers"] {
    return this.address.tiers;
  }

  /** who signs the tokens that the gateway takes */
  get issuer() {
    const { issuer } = this.address;
    return { url: issuer.url, tokenOf: (person: string, claims?: JWTPayload) => signToken(issuer, person, claims) };
  }

  as(person: string): Caller {
    return new Caller(person, async (body, sub) =>
      this.post(body, { authorization: `Bearer ${await this.tokenOf(sub)}` }),
    );
  }

  /** Sends any body to the gateway: without an authorization header, as nobody. */
  post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return postJson(`${this.gatewayUrl}/graphql`, body, headers);
  }

  /** Starts the worker of a tier, which runs until the file's end. */
  async startWorker(name: TierName): Promise<void> {
    await this.runWorker(name, this.environmentOf(name, await freePort()));
  }

  /** kill -9 */
  async kill(tier: TierName): Promise<void> {
    await this.loan.order("kill", tier);
  }

  async startAgain(tier: TierName): Promise<void> {
    await this.loan.order("start", tier);
  }

  /** The tier's subgraph stands still until it is thawed. */
  async freeze(tier: TierName): Promise<void> {
    await this.loan.order("freeze", tier);
  }

  async thaw(tier: TierName): Promise<void> {
    await this.loan.order("thaw", tier);
  }

  /** What the tier's subgraph wrote to stderr, the latest part. */
  logOf(tier: TierName): Promise<string> {
    return this.loan.order("log", tier);
  }

  /** Starts the workers of all tiers, which exchange with each other until the file's end, in one process: each of its own loads
   * the same and warms up. */
  async startWorkers(): Promise<void> {
    const environments = await this.environmentsOfWorkers();
    const [first, ...others] = TIER_NAMES.map((name) => readyUrlOf(environments[name]));
    const workers = { WORKERS: JSON.stringify(environments) };
    const process = new PlatformProcess("test/support/workers.js", workers, first as string);
    this.workers.push(process);
    await process.start();
    for (const url of others) await until(`${url} answers`, async () => (await fetch(url)).ok);
  }

  /** The same as at a site, each in a process of its own, all of whose words are kept. */
  async startLoudWorkers(logLevel: string): Promise<Record<TierName, TestWorker>> {
    const environments = await this.environmentsOfWorkers();
    const started = TIER_NAMES.map(
      async (name) => [name, await this.runWorker(name, environments[name], logLevel)] as const,
    );
    return Object.fromEntries(await Promise.all(started)) as Record<TierName, TestWorker>;
  }

  private async runWorker(name: TierName, environment: WorkerEnvironment, loud?: string): Promise<TestWorker> {
    const env = loud ? { ...environment, LOG_LEVEL: loud } : environment;
    const worker = new PlatformProcess(`subgraphs/${name}/worker.js`, env, readyUrlOf(env), loud !== undefined);
    this.workers.push(worker);
    await worker.start();
    return { process: worker, metricsUrl: `${addressOf(env)}/metrics` };
  }

  private environmentOf(name: TierName, port: number): WorkerEnvironment {
    return { DATABASE_URL: this.tiers[name].database.urls.worker, LOG_LEVEL: "warn", WORKER_PORT: `${port}` };
  }

  /** Each knows where the others are, and their keys. */
  private async environmentsOfWorkers(): Promise<Record<TierName, WorkerEnvironment>> {
    const ports = await freePorts(TIER_NAMES.length);
    const pairs = TIER_NAMES.map(() => newSigningPair());
    const entries = TIER_NAMES.map((name, i) => {
      const others = TIER_NAMES.flatMap((other, j) => {
        const [upper, port, pair] = [other.toUpperCase(), ports[j], pairs[j]];
        return i === j
          ? []
          : [
              [`${upper}_WORKER_URL`, `http://127.0.0.1:${port}`],
              [`${upper}_EXCHANGE_KEYS`, pair?.publicKey],
            ];
      });
      const own = { ...this.environmentOf(name, ports[i] as number), EXCHANGE_KEY: pairs[i]?.privateKey ?? "" };
      return [name, { ...own, ...Object.fromEntries(others) }];
    });
    return Object.fromEntries(entries);
  }

  /** Opens an account beside those of the demonstration. */
  async openAccount(id: string, office: string, roles: Role[], unit?: string): Promise<Caller> {
    const tier = homeTierOfAccount(id) as Tier;
    await loadAccounts(ownersOf(this.address), [{ id, tier, office, unit, label: "虚构账号", roles }]);
    return this.as(id);
  }

  /** Asks a tier's database as a superuser: what no role of the platform may do. */
  async sql<Row>(name: TierName, text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await (await this.adminOf(name)).query(text, parameters)).rows as Row[];
  }

  private adminOf(name: TierName): Promise<Client> {
    // a test may cut every connection of a database, this one too
    this.admins[name] ??= connectTo(this.tiers[name].database.adminUrl, () => delete this.admins[name]);
    return this.admins[name];
  }

  /** How many rows each table of each tier holds. */
  countRows(): Promise<Record<string, number>> {
    return this.ofEachTable<number>("count(*)::int");
  }

  /** A fingerprint of what each table of each tier holds: equal before and after means that nothing was written. Each row counts by
   * the transaction that wrote it, and a later one has a higher number: where there are as many rows as before and one of them
   * is new or has changed, their sum is higher. To read the rows themselves costs ten times as much. */
  fingerprint(): Promise<Record<string, string>> {
    return this.ofEachTable<string>("concat(count(*), ' ', sum(xmin::text::bigint))", NOBODY_WRITES);
  }

  /** @param rest tables of which the number of rows is enough */
  private async ofEachTable<Value>(expression: string, rest: readonly string[] = []): Promise<Record<string, Value>> {
    const tiers = TIER_NAMES.map(async (name) => {
      const tables = await this.sql<{ table: string }>(
        name,
        `select tablename as table from pg_tables where schemaname = 'public' order by 1`,
      );
      const each = tables.map(
        ({ table }) =>
          `select '${name}.${table}' as table, ${rest.includes(table) ? "count(*)::text" : expression} as value from "${table}" t`,
      );
      // prepared: to understand it takes longer than to carry it out
      const question = { name: expression, text: each.join(" union all ") };
      return (await (await this.adminOf(name)).query<{ table: string; value: Value }>(question)).rows;
    });
    return Object.fromEntries((await Promise.all(tiers)).flat().map(({ table, value }) => [table, value]));
  }

  async stop(): Promise<void> {
    taken.delete(this);
    await Promise.all(this.workers.map((worker) => worker.stop()));
    for (const admin of Object.values(this.admins)) await (await admin).end();
    await this.loan.giveBack();
  }

  private tokenOf(person: string): Promise<string> {
    const token = this.tokens.get(person) ?? this.issuer.tokenOf(person);
    this.tokens.set(person, token);
    return token;
  }
}

const addressOf = ({ WORKER_PORT }: WorkerEnvironment) => `http://127.0.0.1:${WORKER_PORT}`;
const readyUrlOf = (environment: WorkerEnvironment) => `${addressOf(environment)}/health/ready`;

/** A running platform until the file's end. */
export async function borrowPlatform({ offices = OFFICES }: PlatformOptions = {}): Promise<TestPlatform> {
  return new TestPlatform(await borrow({ offices }));
}

async function connectTo(url: string, onceCut: () => void): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on("error", onceCut);
  await client.connect();
  return client;
}

export async function postJson(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const reply = await post(url, body, headers);
  const { data, errors = [] } = JSON.parse(reply.text) as Answer;
  return { ...reply, data, errors };
}
