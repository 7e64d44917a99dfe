import { join } from "node:path";
import { TIER_NAMES, type TierName, tierOfName } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import { migrate } from "../migrate";
import { provisionTier, type TierUrls } from "../provision";
import { demonstrationAccounts, loadAccounts } from "../seed/accounts";
import { loadOffices } from "../seed/offices";
import { embeddedDatabase } from "../supervisor/database";
import type { Secrets } from "../supervisor/secrets";
import type { SupervisedProcess } from "../supervisor/supervise";
import { watchers } from "./live/followers";
import { handsOfClues, OFFICES } from "./offices";

/** A PostgreSQL of one tier's own. */
export interface Cluster {
  process: SupervisedProcess;
  port: number;
  urls: TierUrls;
  /** a superuser in the tier's database */
  adminUrl: string;
}

/** Three of them need not take more memory than one does. */
const SETTINGS = { shared_buffers: "64MB" };

/** Makes and starts a PostgreSQL for each tier, with all offices and the accounts of those that are at work. */
export async function startClusters(
  folder: string,
  ports: readonly number[],
  secrets: Secrets,
  regions: RegionTree,
  log: (line: string) => void,
): Promise<Record<TierName, Cluster>> {
  const begun: SupervisedProcess[] = [];
  const starting = TIER_NAMES.map(async (name, i) => {
    return [name, await startCluster(folder, name, ports[i] as number, secrets, regions, log, begun)] as const;
  });
  const made = await Promise.all(starting).catch(async (cause) => {
    await Promise.allSettled(starting);
    await Promise.all(begun.map(async (process) => (await process.start()).stop()));
    throw cause;
  });
  const clusters = Object.fromEntries(made) as Record<TierName, Cluster>;
  const owners = Object.fromEntries(made.map(([name, { urls }]) => [name, urls.owner]));
  await loadAccounts(owners, [...demonstrationAccounts(OFFICES, regions), ...handsOfClues(), ...watchers()]);
  return clusters;
}

async function startCluster(
  folder: string,
  name: TierName,
  port: number,
  secrets: Secrets,
  regions: RegionTree,
  log: (line: string) => void,
  begun: SupervisedProcess[],
): Promise<Cluster> {
  const { adminUrl, process } = await embeddedDatabase({
    dataDir: join(folder, `postgres-${name}`),
    port,
    superuserPassword: secrets.superuser,
    logFile: join(folder, "logs", `postgres-${name}.log`),
    settings: SETTINGS,
    log,
  });
  begun.push(process);
  const tier = tierOfName(name);
  const { owner, subgraph, worker } = secrets[name];
  const urls = await provisionTier(adminUrl, { tier, passwords: { owner, subgraph, worker } });
  await migrate(urls.owner, tier);
  await loadOffices(urls.owner, tier, regions);
  const own = new URL(adminUrl);
  own.pathname = `/${name}`;
  return { process: { ...process, name: `${name} database` }, port, urls, adminUrl: own.href };
}
