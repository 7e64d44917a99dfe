import { isSuperiorOffice, superiorsOf } from "../../subgraphs/domain/tier";

test("the direct superior comes first, and a province has none above it", () => {
  expect(superiorsOf("990101")).toEqual(["9901", "99"]);
  expect(superiorsOf("9901")).toEqual(["99"]);
  expect(superiorsOf("99")).toEqual([]);
});

test.each([
  ["a city over its county", "9901", "990101", true],
  ["a province over a county", "99", "990101", true],
  ["a province over a city", "99", "9901", true],
  ["nobody over itself", "9901", "9901", false],
  ["no county over its city", "990101", "9901", false],
  ["no city over a county elsewhere", "9901", "990201", false],
  ["no province over another's city", "99", "5301", false],
  ["no neighbour over a neighbour", "990101", "990102", false],
])("stands above: %s", (_rule, superior, office, stands) => {
  expect(isSuperiorOffice(superior, office)).toBe(stands);
});
