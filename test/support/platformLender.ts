import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { loadRegions, type RegionTree } from "../../schema/regions/tree";
import type { Elsewhere } from "../cost/elsewhere";
import { spentBy } from "../cost/processorTime";
import { busyIn } from "./database";
import { BILL, type Errand, LENDER_PORT, type LenderAnswer, type LoanRequest } from "./platformLoan";
import type { PlatformProcess } from "./platformProcess";
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
    const lines = createInterface(socket)[Symbol.asyncIterator]();
    const reply = (words: LenderAnswer) => socket.write(`${JSON.stringify(words)}\n`);
    const asked = await lines.next();
    if (asked.done) return; // a file that was broken off at once
    const { offices } = JSON.parse(asked.value) as LoanRequest;
    let platform: RunningPlatform | undefined;
    try {
      platform = (await this.waiting.shift()) ?? (await this.startOne());
      this.regions ??= loadRegions(REGIONS_DIR);
      await furnish(platform.address, this.regions, offices);
      const before = await spentOn(platform);
      reply({ address: platform.address });
      for await (const line of lines) {
        const errand = JSON.parse(line) as Errand | typeof BILL;
        reply(errand.order === "bill" ? await billOf(platform, before) : await runErrand(platform, errand));
      }
    } catch (error) {
      reply({ failure: (error as Error).stack ?? "" });
      socket.end();
    }
    await ended;
    if (platform) this.waiting.push(this.takeBack(platform));
  }

  private async startOne(): Promise<RunningPlatform> {
    const platform = await preparePlatform();
    this.started.add(platform);
    await Promise.all(databasesOf(platform).map(({ adminUrl }) => rememberFresh(adminUrl)));
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
      if (!platform.gateway.isRunning()) throw new Error("its gateway has ended");
      await Promise.all(Object.values(platform.subgraphs).map(runAgain));
      await Promise.all(databasesOf(platform).map(({ adminUrl }) => empty(adminUrl)));
      for (const { filesDir } of Object.values(platform.address.tiers)) clear(filesDir);
      await pause(STANDING_KEPT_MS);
      return platform;
    } catch (error) {
      process.stderr.write(`A platform is not lent again: ${(error as Error).message}\n`);
      await this.endOne(platform);
      return undefined;
    }
  }
}

async function spentOn({ gateway, subgraphs, address }: RunningPlatform): Promise<Elsewhere> {
  const pids = [gateway, ...Object.values(subgraphs)].flatMap(({ pid }) => pid ?? []);
  const databases = Object.values(address.tiers).map(({ database }) => busyIn(database.name));
  return { platform: spentBy(pids), database: (await Promise.all(databases)).reduce((sum, each) => sum + each) };
}

async function billOf(platform: RunningPlatform, before: Elsewhere): Promise<Elsewhere> {
  const now = await spentOn(platform);
  // a process that was killed meanwhile took its count with it
  return { platform: Math.max(0, now.platform - before.platform), database: now.database - before.database };
}

async function runErrand({ subgraphs }: RunningPlatform, { order, tier }: Errand): Promise<LenderAnswer> {
  const subgraph = subgraphs[tier];
  try {
    if (order === "log") return { said: subgraph.log };
    await subgraph[order]();
    return { said: "" };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

async function runAgain(subgraph: PlatformProcess): Promise<void> {
  subgraph.thaw();
  if (!subgraph.isRunning()) await subgraph.start();
}

function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

function databasesOf({ address }: RunningPlatform): { adminUrl: string }[] {
  return Object.values(address.tiers).map(({ database }) => database);
}

const TABLES = `select quote_ident(tablename) as name from pg_tables
  where schemaname = 'public' and tablename <> 'migration' order by 1`;

/** Copies what a migrated database holds from the beginning: calendars, policies, taxonomies. */
async function rememberFresh(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    await client.query("create schema fresh");
    for (const { name } of (await client.query<{ name: string }>(TABLES)).rows) {
      const { rowCount } = await client.query(`select from ${name} limit 1`);
      if (rowCount) await client.query(`create table fresh.${name} as table ${name}`);
    }
  });
}

/** Waits until nobody works in the database any more, and makes its tables hold what they held when it was fresh. Only what has
 * changed is touched, row by row where it is little: a table that is truncated makes every connection forget how it is read, and
 * learning that again is most of what the next file's statements cost. */
async function empty(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    await until("nobody works in the database", async () => {
      const working = "datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
      const { rowCount } = await client.query(`select from pg_stat_activity where ${working}`);
      return rowCount === 0;
    });
    // the journal's trigger keeps everybody else from this
    await client.query("set session_replication_role = replica");
    const fresh = (await client.query<{ name: string }>(TABLES.replace("'public'", "'fresh'"))).rows;
    const wasFull = new Set(fresh.map(({ name }) => name));
    const { rows } = await client.query<{ name: string }>(TABLES);
    const changed = rows.map(
      ({ name }) => `select '${name}' as name, pg_relation_size('${name}') > ${LITTLE} as much
      where ${wasFull.has(name) ? differs(name) : `exists (select from ${name})`}`,
    );
    const found = await client.query<{ name: string; much: boolean }>(changed.join(" union all "));
    for (const { name, much } of found.rows) {
      await client.query(much && !wasFull.has(name) ? `truncate ${name} cascade` : `delete from ${name}`);
      if (wasFull.has(name)) await client.query(`insert into ${name} select * from fresh.${name}`);
    }
  });
}

/** bytes */
const LITTLE = 2_000_000;

function differs(name: string): string {
  const lacks = (one: string, other: string) =>
    `exists (select t::text from ${one} t except select t::text from ${other} t)`;
  return `${lacks(name, `fresh.${name}`)} or ${lacks(`fresh.${name}`, name)}`;
}

async function asAdmin(adminUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export const lender = new PlatformLender();
