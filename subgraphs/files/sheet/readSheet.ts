import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { BadFile } from "../badFile";
import type { Sheet, SheetLimits } from "./sheet";
import type { WorkerAnswer } from "./worker";

/** What reading one file may cost. */
export interface Bounds {
  deadlineMs: number;
  /** of the thread's own heap */
  heapMb: number;
}

/** 5,000 full rows need a third of it. */
const BOUNDS: Bounds = { deadlineMs: 20_000, heapMb: 160 };
/** Threads at once; who comes later waits. */
const THREADS = 2;

let busy = 0;
const waiting: (() => void)[] = [];

/** Reads a ledger file in a thread of its own, within bounds of memory and time: whatever the file does, others are
 * answered meanwhile.
 * @throws BadFile */
export async function readSheet(path: string, limits: SheetLimits, bounds = BOUNDS): Promise<Sheet> {
  if (busy >= THREADS) await new Promise<void>((free) => waiting.push(free));
  else busy += 1;
  try {
    return await readInThread(path, limits, bounds);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

async function readInThread(path: string, limits: SheetLimits, { deadlineMs, heapMb }: Bounds): Promise<Sheet> {
  const worker = new Worker(join(__dirname, "worker.js"), {
    workerData: { path, limits },
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
    env: {},
  });
  const answered = new Promise<WorkerAnswer>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (cause: NodeJS.ErrnoException) =>
      reject(cause.code === "ERR_WORKER_OUT_OF_MEMORY" ? new BadFile("TOO_MUCH_MEMORY", { cause }) : cause),
    );
    worker.once("exit", () => reject(new BadFile("TOO_SLOW"))); // after an answer this says nothing any more
  });
  const deadline = setTimeout(() => void worker.terminate(), deadlineMs);
  try {
    const answer = await answered;
    if ("sheet" in answer) return answer.sheet;
    throw "fault" in answer ? new BadFile(answer.fault) : new Error(answer.defect);
  } finally {
    clearTimeout(deadline);
    await worker.terminate();
  }
}
