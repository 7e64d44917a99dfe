import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Compiled; paths below are relative to it. */
const TESTS = join(__dirname, "../test");
const FOLDER = "whole/";
const ASKS = /require\("[./]+\/support\/whole"\)/;

/** Who sees what, and what the policies cost: `npm run authz` runs them as a whole. */
export const PROPERTIES = /^(security\/(visibility|readers|search|unitSide|onBehalf)|whole\/listPlans)\./;

/** The test files that are more as a whole than in the small, but for those of `npm run authz`: found and not listed, so that none is
 * forgotten. They lie in test/whole; or they, or what they run of their folder, use test/support/whole.ts.
 * @throws where something asks that no test file runs */
export function wholeFiles(root = TESTS): string[] {
  const compiled = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const asking = compiled.filter((file) => ASKS.test(readFileSync(join(root, file), "utf8")));
  const found = new Set([
    ...compiled.filter((file) => file.startsWith(FOLDER) && file.endsWith(".test.js")),
    ...asking.flatMap((file) => (file.endsWith(".test.js") ? [file] : runnersOf(root, file))),
  ]);
  return [...found].filter((file) => !PROPERTIES.test(file)).sort();
}

function runnersOf(root: string, part: string): string[] {
  const folder = dirname(part);
  const name = basename(part, ".js");
  const tests = readdirSync(join(root, folder)).filter((file) => file.endsWith(".test.js"));
  const runners = tests.filter((file) => {
    const text = readFileSync(join(root, folder, file), "utf8");
    return text.includes(`require("./${name}")`) || (name.endsWith(".suite") && text.includes("runSuites"));
  });
  if (runners.length === 0) throw new Error(`no test file runs ${part}, which is more as a whole than in the small`);
  return runners.map((file) => join(folder, file));
}
