import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measurement, measurementOf, type Target } from "./measurement";
import { runMain } from "./runMain";

// Who sees what, asked of many random worlds: the same properties that `npm test` asks of a few, with the planted faults that
// each of them must notice.

const USAGE = "usage: npm run -s authz [-- --quick] [--seed N] [--json]";
const ROOT = join(__dirname, "../..");
/** Whoever sees and is said to see, by SQL and through the gateway, the faults that must show, and what the policies cost. */
const PROPERTIES = "dist/test/(security/(visibility|readers|search|unitSide|onBehalf)|storage/listPlans)\\.";
/** How many times as many worlds as `npm test` asks, and rows of the lists whose plans are looked at. */
const FULL = { times: 5, findings: 300_000 };
const QUICK = { times: 1, findings: 75_000 };
/** It only ends what hangs. */
const LONGEST_MS = 3_600_000;

/** What jest writes with --json, of it what is read here. */
interface JestRun {
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

/** @returns the exit code: 0 where every property holds */
async function main(options: readonly string[]): Promise<number> {
  const { quick, json, seed } = read(options);
  const measured = measure(quick ? QUICK : FULL, seed, quick);
  if (json) process.stdout.write(`${JSON.stringify(measured)}\n`);
  else {
    const lines = measured.targets.map(({ name, ok }) => `${ok ? "ok    " : "failed"}  ${name}`);
    process.stdout.write(`${lines.join("\n")}\nseed ${measured.seed}\n`);
  }
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
  const folder = mkdtempSync(join(tmpdir(), "authz-"));
  try {
    const file = join(folder, "run.json");
    const jest = join(ROOT, "node_modules/jest/bin/jest.js");
    const args = [jest, PROPERTIES, `--testTimeout=${LONGEST_MS}`, "--json", `--outputFile=${file}`];
    const env = {
      ...process.env,
      TEST_WORLDS: `${amount.times}`,
      TEST_SEED: `${seed}`,
      TEST_FINDINGS: `${amount.findings}`,
    };
    // what jest prints is for people
    spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", 2, 2] });
    const run = JSON.parse(readFileSync(file, "utf8")) as JestRun;
    const asked = run.testResults.flatMap(({ assertionResults }) => assertionResults);
    const targets = asked.map(({ fullName, status }): Target => {
      return { name: fullName, limit: "holds", found: status === "passed", ok: status === "passed" };
    });
    const broken = run.numRuntimeErrorTestSuites;
    targets.push({ name: "files that do not run", limit: "= 0", found: broken, ok: broken === 0 && asked.length > 0 });
    return measurementOf(`authz${quick ? " --quick" : ""}`, { seed, targets, detail: { quick, ...amount } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

runMain(main);
