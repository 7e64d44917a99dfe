import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { PlanAnswer, PlanQuestion, ThreadData, ThreadReady } from "./messages";

/** Why a thread gave no answer. It does not run any more then. */
type ThreadEnd = "LATE" | "ENDED" | "REFUSED" | "STOPPED";

/** The detail is for the log, and has no words of an operation. */
export class ThreadEnded extends Error {
  constructor(
    readonly end: ThreadEnd,
    readonly detail = "",
  ) {
    super(detail ? `${end}: ${detail}` : end);
  }
}

interface ThreadSettings {
  /** compiled entry point; a test brings one that misbehaves */
  script: string;
  /** of this process' processor time */
  startMs: number;
  planMs: number;
}

export const THREAD: ThreadSettings = { script: join(__dirname, "thread.js"), startMs: 60_000, planMs: 5_000 };
/** However little of the processor it had. */
const LONGEST_MS = 60_000;
/** What limits permit takes a tenth of it. */
const MOST_HEAP_MB = 512;
/** It plans one operation at a time, and nothing of it is in hand when the next one comes. */
const MOST_YOUNG_MB = 24;
/** What the process was started with for the sake of the gateway's own thread (GATEWAY_FLAGS) comes before the limits of any other one. That
 * thread has its room since it began. */
const ROOM_OF_MAIN_THREAD = ["--min-semi-space-size=0", "--max-semi-space-size=0"];

/** One thread with the query planner of one supergraph, which plans one operation at a time. */
export class PlannerThread {
  #settle: { answered(word: unknown): void; ended(reason: ThreadEnded): void } | undefined;
  #ended: ThreadEnded | undefined;
  readonly #worker: Worker;

  private constructor(
    data: ThreadData,
    private readonly settings: ThreadSettings,
  ) {
    for (const flag of ROOM_OF_MAIN_THREAD) setFlagsFromString(flag);
    this.#worker = new Worker(settings.script, {
      workerData: data,
      // It needs none of the gateway's keys, nor what the gateway was started with.
      env: { NODE_ENV: "production" },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: MOST_YOUNG_MB },
    });
    this.#worker.unref();
    this.#worker.on("message", (word) => this.#settle?.answered(word));
    this.#worker.on("error", (error: NodeJS.ErrnoException) => this.#end("ENDED", error.code ?? error.name));
    this.#worker.on("exit", (code) => this.#end("ENDED", `exit code ${code}`));
  }

  /** @returns the thread, once it can plan, and the names of the subgraphs
   * @throws ThreadEnded, REFUSED where the supergraph does not hold */
  static async start(data: ThreadData, settings = THREAD): Promise<{ thread: PlannerThread; subgraphs: string[] }> {
    const thread = new PlannerThread(data, settings);
    const ready = (await thread.#answer(settings.startMs)) as ThreadReady;
    if ("subgraphs" in ready) return { thread, subgraphs: ready.subgraphs };
    thread.stop();
    throw new ThreadEnded("REFUSED", ready.refused);
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** @throws ThreadEnded */
  async plan(question: PlanQuestion): Promise<PlanAnswer> {
    if (this.#ended) throw this.#ended;
    this.#worker.postMessage(question);
    return (await this.#answer(this.settings.planMs)) as PlanAnswer;
  }

  stop(): void {
    this.#end("STOPPED");
  }

  /** Late by processor time, of which the thread has had no more than its process: what is refused for a minute because it cannot be planned
   * must not be refused because other processes were busy, or this one stood still. What its main thread does meanwhile counts, since Node
   * tells no thread's time to another. */
  #answer(withinMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const [begunAt, used] = [performance.now(), process.cpuUsage()];
      let late: NodeJS.Timeout;
      const wait = (ms: number) => {
        late = setTimeout(() => {
          const { user, system } = process.cpuUsage(used);
          const left = Math.min(withinMs - (user + system) / 1_000, LONGEST_MS - (performance.now() - begunAt));
          if (left > 0) wait(left);
          else this.#end("LATE", `${withinMs} ms`);
        }, ms);
      };
      wait(withinMs);
      const settled = () => {
        clearTimeout(late);
        this.#settle = undefined;
      };
      this.#settle = {
        answered(word) {
          settled();
          resolve(word);
        },
        ended(reason) {
          settled();
          reject(reason);
        },
      };
    });
  }

  #end(end: ThreadEnd, detail?: string): void {
    if (this.#ended) return;
    this.#ended = new ThreadEnded(end, detail);
    this.#settle?.ended(this.#ended);
    void this.#worker.terminate();
  }
}
