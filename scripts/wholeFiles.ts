import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Compiled; paths below are relative to it. */
const TESTS = join(__dirname, "../test");
const FOLDER = "whole/";
/** Who requires it asks whether the tests run as a whole. */
const ANSWER = "support/whole.js";

/** Who sees what, and what the policies cost: `npm run authz` runs them as a whole. */
export const PROPERTIES = /^(security\/(visibility|readers|search|unitSide|onBehalf)|whole\/listPlans)\./;

/** The test files that are more as a whole than in the small, but for those of `npm run authz`: found and not listed, so that none is
 * forgotten. They lie in test/whole; or they, or what they load by however many steps, use test/support/whole.ts.
 * @throws where something asks that no test file runs */
export function wholeFiles(root = TESTS): string[] {
  const loads = loadsOf(root);
  const tests = [...loads.keys()].filter((file) => file.endsWith(".test.js"));
  const loaded = new Map(tests.map((file) => [file, reachedFrom(file, loads)]));
  const asking = [...loads].filter(([, parts]) => parts.includes(ANSWER)).map(([file]) => file);
  const lost = asking.find((file) => !tests.some((test) => loaded.get(test)?.has(file)));
  if (lost) throw new Error(`no test file runs ${lost}, which is more as a whole than in the small`);
  const found = tests.filter((file) => file.startsWith(FOLDER) || loaded.get(file)?.has(ANSWER));
  return found.filter((file) => !PROPERTIES.test(file)).sort();
}

/** What each file loads of the tests, by one step. */
function loadsOf(root: string): Map<string, string[]> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  return new Map(
    files.map((file) => {
      const folder = dirname(file);
      const text = readFileSync(join(root, file), "utf8");
      const required = [...text.matchAll(/require\("(\.[\w./-]+)"\)/g)].map(
        ([, path]) => `${join(folder, path as string)}.js`,
      );
      const suites = text.includes("runSuites)(") ? files.filter((other) => isSuiteOf(folder, other)) : [];
      return [file, [...required, ...suites]];
    }),
  );
}

function isSuiteOf(folder: string, file: string): boolean {
  return dirname(file) === folder && file.endsWith(".suite.js");
}

/** Itself with it. */
function reachedFrom(file: string, loads: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set([file]);
  // a set goes on with what is added meanwhile
  for (const each of reached) for (const part of loads.get(each) ?? []) reached.add(part);
  return reached;
}
