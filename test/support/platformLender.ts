import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { loadRegions, type RegionTree } from "../../schema/regions/tree";
import type { Elsewhere } from "../cost/elsewhere";
import { spentBy } from "../cost/processorTime";
import { FreshBook } from "./freshBook";
import { type BorrowerWord, type Errand, LENDER_PORT, type LenderAnswer, type LoanRequest } from "./platformLoan";
import type { PlatformProcess } from "./platformProcess";
import {
  furnish,
  openOffices,
  preparePlatform,
  REGIONS_DIR,
  type RunningPlatform,
  STANDING_MS,
  startProcesses,
  USUAL_OFFICES,
  untilItPlans,
} from "./runningPlatform";

/** Platforms that run at once. Each that is started plans and prepares anew what is asked of it, for as much as all else that it
 * does: who comes when all are lent waits for one, while files that borrow none run beside. The pages keep one for long. */
const MOST = 2;

/** Lends running platforms to the test files: each platform to one file at a time, emptied in between. It lives in the
 * process that runs before and after all tests. A loan lasts as long as the borrower's connection, so that a platform
 * comes back also from a file that was broken off. */
class PlatformLender {
  private server: Server | undefined;
  private loaded: RegionTree | undefined;
  private readonly started = new Map<RunningPlatform, FreshBook[]>();
  /** when each was given back, by a clock that nobody sets back */
  private readonly cameBack = new WeakMap<RunningPlatform, number>();
  /** given back, and soon empty; or undefined, where that one was broken */
  private readonly free: Promise<RunningPlatform | undefined>[] = [];
  /** who waits for one that is lent, in their order */
  private readonly waiting: ((next: Promise<RunningPlatform | undefined>) => void)[] = [];
  /** lent or free */
  private count = 0;

  /** Tells the tests' processes where to borrow. */
  async open(): Promise<void> {
    this.server = createServer((socket) => void this.serve(socket.on("error", () => socket.destroy())));
    this.server.listen(0, "127.0.0.1").unref();
    await once(this.server, "listening");
    process.env[LENDER_PORT] = String((this.server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    this.server?.close();
    await Promise.all(this.free.splice(0));
    await Promise.all([...this.started.keys()].map((platform) => this.endOne(platform)));
  }

  private get regions(): RegionTree {
    this.loaded ??= loadRegions(REGIONS_DIR);
    return this.loaded;
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
      const lent = (await this.next()) ?? (await this.startOne());
      platform = lent;
      if (offices) await this.refurnish(platform, offices);
      const before = await this.spentOn(platform);
      const since = performance.now() - (this.cameBack.get(platform) ?? Number.NEGATIVE_INFINITY);
      reply({ address: platform.address, remembersMs: Math.max(0, STANDING_MS - since) });
      for await (const line of lines) {
        const word = JSON.parse(line) as Exclude<BorrowerWord, LoanRequest>;
        if (word.order === "bill") reply(await this.billOf(platform, before));
        else if (word.order === "fingerprint") reply({ tables: await this.fingerprintOf(platform) });
        else if (word.order === "workers") reply(await answerOf(() => putToWork(lent)));
        else reply(await answerOf(() => runErrand(lent, word)));
      }
    } catch (error) {
      reply({ failure: (error as Error).stack ?? "" });
      socket.end();
    }
    await ended;
    this.release(platform ? this.takeBack(platform) : Promise.resolve(undefined));
  }

  /** @returns nothing where one is to be started */
  private next(): Promise<RunningPlatform | undefined> {
    const free = this.free.shift();
    if (free) return free;
    if (this.count < MOST) {
      this.count++;
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** What comes back is the next one's, also where it is nothing any more. */
  private release(platform: Promise<RunningPlatform | undefined>): void {
    const next = this.waiting.shift();
    if (next) next(platform);
    else this.free.push(platform);
  }

  /** Other accounts than it has from the beginning. */
  private async refurnish(platform: RunningPlatform, offices: readonly string[]): Promise<void> {
    for (const book of this.booksOf(platform)) await book.clear("account_role", "account");
    await furnish(platform.address, this.regions, offices);
  }

  private async fingerprintOf(platform: RunningPlatform): Promise<Record<string, string>> {
    return Object.assign({}, ...(await Promise.all(this.booksOf(platform).map((book) => book.fingerprint()))));
  }

  private booksOf(platform: RunningPlatform): FreshBook[] {
    return this.started.get(platform) ?? [];
  }

  private async spentOn(platform: RunningPlatform): Promise<Elsewhere> {
    const { gateway, subgraphs, workers } = platform;
    const pids = [gateway, workers, ...Object.values(subgraphs)].flatMap(({ pid }) => pid ?? []);
    const databases = await Promise.all(this.booksOf(platform).map((book) => book.busy()));
    return { platform: spentBy(pids), database: databases.reduce((sum, each) => sum + each, 0) };
  }

  private async billOf(platform: RunningPlatform, before: Elsewhere): Promise<Elsewhere> {
    const now = await this.spentOn(platform);
    // a process that was killed meanwhile took its count with it
    return { platform: Math.max(0, now.platform - before.platform), database: now.database - before.database };
  }

  private async startOne(): Promise<RunningPlatform> {
    const platform = await preparePlatform();
    const books = Object.values(platform.address.tiers).map(({ database }) => new FreshBook(database));
    this.started.set(platform, books);
    const fill = async () => {
      await openOffices(platform.address, this.regions);
      await furnish(platform.address, this.regions, USUAL_OFFICES);
      await Promise.all(books.map((book) => book.remember()));
    };
    try {
      await Promise.all([fill(), startProcesses(platform)]);
      await untilItPlans(platform.address);
    } catch (error) {
      await this.endOne(platform);
      throw error;
    }
    return platform;
  }

  private async endOne(platform: RunningPlatform): Promise<void> {
    const books = this.booksOf(platform);
    this.started.delete(platform);
    await Promise.all(books.map((book) => book.close()));
    await platform.stop();
  }

  /** @returns undefined where it is no longer fit to be lent */
  private async takeBack(platform: RunningPlatform): Promise<RunningPlatform | undefined> {
    try {
      if (!platform.gateway.isRunning()) throw new Error("its gateway has ended");
      this.cameBack.set(platform, performance.now());
      await platform.workers.rest();
      await Promise.all(Object.values(platform.subgraphs).map(runAgain));
      await Promise.all(this.booksOf(platform).map((book) => book.empty()));
      for (const { filesDir } of Object.values(platform.address.tiers)) clear(filesDir);
      return platform;
    } catch (error) {
      process.stderr.write(`A platform is not lent again: ${(error as Error).message}\n`);
      await this.endOne(platform);
      return undefined;
    }
  }
}

async function putToWork({ workers }: RunningPlatform): Promise<string> {
  await workers.work();
  return "";
}

async function runErrand({ subgraphs }: RunningPlatform, { order, tier }: Errand): Promise<string> {
  const subgraph = subgraphs[tier];
  if (order === "log") return subgraph.log;
  await subgraph[order]();
  return "";
}

/** What fails is told to the borrower, who may go on writing: the loan does not end with it. */
async function answerOf(errand: () => Promise<string>): Promise<LenderAnswer> {
  try {
    return { said: await errand() };
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

export const lender = new PlatformLender();
