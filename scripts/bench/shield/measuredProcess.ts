import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const START_MS = 60_000;
const PAGE_BYTES = 4096;

/** A process that serves HTTP, watched from outside: what it logs, what processor time it takes, what its heap holds. */
export class MeasuredProcess {
  /** everything that it wrote */
  log = "";
  url = "";
  private readonly child: ChildProcess;

  constructor(script: string, env: Record<string, string>, args: string[] = []) {
    const { PATH = "" } = process.env;
    const probe = ["--expose-gc", "--require", join(__dirname, "heapProbe.js")];
    this.child = spawn(process.execPath, [...probe, script, ...args], {
      env: { PATH, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (words: string) => {
        this.log += words;
      });
    }
  }

  /** Until its log says where it listens: `"url":"http://…"`. */
  async listening(): Promise<this> {
    this.url = await this.inLog(/"url":"([^"]+)"/, 0);
    return this;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** milliseconds of processor time of all its threads so far */
  cpuMs(): number {
    if (!this.alive) return 0;
    const tasks = `/proc/${this.child.pid}/task`;
    const nanoseconds = listed(tasks).map((id) => Number(readStat(`${tasks}/${id}/schedstat`).split(" ")[0]));
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
  }

  /** bytes of memory that the system has given it, for all its threads */
  residentBytes(): number {
    const pages = Number(readStat(`/proc/${this.child.pid}/statm`).split(" ")[1]);
    return pages * PAGE_BYTES;
  }

  /** bytes that are in use once all garbage is collected */
  async heapBytes(): Promise<number> {
    const from = this.log.length;
    this.child.kill("SIGUSR2");
    return Number(await this.inLog(/"heapProbe":(\d+)\}/, from));
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }

  private async inLog(pattern: RegExp, from: number): Promise<string> {
    const deadline = performance.now() + START_MS;
    while (performance.now() < deadline && this.alive) {
      const found = pattern.exec(this.log.slice(from))?.[1];
      if (found) return found;
      await pause(10);
    }
    throw new Error(`a measured process did not say what it was waited for:\n${this.log.slice(-2_000)}`);
  }
}

/** A process may end while it is looked at. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** So may a thread. */
function readStat(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "0";
  }
}
