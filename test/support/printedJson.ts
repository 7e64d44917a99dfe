import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

interface Ended {
  stdout: string;
  stderr: string;
  code?: number;
}

/** Runs a command of the platform in a process of its own. One that misses what it aims at ends with 1, and has printed its object.
 * @param script below `scripts`
 * @returns the one JSON object that it printed, and the command's exit `code`
 * @throws what it said on its way, where it printed none, or half of one */
export async function printedJson(script: string, args: readonly string[], env = process.env) {
  const file = join(__dirname, "../../scripts", script);
  const run = promisify(execFile)(process.execPath, [file, ...args, "--json"], { maxBuffer: 2 ** 24, env });
  const { stdout, stderr, code = 0 }: Ended = await run.catch((failed: Ended) => failed);
  try {
    return { ...JSON.parse(stdout), code };
  } catch (cause) {
    throw new Error(`${script} ${args.join(" ")} ended with ${code} and no whole object: ${stderr}`, { cause });
  }
}

/** What a measurement prints in its small form. How fast anything is on a machine that others use is none of a test's business. */
export function quickBench(name: string, env?: NodeJS.ProcessEnv) {
  return printedJson("bench/index.js", [name, "--quick"], env);
}
