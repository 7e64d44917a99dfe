import { differenceOf, type ListedFinding } from "../../subgraphs/domain/publication/difference";

const aFinding = (findingId: string, words: Partial<ListedFinding> = {}): ListedFinding => ({
  ...{ findingId, title: "虚构", description: "虚构", focus: "F", category: "C", status: "REPORTED", ordinal: 1 },
  ...{ unitReply: null, furtherUnitIds: [] },
  ...words,
});
const version = (...seen: ListedFinding[]) => ({ listed: seen.map(({ findingId }) => findingId), seen });

test("what came, what went, and what is said differently, field by field", () => {
  const before = version(aFinding("a"), aFinding("b"), aFinding("c"));
  const now = version(aFinding("a", { title: "改", furtherUnitIds: ["u"] }), aFinding("c"), aFinding("d"));
  const { added, removed, changed } = differenceOf(now, before);
  expect([added, removed].map((each) => each.map(({ findingId }) => findingId))).toEqual([["d"], ["b"]]);
  expect(changed.map(({ finding, fields }) => [finding.findingId, fields])).toEqual([
    ["a", ["title", "furtherUnitIds"]],
  ]);
});

test("a finding that is hidden from the reader in one of the versions betrays itself in neither", () => {
  const both = version(aFinding("a"), aFinding("b"));
  const partly = { ...both, seen: [aFinding("a", { title: "改" })] };
  expect(differenceOf(partly, both)).toMatchObject({ added: [], removed: [], changed: [{ fields: ["title"] }] });
  expect(differenceOf(both, partly)).toMatchObject({ added: [], removed: [], changed: [{ fields: ["title"] }] });
});
