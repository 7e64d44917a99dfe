import { findImportCycles } from "../../scripts/check/importCycles";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

test("two files that import each other are found", () => {
  const root = plantHouse({ "gateway/a.ts": 'import "./b";', "gateway/b.ts": 'import "./a";' });
  expect(findImportCycles(root)).toEqual(["gateway/a.ts → gateway/b.ts → gateway/a.ts"]);
});

test("a cycle over an index, a re-export and a type is found without the files on the way to it", () => {
  const root = plantHouse({
    "gateway/entry.ts": 'import "./live";',
    "gateway/live/index.ts": 'export * from "./share";',
    "gateway/live/share.ts": 'import type { A } from "./resume.js";',
    "gateway/live/resume.ts": 'import { live } from ".";',
  });
  expect(findImportCycles(root)).toEqual([
    "gateway/live/index.ts → gateway/live/share.ts → gateway/live/resume.ts → gateway/live/index.ts",
  ]);
});

test("a file that imports itself is found", () => {
  expect(findImportCycles(plantHouse({ "scripts/a.ts": 'import "./a";' }))).toEqual(["scripts/a.ts → scripts/a.ts"]);
});

test("two ways to the same file are no cycle", () => {
  const root = plantHouse({
    "gateway/a.ts": 'import "./b";\nimport "./c";',
    "gateway/b.ts": 'import "./c";',
    "gateway/c.ts": "export {};",
  });
  expect(findImportCycles(root)).toEqual([]);
});
