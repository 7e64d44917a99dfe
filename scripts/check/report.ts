export interface Check {
  name: string;
  /** what to do about a fault */
  remedy: string;
  /** @param root the folder that holds package.json
   * @returns one line per fault */
  findFaults(root: string): string[] | Promise<string[]>;
}

/** More lines than anybody reads hide the first. */
const SHOWN = 40;

/** Runs every check, also after a failed one, and prints `ok …` or `failed …` with the faults indented below it.
 * @returns how many failed */
export async function report(root: string, checks: readonly Check[], print: (line: string) => void): Promise<number> {
  let failed = 0;
  for (const check of checks) {
    const start = performance.now();
    const faults = await findFaultsOf(check, root);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (faults.length > 0) failed++;
    print(`${faults.length === 0 ? "ok    " : "failed"}  ${check.name} (${seconds} s)`);
    for (const fault of faults.slice(0, SHOWN)) print(`          ${fault}`);
    if (faults.length > SHOWN) print(`          … and ${faults.length - SHOWN} more lines`);
    if (faults.length > 0) print(`        → ${check.remedy}`);
  }
  print(`check: ${checks.length - failed} ok, ${failed} failed`);
  return failed;
}

/** A check that breaks has not passed, and must not keep the others from running. */
async function findFaultsOf(check: Check, root: string): Promise<string[]> {
  try {
    return await check.findFaults(root);
  } catch (error) {
    return (error instanceof Error ? (error.stack ?? error.message) : String(error)).split("\n");
  }
}
