import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ROOM_FOR_NEW_OBJECTS } from "../../scripts/supervisor/platformProcesses";
import { until } from "./until";

const DIST = join(__dirname, "../..");
/** A look at a process that starts costs little. */
const LOOK_MS = 40;
/** Enough to say why a process did not start. */
const LOG_KEPT = 100_000;
/** As long as anything in a test is waited for. */
const ANSWER_MS = 60_000;

/** One compiled entry point as a process of its own. It ends with the test's process, which holds a channel to it. */
export class PlatformProcess {
  /** what it wrote to stderr, the latest part */
  log = "";
  private child: ChildProcess | undefined;

  /** @param script below dist/, such as gateway/index.js
   * @param readyUrl answers 200 once the process serves
   * @param keepsAll of what it writes, not the latest part alone */
  constructor(
    private readonly script: string,
    private readonly env: Record<string, string>,
    private readonly readyUrl: string,
    private readonly keepsAll = false,
  ) {}

  async start(): Promise<void> {
    const { PATH = "" } = process.env;
    const child = spawn(process.execPath, [...ROOM_FOR_NEW_OBJECTS, join(DIST, this.script)], {
      env: { PATH, ...this.env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    child.stderr?.on("data", (words: Buffer) => {
      this.log = (this.log + words.toString()).slice(this.keepsAll ? 0 : -LOG_KEPT);
    });
    this.child = child;
    await until(`${this.script} serves`, async () => this.isEnded(child) || (await answers(this.readyUrl)), LOOK_MS);
    if (this.isEnded(child)) throw new Error(`${this.script} ended with code ${child.exitCode}: ${this.log}`);
  }

  /** of the process that runs now */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Says a word over the channel that it holds.
   * @throws where that is closed */
  async tell(word: string): Promise<void> {
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve, reject) => {
      child.send(word, (cause) => (cause ? reject(cause) : resolve()));
    });
  }

  /** Says a word, and waits for the answer, or for its end.
   * @throws where neither comes, or it cannot be told; a process that says nothing is killed */
  async ask(word: string, answer: string): Promise<void> {
    const { child } = this;
    if (!child) return;
    const over = new AbortController();
    const heard = (said: unknown) => {
      if (said === answer) over.abort();
    };
    const ended = () => over.abort();
    child.on("message", heard).once("exit", ended);
    try {
      await this.tell(word);
      const isLate = await pause(ANSWER_MS, true, { signal: over.signal }).catch(() => false);
      if (!isLate) return;
      await this.kill();
      throw new Error(`${this.script} did not answer to "${word}": ${this.log}`);
    } finally {
      child.off("message", heard).off("exit", ended);
    }
  }

  /** kill -9 */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  stop(): Promise<void> {
    return this.end("SIGTERM");
  }

  /** It stands still, and holds on to its connections. */
  freeze(): void {
    this.child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.child?.kill("SIGCONT");
  }

  isRunning(): boolean {
    return Boolean(this.child && !this.isEnded(this.child));
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || this.isEnded(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  private isEnded(child: ChildProcess): boolean {
    return child.exitCode !== null || child.signalCode !== null;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false; // not listening yet
  }
}
