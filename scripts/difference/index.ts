import { type Measurement, measurementOf } from "../measurement";
import { runMain } from "../runMain";
import { searchDifference } from "./search";

// Our executor against the library's, over random federated graphs and operations, by the same plans.

const USAGE = "usage: npm run -s difference [-- --operations N] [--seed N] [--json]";

/** @returns the exit code: 0 where nothing differs that the library does not do wrong */
async function main(options: readonly string[]): Promise<number> {
  const { json, seed, operations } = read(options);
  const measured = await measure(operations, seed);
  if (json) process.stdout.write(`${JSON.stringify(measured)}\n`);
  else
    for (const { name, limit, found, ok } of measured.targets)
      process.stdout.write(`${ok ? "ok    " : "failed"}  ${name} ${limit}: ${found}\n`);
  return measured.ok ? 0 : 1;
}

function read(options: readonly string[]): { json: boolean; seed: number; operations: number } {
  const numbers = { "--seed": Date.now() % 2 ** 31, "--operations": 20_000 };
  for (let i = 0; i < options.length; i++) {
    const name = options[i] as string;
    if (name in numbers && /^\d{1,10}$/.test(options[i + 1] ?? "")) numbers[name as "--seed"] = Number(options[++i]);
    else if (name !== "--json") throw new Error(USAGE);
  }
  return { json: options.includes("--json"), seed: numbers["--seed"], operations: numbers["--operations"] };
}

async function measure(operations: number, seed: number): Promise<Measurement> {
  const told = (done: number) => process.stderr.write(`\r${done} of ${operations} operations`);
  const { different, stockWrong, compared, graphs } = await searchDifference({ operations, seed, told });
  process.stderr.write("\n");
  if (different) process.stderr.write(`${JSON.stringify(different, null, 2)}\n`);
  const targets = [
    { name: "operations compared", limit: `= ${operations}`, found: compared, ok: compared === operations },
    { name: "differences", limit: "= 0", found: different ? 1 : 0, ok: !different },
  ];
  return measurementOf("difference", { seed, targets, detail: { graphs, stockWrong, different } });
}

runMain(main);
