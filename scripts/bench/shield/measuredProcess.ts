import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { childrenOf, cpuMsOf, mainThreadCpuMsOf } from "../processorTime";

const START_MS = 60_000;
const PAGE_BYTES = 4096;

/** A program that serves HTTP, watched from outside: what it logs, what processor time it takes, what its heap holds. Where it
 * serves from several processes, all of them together. */
export class MeasuredProcess {
  /** everything that it wrote */
  log = "";
  url = "";
  private readonly child: ChildProcess;
  private readonly members: number;
  private pids: number[] = [];

  /** @param flags for Node, in front of the script */
  constructor(script: string, env: Record<string, string>, args: string[] = [], flags: readonly string[] = []) {
    const { PATH = "" } = process.env;
    const probe = ["--expose-gc", "--require", join(__dirname, "heapProbe.js")];
    this.child = spawn(process.execPath, [...flags, ...probe, script, ...args], {
      env: { PATH, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const processes = Number(env.GATEWAY_PROCESSES ?? 1);
    this.members = processes > 1 ? processes : 0;
    if (this.child.pid !== undefined) this.pids = [this.child.pid];
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (words: string) => {
        this.log += words;
      });
    }
  }

  /** Until its log says where it listens: `"url":"http://…"`, once for each process. */
  async listening(): Promise<this> {
    const urls = await this.inLog(/"url":"([^"]+)"/g, 0, this.members + 1);
    this.url = urls[0] as string;
    if (this.members) this.pids.push(...childrenOf(this.child.pid as number));
    return this;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** milliseconds of processor time of all its threads so far */
  cpuMs(): number {
    return this.alive ? this.sum(cpuMsOf) : 0;
  }

  /** of its main thread, in which all requests are served */
  mainThreadCpuMs(): number {
    return this.alive ? this.sum(mainThreadCpuMsOf) : 0;
  }

  /** bytes of memory that the system has given it, for all its threads */
  residentBytes(): number {
    return this.sum((pid) => Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES);
  }

  /** bytes that are in use once all garbage is collected */
  async heapBytes(): Promise<number> {
    const from = this.log.length;
    for (const pid of this.pids) process.kill(pid, "SIGUSR2");
    const heaps = await this.inLog(/"heapProbe":(\d+)\}/g, from, this.pids.length);
    return heaps.reduce((sum, bytes) => sum + Number(bytes), 0);
  }

  /** timers that run */
  async timers(): Promise<number> {
    const from = this.log.length;
    for (const pid of this.pids) process.kill(pid, "SIGUSR2");
    const timers = await this.inLog(/"timers":(\d+),/g, from, this.pids.length);
    return timers.reduce((sum, count) => sum + Number(count), 0);
  }

  /** open files and connections */
  descriptors(): number {
    return this.sum((pid) => readdirSync(`/proc/${pid}/fd`).length);
  }

  /** What it wrote so far is needed no more. */
  forgetLog(): void {
    this.log = "";
  }

  tell(message: object): void {
    this.child.send(message);
  }

  /** @param from the length of the log before
   * @returns what the first group of a pattern has, once it stands in the log */
  async said(pattern: RegExp, from: number): Promise<string> {
    const [word] = await this.inLog(pattern, from, 1);
    return word as string;
  }

  /** Until each process that serves has said so. */
  async saidByAll(pattern: RegExp): Promise<void> {
    await this.inLog(pattern, 0, Math.max(1, this.members));
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.child, "exit");
    // its members end with it
    this.child.kill("SIGKILL");
    await ended;
  }

  private sum(of: (pid: number) => number): number {
    return this.pids.reduce((sum, pid) => sum + of(pid), 0);
  }

  private async inLog(pattern: RegExp, from: number, times: number): Promise<string[]> {
    const deadline = performance.now() + START_MS;
    while (performance.now() < deadline && this.alive) {
      const found = [...this.log.slice(from).matchAll(pattern)].map(([, word]) => word as string);
      if (found.length >= times) return found;
      await pause(10);
    }
    throw new Error(`a measured process did not say what it was waited for:\n${this.log.slice(-2_000)}`);
  }
}
