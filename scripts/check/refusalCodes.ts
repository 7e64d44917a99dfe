import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findSources } from "./sourceFile";
import { visitNodes } from "./syntax";

/** A refusal that no test expects is a promise that nobody has seen kept. The tests of the checks themselves do not count, and
 * those of the rules alone show nothing of what a caller is told.
 * @returns one line per code that no other file test/**\/*.test.ts or *.suite.ts names as a string of its own */
export function findUntestedRefusals(root: string, codes: readonly string[]): string[] {
  const named = new Set<unknown>();
  const tests = findSources(root, ["test"]).filter(
    (path) => /\.(test|suite)\.ts$/.test(path) && !/^test\/(guards|domain)\//.test(path),
  );
  for (const path of tests) {
    visitNodes(readFileSync(join(root, path), "utf8"), path, (node) => {
      if (node.type === "StringLiteral") named.add(node.value);
    });
  }
  return codes.filter((code) => !named.has(code)).map((code) => `no test expects the refusal ${code}`);
}
