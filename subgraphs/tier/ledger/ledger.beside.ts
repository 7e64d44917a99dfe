import { OVERDUE_CLOCK, REVIEW_CLOCK } from "../../domain/figures/overdue";
import { findClaimReviews, findDeadlinesOfTargets } from "../../storage/deadline/deadline.repository";
import { findFeedbackNumbers } from "../../storage/disclosure/disclosure.repository";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import { findRoundsById } from "../../storage/round/round.repository";
import type { TierContext } from "../context";

/** What a ledger says beside the findings themselves. */
export interface Beside {
  roundTitle: string;
  /** document number of the feedback that stands */
  feedbackNumber: string;
  /** calendar date: what is due of it now */
  dueOn: string;
}

/** Of one page of findings, in a few statements. What only the book knows is there for whoever reads the book. */
export async function besideOf(
  context: TierContext,
  findings: readonly ReadableFinding[],
): Promise<(finding: ReadableFinding) => Beside> {
  const ofBook = findings.filter(({ basis }) => basis === "BOOK");
  const targetIds = [...new Set(ofBook.map(({ targetId }) => targetId))];
  const claims = ofBook.flatMap(({ id, status }) => (OVERDUE_CLOCK[status] === REVIEW_CLOCK ? id : []));
  return context.session.read(async (db) => {
    const rounds = await findRoundsById(db, [...new Set(findings.map(({ roundId }) => roundId))]);
    const numbers = await findFeedbackNumbers(db, targetIds);
    const reviews = await findClaimReviews(db, claims, context.today());
    const deadlines = await findDeadlinesOfTargets(db, targetIds, context.today());
    const titleOf = new Map(rounds.map(({ id, title }) => [id, title]));
    const reviewOf = new Map(reviews.map(({ findingId, dueOn }) => [findingId, dueOn]));
    const clockOf = new Map(deadlines.map(({ targetId, clock, dueOn }) => [`${clock} ${targetId}`, dueOn]));
    return ({ id, basis, roundId, targetId, status }) => {
      const clock = basis === "BOOK" ? OVERDUE_CLOCK[status] : undefined;
      const dueOn = clock === REVIEW_CLOCK ? reviewOf.get(id) : clockOf.get(`${clock} ${targetId}`);
      const feedbackNumber = basis === "BOOK" ? numbers.get(targetId) : undefined;
      return { roundTitle: titleOf.get(roundId) ?? "", feedbackNumber: feedbackNumber ?? "", dueOn: dueOn ?? "" };
    };
  });
}
