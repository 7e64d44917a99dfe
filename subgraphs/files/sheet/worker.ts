import { parentPort, workerData } from "node:worker_threads";
import { BadFile } from "../badFile";
import { sniff } from "../sniff";
import { readCsv } from "./readCsv";
import { readXlsx } from "./readXlsx";
import type { Sheet, SheetLimits } from "./sheet";

/** What the thread says to the one that started it. */
export type WorkerAnswer = { sheet: Sheet } | { fault: BadFile["fault"] } | { defect: string };

/** The thread that reads one file that came from outside: what it costs ends with it. */
async function main({ path, limits }: { path: string; limits: SheetLimits }): Promise<WorkerAnswer> {
  try {
    const type = await sniff(path);
    if (type === "xlsx") return { sheet: { kind: "xlsx", encoding: "UTF-8", rows: await readXlsx(path, limits) } };
    return type ? { fault: "TYPE_NOT_ALLOWED" } : { sheet: await readCsv(path, limits) };
  } catch (cause) {
    return cause instanceof BadFile ? { fault: cause.fault } : { defect: (cause as Error).stack ?? String(cause) };
  }
}

void main(workerData).then((answer) => parentPort?.postMessage(answer));
