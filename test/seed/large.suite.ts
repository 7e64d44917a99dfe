import { join } from "node:path";
import { loadRegions } from "../../schema/regions/tree";
import { largeBook, partsOf } from "../../scripts/seed/bulk/large";
import { BEFORE, walkTo } from "../../scripts/seed/bulk/path";
import { findingsOf } from "../../scripts/seed/bulk/plan";
import {
  BEFORE_REPORT,
  FINDING_STATUSES,
  type FindingStatus,
  isPublishable,
} from "../../subgraphs/domain/finding/finding";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";

const regions = loadRegions(join(__dirname, "../../../schema/regions"));
/** Terms of the taxonomies: every combination of a focus and a category. */
const COMBINATIONS = 7 * 8;

test("each status of a finding is reached by a step that its life cycle has", () => {
  for (const status of FINDING_STATUSES) {
    const before = BEFORE[status];
    if (before === null) continue;
    const steps = Object.values(findingTransitions[before]) as { to: string }[];
    expect(steps.map(({ to }) => to)).toContain(status);
  }
  expect(walkTo("CLOSED")).toEqual({
    status: "CLOSED",
    previous: "VERIFIED",
    version: 9,
    replied: true,
    claimed: true,
  });
  expect(walkTo("DISMISSED")).toMatchObject({ version: 2, replied: false, claimed: false });
});

test("a million findings are spread over every office of the tree, to the last one", () => {
  const parts = partsOf(regions, 1_000_000);
  expect(parts).toHaveLength(1 + 16 + 129);
  expect(parts.reduce((sum, { findings }) => sum + findings, 0)).toBe(1_000_000);
  expect(new Set(parts.map(({ part }) => part)).size).toBe(parts.length);
});

test("the book of one county fills every combination of status, submitted or not, focus and category", () => {
  const part = partsOf(regions, 1_000_000).find(({ office }) => office === "530102");
  const book = largeBook(regions, part as NonNullable<typeof part>, 7);
  const targets = book.rounds.flatMap((round) => round.targets);
  expect(targets.reduce((sum, target) => sum + findingsOf(target), 0)).toBe(part?.findings);
  const cells = new Map<string, number>();
  for (const { findings = [], submittedOn } of targets) {
    for (const { status, count } of findings) {
      const cell = `${status} ${Boolean(submittedOn)}`;
      cells.set(cell, (cells.get(cell) ?? 0) + count);
    }
  }
  const submittable = (status: FindingStatus) => isPublishable(status) || status === "WITHDRAWN";
  for (const status of FINDING_STATUSES) {
    for (const submitted of submittable(status) ? [true, false] : [false]) {
      expect([`${status} ${submitted}`, cells.get(`${status} ${submitted}`)]).toEqual([
        `${status} ${submitted}`,
        expect.any(Number),
      ]);
      expect(cells.get(`${status} ${submitted}`)).toBeGreaterThanOrEqual(COMBINATIONS);
    }
  }
  expect(BEFORE_REPORT.some((status) => cells.has(`${status} true`))).toBe(false);
});

test("the same seed makes the same book, another one another", () => {
  const [, , part] = partsOf(regions, 20_000);
  const book = (seed: number) => JSON.stringify(largeBook(regions, part as NonNullable<typeof part>, seed));
  expect(book(7)).toBe(book(7));
  expect(book(7)).not.toBe(book(8));
});
