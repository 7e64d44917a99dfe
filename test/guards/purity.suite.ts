import { findImpurities, findStatements } from "../../scripts/check/purity";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

test.each([
  ["const today = new Date();", "new Date()"],
  ["const now = Date.now();", "Date.now"],
  ["const text = Date();", "Date()"],
  ["const chance = Math.random();", "Math.random"],
  ["const mode = process.env.PLATFORM_MODE;", "process.env"],
  ["console.log(1);", "console.log"],
  ["const id = crypto.randomUUID();", "crypto.randomUUID"],
  ['void fetch("http://a");', "fetch()"],
  ["setTimeout(() => {}, 1);", "setTimeout()"],
])("a rule that says %s is found", (text, use) => {
  const root = plantHouse({ "subgraphs/domain/finding/finding.ts": `\n${text}\n` });
  expect(findImpurities(root)[0]).toBe(
    `subgraphs/domain/finding/finding.ts:2 uses ${use}: let the caller pass in what it needs`,
  );
});

test("a rule may reckon with a date that it is given, and others may use the clock", () => {
  const root = plantHouse({
    "subgraphs/domain/deadline.ts": "export const later = (day: string) => new Date(Date.parse(day) + Math.max(1, 2));",
    "subgraphs/storage/a.ts": "export const now = () => new Date();",
  });
  expect(findImpurities(root)).toEqual([]);
});

test.each([['db.rows("select 1")'], ['db.rows<{ id: string }>("select id from finding")']])(
  "a service that says %s is found",
  (call) => {
    const root = plantHouse({ "subgraphs/tier/finding/finding.service.ts": `\nexport const ask = () => ${call};\n` });
    expect(findStatements(root)).toEqual([
      "subgraphs/tier/finding/finding.service.ts:2 asks the database by itself: let a repository of storage ask",
    ]);
  },
);

test("a repository asks the database, and a service reads the rows of a page", () => {
  const root = plantHouse({
    "subgraphs/storage/finding/finding.repository.ts": 'export const ask = () => db.rows("select 1");',
    "subgraphs/tier/finding/finding.resolver.ts": "export const count = () => page.rows.length;",
  });
  expect(findStatements(root)).toEqual([]);
});
