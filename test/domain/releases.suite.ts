import { isReleasable, refusedGrantee, stateOf } from "../../subgraphs/domain/release/release";

test.each([
  ["990101", "990101", "RELEASE_TO_ONESELF"],
  ["990101", "9901", "RELEASE_UPWARD"],
  ["990101", "99", "RELEASE_UPWARD"],
  ["9901", "99", "RELEASE_UPWARD"],
  ["990101", "990201", "RELEASE_OUT_OF_REACH"],
  ["990101", "9902", "RELEASE_OUT_OF_REACH"],
  ["9901", "990201", "RELEASE_OUT_OF_REACH"],
  ["99", "53", "RELEASE_OUT_OF_REACH"],
  ["99", "5301", "RELEASE_OUT_OF_REACH"],
  ["9901", "530101", "RELEASE_OUT_OF_REACH"],
  ["99", "9901", undefined],
  ["99", "990101", undefined],
  ["9901", "990101", undefined],
  ["9901", "9902", undefined],
  ["990101", "990102", undefined],
])("from %s to %s: %s", (office, grantee, refused) => {
  expect(refusedGrantee(office, grantee)).toBe(refused);
});

test.each([
  ["DRAFT", null, "RESULTS", false],
  ["FACTS_EXCHANGED", null, "RESULTS", false],
  ["REPORTED", null, "RESULTS", true],
  ["REPORTED", null, "FEEDBACK_COPY", false],
  ["FED_BACK", null, "FEEDBACK_COPY", true],
  ["CLOSED", null, "FEEDBACK_COPY", true],
  ["REPORTED", "CASE", "RESULTS", false],
  ["REPORTED", "UNIT_HEAD", "RESULTS", false],
  ["FED_BACK", "UNIT_HEAD", "FEEDBACK_COPY", false],
  ["DISMISSED", null, "RESULTS", false],
  ["WITHDRAWN", null, "SUPERVISION", false],
  ["OBJECTED", null, "SUPERVISION", true],
] as const)("a finding %s, unheard because of %s, as %s: %s", (status, exchangeException, purpose, may) => {
  expect(isReleasable({ status, exchangeException }, purpose)).toBe(may);
});

test("a release stands through its last day, and one that was withdrawn does not expire", () => {
  const release = { status: "ACKNOWLEDGED" as const, expiresOn: "2026-11-27" };
  expect(stateOf(release, "2026-11-27")).toBe("ACKNOWLEDGED");
  expect(stateOf(release, "2026-11-28")).toBe("EXPIRED");
  expect(stateOf({ ...release, status: "WITHDRAWN" }, "2026-11-28")).toBe("WITHDRAWN");
});
