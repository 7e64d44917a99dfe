import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { migrate } from "../../scripts/migrate";
import { provisionTier, roleUrl, type TierPasswords, type TierUrls } from "../../scripts/provision";
import { spentElsewhere } from "../cost/elsewhere";

/** The server of this test run, as the tests are told of it. */
interface TestCluster {
  /** superuser */
  adminUrl: string;
  passwords: Record<Tier, TierPasswords>;
}

/** A migrated, empty database of one tier, for one test file. */
export interface TierDatabase {
  tier: Tier;
  name: string;
  /** connection URLs of the roles that migrate, serve and work */
  urls: TierUrls;
  /** superuser in this database: for what no role of the platform may do */
  adminUrl: string;
  /** disconnects whoever is left and drops the database */
  dispose(): Promise<void>;
}

const VARIABLE = "TEST_CLUSTER";

/** Makes the migrated template of each tier and tells the tests' processes where the server is. */
export async function prepareTemplates(adminUrl: string): Promise<void> {
  const entries = TIERS.map((tier) => [tier, newPasswords()] as const);
  await Promise.all(
    entries.map(async ([tier, passwords]) => {
      const urls = await provisionTier(adminUrl, { tier, passwords });
      await migrate(urls.owner, tier);
      await asAdmin(adminUrl, `ALTER DATABASE ${nameOfTier(tier)} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    }),
  );
  await letInQuickly(adminUrl, Object.fromEntries(entries) as TestCluster["passwords"]);
  const cluster: TestCluster = { adminUrl, passwords: Object.fromEntries(entries) as TestCluster["passwords"] };
  process.env[VARIABLE] = JSON.stringify(cluster);
}

export function getTestCluster(): TestCluster {
  const text = process.env[VARIABLE];
  if (!text) throw new Error("no test cluster: run the tests by `npm test` or `npx jest`, which start one");
  return JSON.parse(text) as TestCluster;
}

/** How statements are planned by whoever is no tier: a loader, a worker, a test. A tier plans a statement once on a connection
 * whatever its values; the others for the values that they are given, which takes ten times as long as carrying a statement
 * out over the few rows of a test. Nor are there processes that help with a statement: each that starts learns the tables anew,
 * which takes more than all of the statement. Only a test that looks at plans leaves both to each. */
type Plans = "ONCE" | "AS_IN_A_TIER";
const PLANNED_ONCE = ["plan_cache_mode = force_generic_plan", "max_parallel_workers_per_gather = 0"];

/** Copies the tier's template. Roles belong to the whole server: what a test changes of a role, every test feels. */
export async function createTierDatabase(tier: Tier, plans: Plans = "ONCE"): Promise<TierDatabase> {
  const { adminUrl, passwords } = getTestCluster();
  const name = `${nameOfTier(tier)}_${randomBytes(6).toString("hex")}`;
  // as `provisionTier` leaves a database; the roles are there since the templates were made
  const tierName = nameOfTier(tier);
  await asAdmin(
    adminUrl,
    `CREATE DATABASE ${name} OWNER ${tierName}_owner TEMPLATE ${tierName} STRATEGY file_copy`,
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
     GRANT CONNECT ON DATABASE ${name} TO ${tierName}_owner, ${tierName}_subgraph, ${tierName}_worker`,
    ...(plans === "ONCE" ? PLANNED_ONCE.map((setting) => `ALTER DATABASE ${name} SET ${setting}`) : []),
  );
  const url = (role: keyof TierPasswords) => roleUrl(adminUrl, `${tierName}_${role}`, passwords[tier][role], name);
  const urls = { owner: url("owner"), subgraph: url("subgraph"), worker: url("worker") };
  const own = new URL(adminUrl);
  own.pathname = `/${name}`;
  return {
    tier,
    name,
    urls,
    adminUrl: own.href,
    dispose: async () => {
      await withAdmin(adminUrl, async (client) => {
        const { rows } = await client.query<{ seconds: number }>(BUSY, [name]);
        spentElsewhere().database += Number(rows[0]?.seconds ?? 0);
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      });
    },
  };
}

/** What a client has to work off before it is let in keeps off whoever guesses, and takes as long as all else of connecting. */
async function letInQuickly(adminUrl: string, passwords: TestCluster["passwords"]): Promise<void> {
  const roles = TIERS.flatMap((tier) => {
    return Object.entries(passwords[tier]).map(
      ([role, password]) => `${nameOfTier(tier)}_${role} PASSWORD '${password}'`,
    );
  });
  const own = `postgres PASSWORD '${decodeURIComponent(new URL(adminUrl).password)}'`;
  await asAdmin(adminUrl, "SET scram_iterations = 1", ...[own, ...roles].map((role) => `ALTER ROLE ${role}`));
}

/** Seconds that the server has carried out statements in a database, as far as its connections have reported yet. */
export const BUSY = "select active_time / 1000 as seconds from pg_stat_database where datname = $1";

function newPasswords(): TierPasswords {
  const [owner, subgraph, worker] = Array.from({ length: 3 }, () => randomBytes(24).toString("base64url"));
  return { owner, subgraph, worker } as TierPasswords;
}

async function asAdmin(adminUrl: string, ...statements: string[]): Promise<void> {
  await withAdmin(adminUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

async function withAdmin(adminUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
