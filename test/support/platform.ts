import type { JWTPayload } from "jose";
import { Pool } from "pg";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, TIER_NAMES, type Tier, type TierName } from "../../schema/contract/tier";
import { OPEN_ACCOUNTS, type SeedAccount } from "../../scripts/seed/accounts";
import { freePort } from "../../scripts/supervisor/ports";
import { type Answer, Caller } from "./caller";
import { signToken } from "./fakeIssuer";
import { borrow, type Loan } from "./platformLoan";
import { PlatformProcess } from "./platformProcess";
import { post } from "./post";
import type { PlatformAddress } from "./runningPlatform";
import { TierDoor } from "./tierDoor";
import {
  addressOf,
  environmentOfWorker,
  environmentsOfWorkers,
  readyUrlOf,
  type WorkerEnvironment,
} from "./workersOfPlatform";

// A test file borrows a platform: it runs already or is started for the first file that asks, belongs to one file at a time,
// and comes with offices and accounts and nothing else. What another file did there is gone, so that counts and fingerprints of
// whole tables are the file's own; what it killed runs again. What outlives rows and processes (roles, settings, columns) a file
// puts back itself, or it takes a database of its own (`createTierDatabase`).

interface PlatformOptions {
  /** region codes of the offices with a clerk, director, approver, display and security account, in the place of those of the
   * fictional province */
  offices?: readonly string[];
}

/** A worker that a test has started. */
export interface TestWorker {
  process: PlatformProcess;
  metricsUrl: string;
}

const taken = new Set<TestPlatform>();
afterAll(async () => {
  for (const platform of taken) await platform.stop();
});

/** The platform as it runs at a site: its own databases, a process for each tier and the gateway, HTTP between them.
 * Anybody can be anybody: access tokens are signed here with the key of its issuer. */
export class TestPlatform {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly workers: PlatformProcess[] = [];
  private readonly admins: Partial<Record<TierName, Pool>> = {};

  private readonly door: TierDoor;

  constructor(private readonly loan: Loan) {
    this.door = new TierDoor(loan.address.tiers);
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

  /** Who signs the tokens that the gateway takes: none before it has forgotten who people were to the file before, whichever way leads
   * to it. */
  get issuer() {
    const { issuer } = this.address;
    const tokenOf = async (person: string, claims?: JWTPayload) => {
      await this.loan.forgotten;
      return signToken(issuer, person, claims);
    };
    return { url: issuer.url, tokenOf };
  }

  as(person: string): Caller {
    return new Caller(person, {
      gateway: async (body, sub) => this.post(body, { authorization: `Bearer ${await this.tokenOf(sub)}` }),
      tier: (body, sub, tier) => this.door.ask(body, sub, tier),
    });
  }

  /** Sends any body to the gateway: without an authorization header, as nobody. */
  async post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return postJson(`${this.gatewayUrl}/graphql`, body, headers);
  }

  /** Starts the worker of a tier, which runs until the file's end. */
  async startWorker(name: TierName): Promise<void> {
    await this.runWorker(name, environmentOfWorker(this.tiers[name], await freePort()));
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

  /** Has the workers of all tiers work, which exchange with each other until the file's end, in one process: each of its own loads
   * the same and warms up. */
  async startWorkers(): Promise<void> {
    await this.loan.startWorkers();
  }

  /** The same as at a site, each in a process of its own, all of whose words are kept. */
  async startLoudWorkers(logLevel: string): Promise<Record<TierName, TestWorker>> {
    const environments = await environmentsOfWorkers(this.tiers);
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

  /** Opens an account beside those of the demonstration. */
  async openAccount(id: string, office: string, roles: Role[], unit?: string): Promise<Caller> {
    const tier = homeTierOfAccount(id) as Tier;
    const account: SeedAccount = { id, tier, office, unit, label: "虚构账号", roles };
    await this.sql(nameOfTier(tier), OPEN_ACCOUNTS, [JSON.stringify([account])]);
    return this.as(id);
  }

  /** Asks a tier's database as a superuser: what no role of the platform may do. */
  async sql<Row>(name: TierName, text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.adminOf(name).query(text, parameters)).rows as Row[];
  }

  /** One connection of each tier, which whoever asks at the same time waits for; one that a test cuts is made anew. A statement that
   * fails ends it too, and with it what was begun there, its locks and its settings: the next statement finds a new one. */
  private adminOf(name: TierName): Pool {
    this.admins[name] ??= new Pool({
      connectionString: this.tiers[name].database.adminUrl,
      max: 1,
      idleTimeoutMillis: 0,
    }).on("error", () => {});
    return this.admins[name];
  }

  /** How many rows each table of each tier holds. */
  async countRows(): Promise<Record<string, number>> {
    const tiers = TIER_NAMES.map(async (name) => {
      const tables = await this.sql<{ table: string }>(
        name,
        `select tablename as table from pg_tables where schemaname = 'public' order by 1`,
      );
      const each = tables.map(
        ({ table }) => `select '${name}.${table}' as table, count(*)::int as rows from "${table}"`,
      );
      return this.sql<{ table: string; rows: number }>(name, each.join(" union all "));
    });
    return Object.fromEntries((await Promise.all(tiers)).flat().map(({ table, rows }) => [table, rows]));
  }

  /** A fingerprint of what each table of each tier holds: equal before and after means that nothing was written. */
  fingerprint(): Promise<Record<string, string>> {
    return this.loan.fingerprint();
  }

  async stop(): Promise<void> {
    taken.delete(this);
    await Promise.all(this.workers.map((worker) => worker.stop()));
    for (const admin of Object.values(this.admins)) await admin.end();
    await this.loan.giveBack();
  }

  private tokenOf(person: string): Promise<string> {
    const token = this.tokens.get(person) ?? this.issuer.tokenOf(person);
    this.tokens.set(person, token);
    return token;
  }
}

/** A running platform until the file's end. */
export async function borrowPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  return new TestPlatform(await borrow(options));
}

export async function postJson(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const reply = await post(url, body, headers);
  const { data, errors = [] } = JSON.parse(reply.text) as Answer;
  return { ...reply, data, errors };
}
