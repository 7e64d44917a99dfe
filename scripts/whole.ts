import { measurementOf } from "./measurement";
import { runMain } from "./runMain";
import { linesOf, runTests } from "./runTests";

// What is too dear for each run of the tests, as a whole: `npm test` runs the same files in the small (test/support/whole.ts),
// but for those in test/whole, which only are run here, and of them the plans of the lists by `npm run authz`, with more rows.

const USAGE = "usage: npm run -s whole [-- --json]";
const IN_THE_SMALL = ["domain/composition\\.", "federation/jinning\\.", "federation/operations\\.", "seed/bulkBook\\."];
const FILES = ["whole/(?!listPlans)", ...IN_THE_SMALL].join("|");

/** @returns the exit code: 0 where every test passes */
async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== "--json")) throw new Error(USAGE);
  const targets = runTests(`dist/test/(${FILES})`, { TEST_WHOLE: "1" });
  const measured = measurementOf("whole", { targets, detail: {} });
  process.stdout.write(`${options.includes("--json") ? JSON.stringify(measured) : linesOf(targets)}\n`);
  return measured.ok ? 0 : 1;
}

runMain(main);
