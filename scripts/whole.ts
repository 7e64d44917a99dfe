import { measurementOf } from "./measurement";
import { runMain } from "./runMain";
import { linesOf, runTests } from "./runTests";
import { wholeFiles } from "./wholeFiles";

// What is too dear for each run of the tests, as a whole: `npm test` runs the same files in the small (docs/adr/0030), but for those
// in test/whole, which only are run here.

const USAGE = "usage: npm run -s whole [-- --json]";

/** @returns the exit code: 0 where every test passes */
async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== "--json")) throw new Error(USAGE);
  const files = wholeFiles().map((file) => file.replaceAll(".", "\\."));
  const targets = runTests(`dist/test/(${files.join("|")})$`, { TEST_WHOLE: "1" });
  const measured = measurementOf("whole", { targets, detail: {} });
  process.stdout.write(`${options.includes("--json") ? JSON.stringify(measured) : linesOf(targets)}\n`);
  return measured.ok ? 0 : 1;
}

runMain(main);
