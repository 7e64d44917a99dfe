import { findUnusedExports } from "../../scripts/check/unusedExports";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

test("a name that is exported for nobody is reported with its place", () => {
  const root = plantHouse({
    "scripts/a.ts": `import { used, type Shape as Other } from "./b";\nexport { moved } from "./c";\nvoid used as Other;`,
    "scripts/b.ts":
      "export const used = 1;\nexport interface Shape {}\nexport interface Own {}\nexport function own() {}",
    "scripts/c.ts":
      "export const [moved, { left, right: [end] }] = [1, { left: 2, right: [3] }];\nexport default moved;",
    "test/d.ts": `import { moved } from "../scripts/a";\nvoid moved;`,
  });
  expect(findUnusedExports(root)).toEqual([
    "scripts/b.ts:3 exports Own for nobody",
    "scripts/b.ts:4 exports own for nobody",
    "scripts/c.ts:1 exports left for nobody",
    "scripts/c.ts:1 exports end for nobody",
  ]);
});

test("who imports a file as a whole may use all of it", () => {
  const files = { "scripts/b.ts": "export const a = 1;", "scripts/c.ts": "export const a = 1;" };
  const whole = `import * as b from "./b";\nvoid b;\nvoid import("./c");`;
  expect(findUnusedExports(plantHouse({ ...files, "scripts/a.ts": whole }))).toEqual([]);
});
