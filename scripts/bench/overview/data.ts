import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { nameOfTier, TIERS, type TierName } from "../../../schema/contract/tier";
import type { RegionTree } from "../../../schema/regions/tree";
import { type EmbeddedPostgres, startPostgres } from "../../embedded/postgres";
import { migrate } from "../../migrate";
import { provisionTier, type TierUrls } from "../../provision";
import { demonstrationAccounts, loadAccounts } from "../../seed/accounts";
import { loadLarge } from "../../seed/bulk/load";
import { loadOffices } from "../../seed/offices";
import { freePort } from "../../supervisor/ports";
import { secret } from "../database";
import { READERS } from "./questions";

/** What the server of a measured size is told. The data are synthetic and can be laid again, so nothing is flushed; what is
 * asked is answered as by a server that flushes. */
const SETTINGS = {
  shared_buffers: "1GB",
  max_wal_size: "8GB",
  shared_preload_libraries: "auto_explain",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_format": "json",
  // whose statement it is
  log_line_prefix: "%a ",
};

/** A PostgreSQL with the three databases of one size. */
export interface LaidData {
  findings: number;
  postgres: EmbeddedPostgres;
  urls: Record<TierName, TierUrls>;
  /** how the rows came there, undefined where they were there already */
  laid?: { seconds: number; megabytes: number };
}

/** Lays the large data set of `npm run seed`, or finds it in a folder in which it was laid before.
 * @param folder of this size alone */
export async function layData(
  folder: string,
  findings: number,
  seed: number,
  regions: RegionTree,
  say: (line: string) => void,
): Promise<LaidData> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it
  const postgres = await startPostgres({
    dataDir: join(folder, "cluster"),
    port: await freePort(),
    superuserPassword: keptSecret(join(folder, "superuser")),
    ephemeral: true,
    settings: SETTINGS,
  });
  try {
    const urls = {} as Record<TierName, TierUrls>;
    for (const tier of TIERS) {
      const passwords = { owner: secret(), subgraph: secret(), worker: secret() };
      urls[nameOfTier(tier)] = await provisionTier(postgres.adminUrl, { tier, passwords });
      await migrate(urls[nameOfTier(tier)].owner, tier);
      await loadOffices(urls[nameOfTier(tier)].owner, tier, regions);
    }
    const ownerUrls = { province: urls.province.owner, city: urls.city.owner, county: urls.county.owner };
    const offices = READERS.map(({ office }) => office);
    await loadAccounts(ownerUrls, demonstrationAccounts(offices, regions));
    const started = performance.now();
    const onStep = (done: number, total: number, office: string) => say(`${done} of ${total} findings, ${office}`);
    const data = { adminUrl: postgres.adminUrl, ownerUrls, regions, lanes: availableParallelism(), onStep };
    const written = await loadLarge(data, { findings, seed });
    if (written) for (const { owner } of Object.values(urls)) await settle(owner);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const megabytes = Math.round((await sizeOf(postgres.adminUrl)) / 1e6);
    return { findings, postgres, urls, ...(written ? { laid: { seconds, megabytes } } : {}) };
  } catch (cause) {
    await postgres.stop();
    throw cause;
  }
}

/** As a platform is that has run for a while: no page is looked at for its visibility, no statistics are missing. */
async function settle(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("vacuum (analyze)");
  } finally {
    await client.end();
  }
}

async function sizeOf(adminUrl: string): Promise<number> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(
      "select sum(pg_database_size(datname)) as bytes from pg_database where not datistemplate",
    );
    return Number(rows[0]?.bytes);
  } finally {
    await client.end();
  }
}

function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, secret(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
