import { FINDING_COMMANDS, FINDING_STATUSES, missedStep } from "../../subgraphs/domain/finding/finding";
import { decisionBy, mayObjectOn } from "../../subgraphs/domain/finding/objection";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";
import { TARGET_STATUSES } from "../../subgraphs/domain/target/target";
import { nearestTerms } from "../../subgraphs/domain/taxonomy/taxonomy";

test.each([
  ["on the last day of the policy", "2026-05-20", { from: "2026-05-06", to: "2026-05-20" }, true],
  ["on the day after it", "2026-05-21", { from: "2026-05-06", to: "2026-05-20" }, false],
  ["where the calendar does not reach so far", "2026-05-21", { from: "2026-05-06", to: undefined }, true],
  ["where nothing was fed back", "2026-05-21", undefined, false],
])("%s the unit may object or not", (_, day, period, may) => {
  expect(mayObjectOn(day, period)).toBe(may);
});

test("every step out of an objection is a decision, and no other command is one", () => {
  const out = Object.keys(findingTransitions.OBJECTED).sort();
  expect(FINDING_COMMANDS.filter((command) => decisionBy(command)).sort()).toEqual(out);
});

test("only a finding that is back at the feedback has missed its target's step into rectification", () => {
  const missed = FINDING_STATUSES.flatMap((finding) =>
    TARGET_STATUSES.filter((target) => missedStep(finding, target)).map((target) => `${finding} ${target}`),
  );
  expect(missed).toEqual(["FED_BACK RECTIFYING", "FED_BACK EVALUATED", "FED_BACK ARCHIVED"]);
});

test("the terms nearest to a mistyped code or name come first, five at most", () => {
  const codes = ["GRASSROOTS_POLICY", "CORRUPTION_NEAR_PEOPLE", "GRASSROOTS_ORGANISATION", "A", "B", "C"];
  const names = ["基层政策落实", "群众身边腐败", "基层组织", "甲", "乙", "丙"];
  const terms = new Map(codes.map((code, i) => [code, names[i] as string]));
  expect(nearestTerms("grassroot policy", terms)[0]).toBe("GRASSROOTS_POLICY");
  expect(nearestTerms("群众身边的腐败", terms)[0]).toBe("CORRUPTION_NEAR_PEOPLE");
  expect(nearestTerms("x", terms)).toHaveLength(5);
  expect(nearestTerms("x", new Map())).toEqual([]);
});
