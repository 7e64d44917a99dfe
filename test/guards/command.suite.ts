import { copyFileSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { COMPILE, findCommandFaults, LINT } from "../../scripts/check/command";
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

test.each([
  ["a text that is not formatted", "gateway/a.ts", "export const a   = 1\n", "gateway/a.ts"],
  ["a fault of the linter", "gateway/a.ts", 'export const a = (b: string) => b == "a";\n', "noDoubleEquals"],
  ["a warning of the linter", "gateway/a.ts", "const a = 1;\n", "noUnusedVariables"],
  [
    "the entrance of class-validator",
    "subgraphs/tier/a.ts",
    'export { Length } from "class-validator";\n',
    "noRestrictedImports",
  ],
  ["a skipped test", "test/a.test.ts", 'test.skip("a", () => {});\n', "noSkippedTests"],
  ["a test that keeps the others from running", "test/a.test.ts", 'test.only("a", () => {});\n', "noFocusedTests"],
])("%s is found", async (_, path, text, fault) => {
  const faults = await findCommandFaults(plantWithTools({ [path]: text }), LINT);
  expect(faults[0]).toBe("@biomejs/biome exited with 1");
  expect(faults.join("\n")).toContain(fault);
});

test("a type that does not fit is found with its line", async () => {
  const root = plantWithTools({ "gateway/a.ts": 'export const a: number = "one";\n' });
  const faults = await findCommandFaults(root, COMPILE);
  expect(faults[1]).toMatch(/^gateway\/a\.ts\(1,14\): error TS2322/);
});

test("a house in order has no fault", async () => {
  const root = plantWithTools({ "gateway/a.ts": "export const a = 1;\n" });
  expect(await findCommandFaults(root, LINT)).toEqual([]);
  expect(await findCommandFaults(root, COMPILE)).toEqual([]);
});
