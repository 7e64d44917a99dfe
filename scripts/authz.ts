import { type Measurement, measurementOf } from "./measurement";
import { runMain } from "./runMain";
import { linesOf, runTests } from "./runTests";
import { PROPERTIES } from "./wholeFiles";

// Who sees what, asked of many random worlds: the same properties that `npm test` asks of a few, with the planted faults that
// each of them must notice.

const USAGE = "usage: npm run -s authz [-- --quick] [--seed N] [--json]";
/** How many times as many worlds as `npm test` asks, and rows of the lists whose plans are looked at. */
const FULL = { times: 5, findings: 300_000 };
const QUICK = { times: 1, findings: 75_000 };

/** @returns the exit code: 0 where every property holds */
async function main(options: readonly string[]): Promise<number> {
  const { quick, json, seed } = read(options);
  const measured = measure(quick ? QUICK : FULL, seed, quick);
  if (json) process.stdout.write(`${JSON.stringify(measured)}\n`);
  else process.stdout.write(`${linesOf(measured.targets)}\nseed ${measured.seed}\n`);
  return measured.ok ? 0 : 1;
}

function read(options: readonly string[]): { quick: boolean; json: boolean; seed: number } {
  let seed = Date.now() % 2 ** 31;
  for (let i = 0; i < options.length; i++) {
    if (options[i] === "--seed" && /^\d{1,10}$/.test(options[i + 1] ?? "")) seed = Number(options[++i]);
    else if (!["--quick", "--json"].includes(options[i] as string)) throw new Error(USAGE);
  }
  return { quick: options.includes("--quick"), json: options.includes("--json"), seed };
}

function measure(amount: typeof FULL, seed: number, quick: boolean): Measurement {
  const targets = runTests(`dist/test/${PROPERTIES.source.slice(1)}`, {
    TEST_WHOLE: "1",
    TEST_WORLDS: `${amount.times}`,
    TEST_SEED: `${seed}`,
    TEST_FINDINGS: `${amount.findings}`,
  });
  return measurementOf(`authz${quick ? " --quick" : ""}`, { seed, targets, detail: { quick, ...amount } });
}

runMain(main);
