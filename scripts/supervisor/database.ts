import { existsSync } from "node:fs";
import { join } from "node:path";
import { TIER_NAMES, type TierName, tierOfName } from "../../schema/contract/tier";
import { type EmbeddedPostgres, type PostgresOptions, startPostgres } from "../embedded/postgres";
import { provisionTier, roleUrl, type TierUrls } from "../provision";
import type { Configuration } from "./configuration";
import { rotate } from "./nodeProcess";
import { STAGE } from "./platformProcesses";
import { processIdentity } from "./processIdentity";
import { loadSecrets, type Secrets } from "./secrets";
import type { Running, SupervisedProcess } from "./supervise";

export function databaseFolder(dataFolder: string): string {
  return join(dataFolder, "postgres");
}

export function databaseExists(dataFolder: string): boolean {
  return existsSync(join(databaseFolder(dataFolder), "PG_VERSION"));
}

/** The embedded PostgreSQL for the supervisor, already running: what keeps it from starting at all is better known at once. */
export async function embeddedDatabase(
  options: PostgresOptions & { logFile: string },
): Promise<{ adminUrl: string; process: SupervisedProcess }> {
  rotate(options.logFile);
  const first = await startPostgres(options);
  let next: EmbeddedPostgres | undefined = first;
  const process: SupervisedProcess = {
    name: "database",
    stage: STAGE.database,
    async start() {
      const server = next ?? (await startPostgres(options));
      next = undefined;
      return asRunning(server, options.logFile);
    },
    isReady: async () => true, // it is not started before it answers
  };
  return { adminUrl: first.adminUrl, process };
}

/** @returns the connection URLs of each tier */
export async function provisionTiers(adminUrl: string, secrets: Secrets): Promise<Record<TierName, TierUrls>> {
  const urls = await Promise.all(
    TIER_NAMES.map(async (name) => {
      const { owner, subgraph, worker } = secrets[name];
      return [
        name,
        await provisionTier(adminUrl, { tier: tierOfName(name), passwords: { owner, subgraph, worker } }),
      ] as const;
    }),
  );
  return Object.fromEntries(urls) as Record<TierName, TierUrls>;
}

/** How a command gets into the embedded database of a platform that was started before: as its superuser, and as the owners
 * of the tiers' tables.
 * @throws Error where there is none */
export function urlsOf({ PLATFORM_DATA, DATABASE_PORT }: Configuration): {
  adminUrl: string;
  ownerUrls: Record<TierName, string>;
} {
  if (!databaseExists(PLATFORM_DATA)) throw new Error(`there is no database in ${PLATFORM_DATA}: run npm start first`);
  const secrets = loadSecrets(PLATFORM_DATA, true);
  const server = `postgres://127.0.0.1:${DATABASE_PORT}`;
  const owners = TIER_NAMES.map((tier) => [tier, roleUrl(server, `${tier}_owner`, secrets[tier].owner, tier)]);
  return {
    adminUrl: roleUrl(server, "postgres", secrets.superuser, "postgres"),
    ownerUrls: Object.fromEntries(owners) as Record<TierName, string>,
  };
}

function asRunning(server: EmbeddedPostgres, logFile: string): Running {
  return {
    pid: server.pid,
    identity: processIdentity(server.pid) ?? "",
    exited: server.exited.then(() => ({ code: null, signal: null, lastWords: `see ${logFile}` })),
    stop: server.stop,
  };
}
