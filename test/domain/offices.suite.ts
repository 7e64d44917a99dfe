import { superiorsOf } from "../../subgraphs/domain/tier";

test("the direct superior comes first, and a province has none above it", () => {
  expect(superiorsOf("990101")).toEqual(["9901", "99"]);
  expect(superiorsOf("9901")).toEqual(["99"]);
  expect(superiorsOf("99")).toEqual([]);
});
