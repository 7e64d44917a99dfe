import { dayNumber } from "../deadline/days";
import type { Clock } from "../deadline/deadline";
import type { FindingStatus } from "../finding/finding";

/** The office's own: a claim that waits for its review. */
export const REVIEW_CLOCK = "REVIEW_OF_CLAIM" satisfies Clock;

/** 逾期 The clock that makes an open finding overdue: the unit's time of concentrated rectification, from the day on which it
 * was told of its feedback (`told_on`, as in its deadlines), and, while a claim waits, the office's time to review it. Before the feedback no clock runs for the finding itself: those
 * of the target do. An objection does not stop the clock, and what a look-back has reopened was due when it was due. The
 * database says the same (`overdue_clock`). */
export const OVERDUE_CLOCK: Partial<Record<FindingStatus, Clock>> = {
  FED_BACK: "CONCENTRATED_RECTIFICATION",
  RECTIFYING: "CONCENTRATED_RECTIFICATION",
  OBJECTED: "CONCENTRATED_RECTIFICATION",
  REOPENED: "CONCENTRATED_RECTIFICATION",
  CLAIMED_DONE: REVIEW_CLOCK,
};

/** By how many calendar days something is overdue: 1 on the day after the due date. */
export function daysOverdue(dueOn: string, today: string): number {
  return Math.max(0, dayNumber(today) - dayNumber(dueOn));
}
