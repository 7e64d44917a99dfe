import { findUnlistedDecisions } from "../../scripts/check/decisions";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

test("a decision has one line in the index, and a line has its page", () => {
  const root = plantHouse({
    "docs/adr/0001-one.md": "# 0001 One",
    "docs/adr/0002-two.md": "# 0002 Two",
    "docs/adr/README.md":
      "| [0001](0001-one.md) One | continued by [0002](0002-two.md) |\n| [0003](0003-three.md) Three | |\n",
  });
  expect(findUnlistedDecisions(root)).toEqual([
    "0002-two.md has 0 lines in docs/adr/README.md",
    "docs/adr/README.md names 0003-three.md, which is not there",
  ]);
});
