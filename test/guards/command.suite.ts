import { copyFileSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { COMPILE, findCommandFaults, LINT } from "../../scripts/check/command";
import { testWhole } from "../support/whole";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const ROOT = join(__dirname, "../../..");

/** A house with the settings and the installed packages of this one. */
function plantWithTools(files: Record<string, string>): string {
  const root = plantHouse({ ...files, "package.json": readFileSync(join(ROOT, "package.json"), "utf8") });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  for (const file of ["biome.json", "tsconfig.json", ".gitignore"]) copyFileSync(join(ROOT, file), join(root, file));
  return root;
}

const FAULTS: [what: string, path: string, text: string, fault: RegExp][] = [
  ["a text that is not formatted", "gateway/a.ts", "export const a   = 1\n", /gateway\/a\.ts format/],
  ["a fault of the linter", "gateway/b.ts", 'export const a = (b: string) => b == "a";\n', /noDoubleEquals/],
  ["a warning of the linter", "gateway/c.ts", "const a = 1;\n", /noUnusedVariables/],
  [
    "the entrance of class-validator",
    "subgraphs/tier/a.ts",
    'export { Length } from "class-validator";\n',
    /noRestrictedImports/,
  ],
  ["a skipped test", "test/a.test.ts", 'test.skip("a", () => {});\n', /noSkippedTests/],
  ["a test that keeps the others from running", "test/b.test.ts", 'test.only("a", () => {});\n', /noFocusedTests/],
];

describe("of a house with a fault of each kind", () => {
  let faults: string[];
  beforeAll(async () => {
    const files = Object.fromEntries(FAULTS.map(([, path, text]) => [path, text]));
    faults = await findCommandFaults(plantWithTools(files), LINT);
  });

  test("the command fails", () => expect(faults[0]).toBe("@biomejs/biome exited with 1"));
  test.each(FAULTS)("%s is found", (_what, _path, _text, fault) => expect(faults.join("\n")).toMatch(fault));
});

test("a type that does not fit is found with its line", async () => {
  const root = plantWithTools({ "gateway/a.ts": 'export const a: number = "one";\n' });
  const faults = await findCommandFaults(root, COMPILE);
  expect(faults[1]).toMatch(/^gateway\/a\.ts\(1,14\): error TS2322/);
});

testWhole?.("a house in order has no fault", async () => {
  const root = plantWithTools({ "gateway/a.ts": "export const a = 1;\n" });
  expect(await findCommandFaults(root, LINT)).toEqual([]);
  expect(await findCommandFaults(root, COMPILE)).toEqual([]);
});
