import { findUntestedRefusals } from "../../scripts/check/refusalCodes";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

test("a refusal that no test expects is found", () => {
  const root = plantHouse({
    "test/federation/round.test.ts": 'test("a", () => expect(decide()).toMatchObject({ refused: "REASON_REQUIRED" }));',
  });
  expect(findUntestedRefusals(root, ["REASON_REQUIRED", "STALE_VERSION"])).toEqual([
    "no test expects the refusal STALE_VERSION",
  ]);
});

test.each([
  ["a comment", "test/federation/a.test.ts", "// STALE_VERSION"],
  ["a part of a sentence", "test/federation/a.test.ts", 'test("answers STALE_VERSION", () => {});'],
  ["a builder", "test/support/a.ts", 'export const code = "STALE_VERSION";'],
  ["a test of the rules alone", "test/domain/a.test.ts", 'expect(decide()).toBe("STALE_VERSION");'],
  ["a test of the checks", "test/guards/a.test.ts", 'expect(code).toBe("STALE_VERSION");'],
])("%s does not stand for a test", (_, path, text) => {
  expect(findUntestedRefusals(plantHouse({ [path]: text }), ["STALE_VERSION"])).toHaveLength(1);
});
