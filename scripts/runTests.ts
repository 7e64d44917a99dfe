import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "./measurement";

const ROOT = join(__dirname, "../..");
/** It only ends what hangs. */
const LONGEST_MS = 3_600_000;

/** What jest writes with --json, of it what is read here. */
interface JestRun {
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

/** Runs test files in another size than `npm test` does; what jest prints goes to stderr.
 * @param pattern of the compiled files' paths
 * @param size environment variables that the files read
 * @returns a target for each test, and one for the files that did not run */
export function runTests(pattern: string, size: Record<string, string>): Target[] {
  const folder = mkdtempSync(join(tmpdir(), "run-tests-"));
  try {
    const file = join(folder, "run.json");
    const jest = join(ROOT, "node_modules/jest/bin/jest.js");
    const args = [jest, pattern, `--testTimeout=${LONGEST_MS}`, "--json", `--outputFile=${file}`];
    spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...size }, stdio: ["ignore", 2, 2] });
    const run = JSON.parse(readFileSync(file, "utf8")) as JestRun;
    const asked = run.testResults.flatMap(({ assertionResults }) => assertionResults);
    const targets = asked.map(({ fullName, status }): Target => {
      return { name: fullName, limit: "holds", found: status === "passed", ok: status === "passed" };
    });
    const broken = run.numRuntimeErrorTestSuites;
    targets.push({ name: "files that do not run", limit: "= 0", found: broken, ok: broken === 0 && asked.length > 0 });
    return targets;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line for each test, for people. */
export function linesOf(targets: readonly Target[]): string {
  return targets.map(({ name, ok }) => `${ok ? "ok    " : "failed"}  ${name}`).join("\n");
}
