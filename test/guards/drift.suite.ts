import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findDrift, writeGenerated } from "../../scripts/check/drift";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const document = { file: "docs/a.md", generate: () => "one\ntwo\nthree\n" };

test("a committed file that equals its source has not drifted", () => {
  expect(findDrift(plantHouse({ "docs/a.md": "one\ntwo\nthree\n" }), [document])).toEqual([]);
});

test.each([
  ["a changed line", "one\n2\nthree\n", 2],
  ["a missing line at the end", "one\ntwo\n", 3],
  ["a line too many", "one\ntwo\nthree\nfour\n", 4],
  ["a missing end of line", "one\ntwo\nthree", 4],
])("%s is found with its number", (_, text, line) => {
  const faults = findDrift(plantHouse({ "docs/a.md": text }), [document]);
  expect(faults).toEqual([`docs/a.md:${line} differs from what its source makes now`]);
});

test("a file that was never written is found", () => {
  expect(findDrift(plantHouse({}), [document])).toEqual(["docs/a.md is missing"]);
});

test("writing mends the drift and touches nothing else", () => {
  const root = plantHouse({ "docs/b.md": "as it is" });
  const other = { file: "docs/b.md", generate: () => "as it is" };
  expect(writeGenerated(root, [document, other])).toEqual(["docs/a.md"]);
  expect(findDrift(root, [document, other])).toEqual([]);
  expect(readFileSync(join(root, "docs/b.md"), "utf8")).toBe("as it is");
});
