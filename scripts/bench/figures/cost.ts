import { Client } from "pg";
import { createTierDataSource } from "../../../subgraphs/storage/dataSource";
import { foldFigures } from "../../../subgraphs/storage/figures/reconciliation.repository";
import { OFFICES } from "./book";
import type { LoadOptions } from "./load";
import { Writer } from "./writer";

const FOLD_MS = 500;

interface CostResult {
  /** milliseconds of a change without the figures' triggers, over that with them, for each pair */
  ratios: number[];
  median: number;
  /** changes a second, with the triggers and the fold; and without both */
  withFigures: number[];
  without: number[];
}

/** What a business change costs with the figures' triggers and the worker's fold, over what it costs without both: 8 writers
 * for some seconds each, alternating. */
export async function measureCost(
  { urls, findingsOfTarget, seed }: LoadOptions,
  seconds: number,
  pairs: number,
): Promise<CostResult> {
  const dataSource = createTierDataSource(urls.subgraph);
  await dataSource.initialize();
  const [owner, worker] = [urls.owner, urls.worker].map((connectionString) => new Client({ connectionString })) as [
    Client,
    Client,
  ];
  await Promise.all([owner.connect(), worker.connect()]);
  const writers = OFFICES.map((office, i) => new Writer(dataSource, office, findingsOfTarget, seed + i));
  const rate = async (figures: boolean) => {
    for (const trigger of ["figures_insert", "figures_update", "figures_delete"]) {
      await owner.query(`alter table finding_cell ${figures ? "enable" : "disable"} trigger ${trigger}`);
    }
    const fold = figures ? setInterval(() => void foldFigures(worker), FOLD_MS) : undefined;
    const until = performance.now() + seconds * 1000;
    let done = 0;
    await Promise.all(
      writers.map(async (writer) => {
        while (performance.now() < until) {
          await writer.moveOne();
          done += 1;
        }
      }),
    );
    clearInterval(fold);
    return done / seconds;
  };
  try {
    await rate(true); // connections and plans
    const [withFigures, without]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 ? [true, false] : [false, true];
      for (const figures of order) (figures ? withFigures : without).push(Math.round(await rate(figures)));
    }
    await owner.query("select mend_figures()");
    const ratios = without.map((plain, i) => Math.round((100 * plain) / (withFigures[i] as number)) / 100);
    return { ratios, median: medianOf(ratios), withFigures, without };
  } finally {
    await Promise.all([owner.end(), worker.end(), dataSource.destroy()]);
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
