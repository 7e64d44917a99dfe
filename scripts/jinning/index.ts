import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { loadRegions } from "../../schema/regions/tree";
import { demonstrationClients } from "../client/demonstrationClients";
import { measurementOf } from "../measurement";
import { runMain } from "../runMain";
import { JINNING, ROUNDS } from "./book";
import { entrySteps, submissionSteps } from "./entry";
import { runLine } from "./line";
import { compare, FOOTNOTE, summaryOf, tableOf } from "./report";

const USAGE = "usage: npm run -s jinning [-- --json]: enters the book of Jinning into the platform that npm start runs";

/** @returns the exit code: 0 where every figure is the article's */
async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== "--json")) throw new Error(USAGE);
  const clientOf = demonstrationClients(process.env);
  const regionsDir = process.env.REGIONS_DIR ?? join(__dirname, "../../../schema/regions");
  const progress = progressOnStderr(entrySteps(ROUNDS) + submissionSteps(ROUNDS));
  const started = performance.now();
  const result = await runLine({
    office: {
      clerk: clientOf(`county:${JINNING}.clerk`),
      approver: clientOf(`county:${JINNING}.approver`),
      director: clientOf(`county:${JINNING}.director`),
    },
    province: clientOf("province:53.director"),
    regions: loadRegions(regionsDir),
    onStep: progress.step,
  }).finally(progress.end);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const comparisons = compare(result);
  if (options.includes("--json")) {
    const targets = comparisons.map(({ name, limit, found, ok }) => ({ name, limit, found, ok }));
    process.stdout.write(`${JSON.stringify(measurementOf("jinning", { targets, detail: { ...result, seconds } }))}\n`);
  } else {
    process.stdout.write(`${summaryOf(result)}\n\n${tableOf(comparisons)}\n\n${FOOTNOTE}\n(${seconds} s)\n`);
  }
  return comparisons.every(({ ok }) => ok) ? 0 : 1;
}

/** A bar where there is a terminal, otherwise a line for each tenth. */
function progressOnStderr(total: number): { step(): void; end(): void } {
  const bar = new SingleBar({ format: "{bar} {value}/{total} calls, {duration} s", hideCursor: true, barsize: 30 });
  const terminal = process.stderr.isTTY;
  if (terminal) bar.start(total, 0);
  let done = 0;
  return {
    step() {
      done++;
      if (terminal) bar.update(done);
      else if (Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total)) {
        process.stderr.write(`${done} of ${total} calls\n`);
      }
    },
    end() {
      if (terminal) bar.stop();
    },
  };
}

runMain(main);
