import type { FindingStatus } from "../finding/finding";
import { findingTransitions } from "../finding/transitions";
import type { TargetStatus } from "../target/target";

/** 回头看的结论: what became of a finding that a look-back judges. */
export const VERDICTS = ["DONE", "PARTLY", "NOT_DONE", "FALSE", "RELAPSED"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const VERDICT_STATUSES = ["PROPOSED", "DECIDED"] as const;
export type VerdictStatus = (typeof VERDICT_STATUSES)[number];

export const VERDICT_COMMANDS = ["REVISE", "DECIDE"] as const;
export type VerdictCommand = (typeof VERDICT_COMMANDS)[number];

/** Who proposes a verdict: the office's clerk or the team. */
export const JUDGES = ["CLERK", "LEADER", "DEPUTY", "LIAISON", "MEMBER"] as const;

/** Not rectified, only on paper, or back again: the finding begins again. */
const UNDONE: readonly Verdict[] = ["NOT_DONE", "FALSE", "RELAPSED"];
export function isUndone(verdict: Verdict): boolean {
  return UNDONE.includes(verdict);
}

/** Whether a decided verdict brings its finding back: what is still open stays as it is. */
export function reopens(verdict: Verdict, finding: FindingStatus): boolean {
  return isUndone(verdict) && "REOPEN" in findingTransitions[finding];
}

/** What can be looked back on: a target whose rectification has begun. */
export function canBeLookedBackOn(status: TargetStatus): boolean {
  return status === "RECTIFYING" || status === "EVALUATED" || status === "ARCHIVED";
}

/** Verdicts are proposed while the team is with the unit, and until its report is heard. */
export function takesVerdicts(status: TargetStatus): boolean {
  return status === "ENTERED" || status === "REPORTED";
}

/** Never fed back: there is nothing that the unit could have rectified. */
const UNJUDGED: readonly string[] = [
  "DRAFT",
  "TEAM_AGREED",
  "FACTS_EXCHANGED",
  "REPORTED",
  "DISMISSED",
  "WITHDRAWN",
] satisfies FindingStatus[];
export function isJudged(status: FindingStatus): boolean {
  return !UNJUDGED.includes(status);
}
