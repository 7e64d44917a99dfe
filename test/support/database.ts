import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { migrate } from "../../scripts/migrate";
import { provisionTier, type TierPasswords, type TierUrls } from "../../scripts/provision";
import { spentElsewhere } from "../cost/elsewhere";

/** The server of this test run, as the tests are told of it. */
export interface TestCluster {
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
 * out over the few rows of a test. Only a test that looks at plans leaves that to each. */
export type Plans = "ONCE" | "AS_IN_A_TIER";

/** Copies the tier's template. Roles belong to the whole server: what a test changes of a role, every test feels. */
export async function createTierDatabase(tier: Tier, plans: Plans = "ONCE"): Promise<TierDatabase> {
  const { adminUrl, passwords } = getTestCluster();
  const name = `${nameOfTier(tier)}_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${nameOfTier(tier)} STRATEGY file_copy`);
  const urls = await provisionTier(adminUrl, { tier, passwords: passwords[tier], database: name });
  if (plans === "ONCE") await asAdmin(adminUrl, `ALTER DATABASE ${name} SET plan_cache_mode = force_generic_plan`);
  const own = new URL(adminUrl);
  own.pathname = `/${name}`;
  return {
    tier,
    name,
    urls,
    adminUrl: own.href,
    dispose: async () => {
      spentElsewhere().database += await busyIn(name);
      await asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Seconds that the server has carried out statements in a database, as far as its connections have reported yet. */
export async function busyIn(name: string): Promise<number> {
  const [busy] = await asAdmin(
    getTestCluster().adminUrl,
    `select active_time / 1000 as seconds from pg_stat_database where datname = '${name}'`,
  );
  return Number(busy?.seconds ?? 0);
}

function newPasswords(): TierPasswords {
  const [owner, subgraph, worker] = Array.from({ length: 3 }, () => randomBytes(24).toString("base64url"));
  return { owner, subgraph, worker } as TierPasswords;
}

async function asAdmin(adminUrl: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
