import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { loadRegions, type RegionTree } from "../../schema/regions/tree";
import { LENDER_PORT, type LoanAnswer, type LoanRequest } from "./platformLoan";
import { furnish, preparePlatform, REGIONS_DIR, type RunningPlatform, startProcesses } from "./runningPlatform";
import { until } from "./until";

/** A gateway may remember the standing of a person so long. */
const STANDING_KEPT_MS = 1_000;

/** Lends running platforms to the test files: each platform to one file at a time, emptied in between. It lives in the
 * process that runs before and after all tests. A loan lasts as long as the borrower's connection, so that a platform
 * comes back also from a file that was broken off. */
class PlatformLender {
  private server: Server | undefined;
  private regions: RegionTree | undefined;
  private readonly started = new Set<RunningPlatform>();
  /** given back, and soon empty; or undefined, where that one was broken */
  private readonly waiting: Promise<RunningPlatform | undefined>[] = [];

  /** Tells the tests' processes where to borrow. */
  async open(): Promise<void> {
    this.server = createServer((socket) => void this.serve(socket.on("error", () => socket.destroy())));
    this.server.listen(0, "127.0.0.1").unref();
    await once(this.server, "listening");
    process.env[LENDER_PORT] = String((this.server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    this.server?.close();
    await Promise.all(this.waiting.splice(0));
    await Promise.all([...this.started].map((platform) => this.endOne(platform)));
  }

  private async serve(socket: Socket): Promise<void> {
    const ended = once(socket, "close");
    const [line] = (await once(createInterface(socket), "line")) as [string];
    const { offices } = JSON.parse(line) as LoanRequest;
    let platform: RunningPlatform | undefined;
    try {
      platform = (await this.waiting.shift()) ?? (await this.startOne());
      this.regions ??= loadRegions(REGIONS_DIR);
      await furnish(platform.address, this.regions, offices);
      socket.write(`${JSON.stringify({ address: platform.address } satisfies LoanAnswer)}\n`);
    } catch (error) {
      socket.end(`${JSON.stringify({ failure: (error as Error).stack ?? "" } satisfies LoanAnswer)}\n`);
    }
    await ended;
    if (platform) this.waiting.push(this.takeBack(platform));
  }

  private async startOne(): Promise<RunningPlatform> {
    const platform = await preparePlatform();
    this.started.add(platform);
    await startProcesses(platform).catch(async (error) => {
      await this.endOne(platform);
      throw error;
    });
    return platform;
  }

  private async endOne(platform: RunningPlatform): Promise<void> {
    this.started.delete(platform);
    await platform.stop();
  }

  /** @returns undefined where it is no longer fit to be lent */
  private async takeBack(platform: RunningPlatform): Promise<RunningPlatform | undefined> {
    try {
      const processes = [platform.gateway, ...Object.values(platform.subgraphs)];
      if (!processes.every((process) => process.isRunning())) throw new Error("a process of it has ended");
      await Promise.all(Object.values(platform.address.tiers).map(({ database }) => empty(database.adminUrl)));
      await pause(STANDING_KEPT_MS);
      return platform;
    } catch (error) {
      process.stderr.write(`A platform is not lent again: ${(error as Error).message}\n`);
      await this.endOne(platform);
      return undefined;
    }
  }
}

/** Waits until nobody works in the database any more, and takes all rows away but what the migration step loads. */
async function empty(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await until("nobody works in the database", async () => {
      const working = "datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
      const { rowCount } = await client.query(`select from pg_stat_activity where ${working}`);
      return rowCount === 0;
    });
    const { rows } = await client.query<{ tables: string }>(
      `select string_agg(format('%I', tablename), ', ') as tables from pg_tables
       where schemaname = 'public' and tablename not in ('migration', 'taxonomy', 'taxonomy_term', 'taxonomy_mapping')`,
    );
    // the journal's trigger keeps everybody else from this
    await client.query(`set session_replication_role = replica; truncate ${rows[0]?.tables}`);
  } finally {
    await client.end();
  }
}

export const lender = new PlatformLender();
