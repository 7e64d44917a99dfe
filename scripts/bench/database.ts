import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Tier } from "../../schema/contract/tier";
import { startPostgres } from "../embedded/postgres";
import { migrate } from "../migrate";
import { provisionTier, type TierUrls } from "../provision";
import { freePort } from "../supervisor/ports";

/** A tier's database on a PostgreSQL of its own, which keeps what it is told. */
export interface BenchDatabase {
  urls: TierUrls;
  /** a folder of its own, which goes with it */
  folder: string;
  /** of the PostgreSQL, whose children serve the connections */
  pid: number;
  stop(): Promise<void>;
}

export async function startDatabase(tier: Tier): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "inspection-bench-"));
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it
  const postgres = await startPostgres({
    dataDir: join(folder, "cluster"),
    port: await freePort(),
    superuserPassword: secret(),
  });
  const passwords = { owner: secret(), subgraph: secret(), worker: secret() };
  const urls = await provisionTier(postgres.adminUrl, { tier, passwords });
  await migrate(urls.owner, tier);
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { urls, folder, pid: postgres.pid, stop };
}

export async function inDatabase(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

export function secret(): string {
  return randomBytes(32).toString("base64url");
}
