import { Transfers } from "../../gateway/files/transfers";

test("one person takes no more than a share of the places, and what is given back is another's", () => {
  const transfers = new Transfers(3, 2);
  expect([transfers.take("a"), transfers.take("a"), transfers.take("a")]).toEqual([true, true, false]);
  expect([transfers.take("b"), transfers.take("b")]).toEqual([true, false]);
  transfers.giveBack("a");
  expect([transfers.take("c"), transfers.take("a")]).toEqual([true, false]);
  for (const person of ["a", "b", "c"]) transfers.giveBack(person);
  expect([transfers.take("a"), transfers.take("a"), transfers.take("a")]).toEqual([true, true, false]);
});
