import { closureRateOf, openOf } from "../../subgraphs/domain/finding/figures";
import {
  BEFORE_REPORT,
  FINDING_STATUSES,
  isDraft,
  isPublishable,
  LONG_TERM_STATUS,
  RECTIFIED,
  SETTLED,
  UNCOUNTED,
} from "../../subgraphs/domain/finding/finding";

describe("the closure rate", () => {
  test("of the book that the articles state is 80.87 %", () => {
    const rate = closureRateOf({ total: 3_058, rectified: 2_473, longTerm: 0 });
    expect(((rate as number) * 100).toFixed(2)).toBe("80.87");
  });

  test("of nothing is unknown: silence is not cleanliness", () => {
    expect(closureRateOf({ total: 0, rectified: 0, longTerm: 0 })).toBeUndefined();
  });

  test("of findings of which none is rectified is zero, and that is something else than unknown", () => {
    expect(closureRateOf({ total: 4, rectified: 0, longTerm: 4 })).toBe(0);
  });

  test("is of all that counts, long-term remedies included", () => {
    expect(closureRateOf({ total: 4, rectified: 1, longTerm: 2 })).toBe(0.25);
  });
});

test("open is what is neither rectified nor long-term", () => {
  expect(openOf({ total: 3_058, rectified: 2_473, longTerm: 0 })).toBe(585);
  expect(openOf({ total: 10, rectified: 4, longTerm: 3 })).toBe(3);
  expect(openOf({ total: 0, rectified: 0, longTerm: 0 })).toBe(0);
});

test("every state of a finding counts in exactly one place", () => {
  const places = FINDING_STATUSES.map((status): [string, string] => {
    if (UNCOUNTED.includes(status)) return [status, "not counted"];
    if (RECTIFIED.includes(status)) return [status, "rectified"];
    return [status, status === LONG_TERM_STATUS ? "long-term" : "open"];
  });
  expect(Object.fromEntries(places)).toEqual({
    DRAFT: "not counted",
    TEAM_AGREED: "open",
    FACTS_EXCHANGED: "open",
    REPORTED: "open",
    FED_BACK: "open",
    RECTIFYING: "open",
    CLAIMED_DONE: "open",
    VERIFIED: "rectified",
    CLOSED: "rectified",
    LONG_TERM: "long-term",
    OBJECTED: "open",
    WITHDRAWN: "not counted",
    REOPENED: "open",
    DISMISSED: "not counted",
  });
});

test("what goes upward was in the report and is neither dismissed nor withdrawn", () => {
  const upward = FINDING_STATUSES.filter(isPublishable);
  expect(upward).toEqual([
    ...["REPORTED", "FED_BACK", "RECTIFYING", "CLAIMED_DONE", "VERIFIED", "CLOSED", "LONG_TERM"],
    ...["OBJECTED", "REOPENED"],
  ]);
  expect(BEFORE_REPORT).toEqual(["DRAFT", "TEAM_AGREED", "FACTS_EXCHANGED"]);
});

test("a target is archived when each finding is closed, long-term, dismissed or withdrawn: verified is not closed", () => {
  expect([...SETTLED].sort()).toEqual(["CLOSED", "DISMISSED", "LONG_TERM", "WITHDRAWN"]);
});

test("only a draft's text is revised", () => {
  expect(FINDING_STATUSES.filter(isDraft)).toEqual(["DRAFT"]);
});
