import { findImportFaults } from "../../scripts/check/importRules";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const FAULTS: [sentence: string, path: string, text: string, fault: string][] = [
  [
    "the domain that imports the storage",
    "subgraphs/domain/finding/finding.ts",
    'import { rows } from "../../storage/rows";',
    "imports subgraphs/storage",
  ],
  [
    "the domain that imports a package",
    "subgraphs/domain/tier.ts",
    'import { Pool } from "pg";',
    "may import no package",
  ],
  ["the domain that reads a file", "subgraphs/domain/tier.ts", 'import { readFileSync } from "node:fs";', "is pure"],
  [
    "the domain that imports the region tree",
    "subgraphs/domain/tier.ts",
    'import type { RegionTree } from "../../schema/regions/tree";',
    "imports schema/regions",
  ],
  [
    "the contract that imports the domain",
    "schema/contract/ids.ts",
    'export { newFinding } from "../../subgraphs/domain/finding/finding";',
    "imports subgraphs/domain",
  ],
  ["the contract that imports a package", "schema/contract/ids.ts", 'import "pg";', "may import no package"],
  [
    "the storage that imports the journal",
    "subgraphs/storage/a.ts",
    'import "../journal/b";',
    "imports subgraphs/journal",
  ],
  ["the journal that imports trust", "subgraphs/journal/a.ts", 'import "../trust/keys";', "imports subgraphs/trust"],
  [
    "the exchange that imports the tier",
    "subgraphs/exchange/a.ts",
    'import "../tier/server";',
    "imports subgraphs/tier",
  ],
  [
    "the tier kit that imports a profile",
    "subgraphs/tier/a.ts",
    'import "../county/profile";',
    "imports subgraphs/county",
  ],
  [
    "a tier that imports another tier",
    "subgraphs/city/index.ts",
    'import "../county/profile";',
    "imports subgraphs/county",
  ],
  [
    "the gateway that imports a subgraph",
    "gateway/a.ts",
    'import "../subgraphs/domain/tier";',
    "imports subgraphs/domain",
  ],
  ["the gateway that imports a script", "gateway/a.ts", 'import "../scripts/compose";', "imports scripts"],
  ["a script that imports a test", "scripts/a.ts", 'import "../test/support/database";', "imports test"],
  ["a file outside every room", "subgraphs/rest/a.ts", "export {};", "lies in no room"],
  ["an import of what lies in no room", "gateway/a.ts", 'import "../nowhere/page";', "lies in no room"],
  ["a page that imports the gateway", "dashboard/a.ts", 'import "../gateway/a";', "imports gateway"],
  ["a folder named utils", "gateway/utils/text.ts", "export {};", "is named utils"],
  ["a file named helpers", "subgraphs/tier/finding/helpers.ts", "export {};", "is named helpers.ts"],
  [
    "a package that is not declared",
    "gateway/a.ts",
    'import "lodash/get";',
    "lodash, which package.json does not declare",
  ],
  ["a devDependency in what a site runs", "gateway/a.ts", 'import "jest";', "a devDependency"],
  ["a module of Node without its prefix", "gateway/a.ts", 'import "fs";', "write node:fs"],
  ["a forbidden dynamic import", "gateway/a.ts", 'void import("../subgraphs/tier/a");', "imports subgraphs/tier"],
  ["a forbidden require", "gateway/a.ts", 'require("../subgraphs/tier/a");', "imports subgraphs/tier"],
  ["a forbidden import type", "gateway/a.ts", 'type A = import("../subgraphs/tier/a").A;', "imports subgraphs/tier"],
  [
    "a forbidden import assignment",
    "gateway/a.ts",
    'import a = require("../subgraphs/tier/a");',
    "imports subgraphs/tier",
  ],
  ["an import of a computed path", "gateway/a.ts", "void import(process.argv[2]!);", "imports a computed path"],
];

test.each(FAULTS)("%s is found", (_, path, text, fault) => {
  const faults = findImportFaults(plantHouse({ [path]: `// first line\n${text}\n` }));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(path);
  expect(faults[0]).toContain(fault);
});

test("a fault names its line", () => {
  const root = plantHouse({ "gateway/a.ts": '\n\nimport {\n  b,\n} from "../subgraphs/tier/b";\n' });
  expect(findImportFaults(root)[0]).toMatch(/^gateway\/a\.ts:3 /);
});

test("a house in order has no fault", () => {
  const root = plantHouse({
    "schema/contract/ids.ts": 'import { createHash } from "node:crypto";',
    "schema/regions/tree.ts":
      'import { readFileSync } from "node:fs";\nimport { levelOf } from "../contract/regionCode";',
    "subgraphs/domain/finding/finding.ts": 'import type { Tier } from "../../../schema/contract/tier";',
    "subgraphs/storage/rows.ts": 'import "pg";\nimport "../domain/finding/finding";',
    "subgraphs/journal/append.ts": 'import "../storage/rows";',
    "subgraphs/tier/finding/finding.type.ts":
      '@Type() class A { constructor(@Inject("x") private readonly b: B) {} }\nimport "../../journal/append";',
    "subgraphs/county/index.ts": 'import "../tier/server";\n// import "../city/profile";\nconst a = `import "lodash"`;',
    "gateway/index.ts": 'import "../schema/regions/tree";\nimport "./identity/standing";',
    "scripts/start.mjs": 'import "../gateway/index";\nimport "jest";\nawait import(process.argv[2]);',
    "test/domain/a.test.ts": 'import "../../scripts/start";\nimport "../support/database";\nimport "jest";',
  });
  expect(findImportFaults(root)).toEqual([]);
});
