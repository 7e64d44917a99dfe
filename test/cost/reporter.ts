import { relative } from "node:path";
import type { Cost } from "./runner";

/** The files that are shown; TEST_COSTS=100 shows more of them. */
const SHOWN = Number(process.env.TEST_COSTS ?? 10);
/** Whoever runs a file or two has not asked. */
const FEW = 10;
const ROOT = `${__dirname}/..`;

/** Ends a run with the files that cost most: `npm test` has a budget of two minutes on two cores, which is about 215 seconds of
 * processor time, and whoever makes it longer should see where. What a file takes by the clock beyond that, it has waited. */
export default class CostReporter {
  private readonly files: { name: string; cost: Cost }[] = [];

  onTestResult({ path }: { path: string }, { cost }: { cost?: Cost }): void {
    // where a file could not be run there is none
    if (cost) this.files.push({ name: relative(ROOT, path), cost });
  }

  onRunComplete(): void {
    if (this.files.length <= FEW) return;
    const dearest = this.files.sort((a, b) => sumOf(b.cost) - sumOf(a.cost)).slice(0, SHOWN);
    const lines = dearest.map(({ name, cost }) => `${seconds(sumOf(cost))}  ${name}  (${partsOf(cost)})`);
    const all = this.files.reduce((sum, { cost }) => sum + sumOf(cost), 0);
    const clocks = this.files.reduce((sum, { cost }) => sum + cost.clock, 0);
    process.stderr.write(
      `\nThe dearest files, in seconds of ${seconds(all)}, in ${seconds(clocks)} by their clocks (test/support/README.md):\n${lines.join("\n")}\n`,
    );
  }
}

function sumOf({ here, platform, database }: Cost): number {
  return here + platform + database;
}

function partsOf({ here, platform, database, clock }: Cost): string {
  const spent = `file ${seconds(here)}, borrowed platform ${seconds(platform)}, database ${seconds(database)}`;
  return `${spent}; by the clock ${seconds(clock)}`;
}

function seconds(count: number): string {
  return count.toFixed(1).padStart(5);
}
