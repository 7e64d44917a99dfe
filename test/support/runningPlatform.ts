import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { nameOfTier, TIER_NAMES, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import { demonstrationAccounts, loadAccounts } from "../../scripts/seed/accounts";
import { makeDemonstrationKeys } from "../../scripts/seed/clues";
import { loadOffices } from "../../scripts/seed/offices";
import { freePort } from "../../scripts/supervisor/ports";
import { createTierDatabase, type TierDatabase } from "./database";
import { type IssuerIdentity, signToken, startFakeIssuer } from "./fakeIssuer";
import { PlatformProcess } from "./platformProcess";
import { post } from "./post";
import { until } from "./until";
import { WorkersOfPlatform } from "./workersOfPlatform";

const ROOT = join(__dirname, "../../..");
/** the committed region tree */
export const REGIONS_DIR = join(ROOT, "schema/regions");

/** The offices whose accounts there are, unless others are asked for: those of the fictional province. */
export const USUAL_OFFICES = ["99", "9901", "9902", "990101", "990102", "990103", "990201"];

/** Offices whose custodies have keys. */
const CUSTODY_OFFICES = ["99", "9901", "990101", "990102"];

/** Connections of a tier for operations. Each learns the policies and plans its statements anew, for up to a second. */
export const TEST_CONNECTIONS = 5;

/** For so long the gateway takes it that somebody is who he was: whoever borrows the platform next waits for that to pass. */
export const STANDING_MS = 200;

/** Small enough that a test can pass the limit. */
export const TEST_ATTACHMENT_BYTES = 3 * 1024 * 1024;

/** Where a platform is and by which keys it is entered; plain data, so that another process can be told. */
export interface PlatformAddress {
  gatewayUrl: string;
  issuer: IssuerIdentity;
  tiers: Record<TierName, TierAddress>;
}

interface TierAddress {
  url: string;
  key: string;
  /** where the content of its files lies */
  filesDir: string;
  /** where the keys of its custodies lie: those of the fictional offices */
  keysDir: string;
  database: Omit<TierDatabase, "dispose">;
}

/** The processes of a platform with its databases, which live and end together. */
export interface RunningPlatform {
  address: PlatformAddress;
  gateway: PlatformProcess;
  subgraphs: Record<TierName, PlatformProcess>;
  workers: WorkersOfPlatform;
  stop(): Promise<void>;
}

interface TierInTest extends TierAddress {
  database: TierDatabase;
  subgraph: PlatformProcess;
}

/** Makes the databases of a platform and prepares its processes, which do not run yet. */
export async function preparePlatform(): Promise<RunningPlatform> {
  const keysDir = mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "keys-"));
  makeDemonstrationKeys(keysDir, CUSTODY_OFFICES);
  const [issuer, ...made] = await Promise.all([startFakeIssuer(), ...TIERS.map((tier) => makeTier(tier, keysDir))]);
  const tiers = byName(made, (tier) => tier);
  const { gateway, gatewayUrl } = await makeGateway(issuer.url, tiers);
  const workers = new WorkersOfPlatform(tiers);
  return {
    address: {
      gatewayUrl,
      issuer: { url: issuer.url, privateKey: issuer.privateKey },
      tiers: byName(made, ({ url, key, filesDir, keysDir, database: { dispose: _, ...database } }) => ({
        url,
        key,
        filesDir,
        keysDir,
        database,
      })),
    },
    gateway,
    subgraphs: byName(made, ({ subgraph }) => subgraph),
    workers,
    stop: async () => {
      await Promise.all([gateway.stop(), workers.stop(), ...made.map(({ subgraph }) => subgraph.stop())]);
      await Promise.all([issuer.close(), ...made.map(({ database }) => database.dispose())]);
    },
  };
}

export async function startProcesses({ gateway, subgraphs }: RunningPlatform): Promise<void> {
  await Promise.all([gateway, ...Object.values(subgraphs)].map((process) => process.start()));
}

/** Has the gateway plan something. The first plan waits until the planner's thread is there, and whoever asks beside it waits behind:
 * on a busy machine for longer than anybody may. */
export async function untilItPlans({ gatewayUrl, issuer }: PlatformAddress): Promise<void> {
  const authorization = `Bearer ${await signToken(issuer, "county:990201.display")}`;
  await until("the gateway plans", async () => {
    return (await post(`${gatewayUrl}/graphql`, '{"query":"{ viewer { person } }"}', { authorization })).status === 200;
  });
}

/** Writes what every platform has from the beginning: all offices. */
export async function openOffices(address: PlatformAddress, regions: RegionTree): Promise<void> {
  const owners = ownersOf(address);
  await Promise.all(TIERS.map((tier) => loadOffices(owners[nameOfTier(tier)], tier, regions)));
}

/** Opens the accounts that there are from the beginning, or those that somebody wants in their place.
 * @param offices a clerk, director, approver, display and security account in each */
export async function furnish(
  address: PlatformAddress,
  regions: RegionTree,
  offices: readonly string[],
): Promise<void> {
  await loadAccounts(ownersOf(address), demonstrationAccounts(offices, regions));
}

/** URLs of the roles that own the tiers' tables. */
function ownersOf({ tiers }: PlatformAddress): Record<TierName, string> {
  const entries = TIER_NAMES.map((name) => [name, tiers[name].database.urls.owner]);
  return Object.fromEntries(entries) as Record<TierName, string>;
}

async function makeTier(tier: Tier, keysOfAll: string): Promise<TierInTest> {
  const [database, port] = await Promise.all([createTierDatabase(tier), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const key = randomBytes(32).toString("base64url");
  const filesDir = mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "files-"));
  const keysDir = join(keysOfAll, nameOfTier(tier));
  const env = {
    TIER_PORT: `${port}`,
    TIER_KEY: key,
    CLUE_KEYS_DIR: keysDir,
    DATABASE_URL: database.urls.subgraph,
    DATABASE_POOL: String(TEST_CONNECTIONS),
    REGIONS_DIR,
    FILES_DIR: filesDir,
    ATTACHMENT_MAX_BYTES: String(TEST_ATTACHMENT_BYTES),
    LOG_LEVEL: "warn",
  };
  const subgraph = new PlatformProcess(`subgraphs/${nameOfTier(tier)}/index.js`, env, `${url}/health/ready`);
  return { url, key, database, filesDir, keysDir, subgraph };
}

async function makeGateway(issuerUrl: string, tiers: Record<TierName, TierInTest>) {
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const addresses = TIER_NAMES.flatMap((name) => [
    [`${name.toUpperCase()}_URL`, tiers[name].url],
    [`${name.toUpperCase()}_KEY`, tiers[name].key],
  ]);
  const env = {
    GATEWAY_PORT: `${port}`,
    SUPERGRAPH_FILE: supergraphAlone(),
    REGIONS_DIR,
    OIDC_ISSUER: issuerUrl,
    LOG_LEVEL: "warn",
    GATEWAY_STANDING_MS: `${STANDING_MS}`,
    // a test does in a second what takes a person a minute
    RATE_COST: "10000000",
    ...Object.fromEntries(addresses),
  };
  // alive is enough: it reaches the tiers by itself when they are asked
  return { gateway: new PlatformProcess("gateway/index.js", env, `${gatewayUrl}/health/live`), gatewayUrl };
}

/** A copy with no saved operations beside it: a gateway plans them all ahead, and a test asks for few of them. */
export function supergraphAlone(): string {
  const copy = join(mkdtempSync(join(process.env.TEST_RUN_FOLDER as string, "supergraph-")), "supergraph.graphql");
  copyFileSync(join(ROOT, "schema/supergraph.graphql"), copy);
  return copy;
}

function byName<Part>(made: TierInTest[], part: (tier: TierInTest) => Part): Record<TierName, Part> {
  const entries = made.map((tier) => [nameOfTier(tier.database.tier), part(tier)]);
  return Object.fromEntries(entries) as Record<TierName, Part>;
}
