import { TARGET_STATUSES, type TargetStatus } from "../target/target";

/** 问题 Finding: about a unit, never an allegation against a person. */
export const FINDING_STATUSES = [
  "DRAFT",
  "TEAM_AGREED",
  "FACTS_EXCHANGED",
  "REPORTED",
  "FED_BACK",
  "RECTIFYING",
  "CLAIMED_DONE",
  "VERIFIED",
  "CLOSED",
  "LONG_TERM",
  "OBJECTED",
  "WITHDRAWN",
  "REOPENED",
  "DISMISSED",
] as const;
/** How a list of findings is sorted. All but the first are of the own book alone: they ask what nobody else is told. */
export const FINDING_SORTS = ["NEWEST", "CHANGED", "NUMBER", "DUE"] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** FEED_BACK, START_RECTIFICATION and TAKE_FEEDBACK_BACK follow from the target, VERIFY_AT_ONCE from the confirmation of an immediate action,
 * REOPEN from the verdict of a look-back. TAKE_BACK undoes the last step while nothing stands on it; what two people took is
 * taken back by two, PROPOSE_TAKE_BACK and TAKE_BACK or KEEP_STEP: see docs/adr/0018. */
export const FINDING_COMMANDS = [
  "AGREE",
  "EXCHANGE_FACTS",
  "TAKE_BACK",
  "PROPOSE_TAKE_BACK",
  "KEEP_STEP",
  "REPORT",
  "VERIFY_AT_ONCE",
  "FEED_BACK",
  "START_RECTIFICATION",
  "TAKE_FEEDBACK_BACK",
  "CLAIM",
  "RETURN",
  "VERIFY",
  "CLOSE",
  "KEEP_LONG_TERM",
  "OBJECT",
  "UPHOLD",
  "CORRECT",
  "WITHDRAW",
  "REOPEN",
  "DISMISS",
] as const;
export type FindingCommand = (typeof FINDING_COMMANDS)[number];

/** Why a finding goes to the report without an exchange of the facts with the unit. */
export const EXCHANGE_EXCEPTIONS = ["UNIT_HEAD", "CASE"] as const;
export type ExchangeException = (typeof EXCHANGE_EXCEPTIONS)[number];

/** Who was heard was heard: an exception is of what the team's meeting sends to the report unheard, and of nothing else. */
export function mayGoUnheard(status: FindingStatus): boolean {
  return status === "TEAM_AGREED";
}

/** What may become a case is told to nobody, so that nobody could rectify it, object to it or be asked about it: it stays in
 * the report while its target goes on without it. Its matter is the clue's. */
export const WITHHELD = { status: "REPORTED", exchangeException: "CASE" } as const satisfies Excepted;
export function isWithheld({ status, exchangeException }: Excepted): boolean {
  return status === WITHHELD.status && exchangeException === WITHHELD.exchangeException;
}

interface Excepted {
  status: FindingStatus;
  exchangeException: ExchangeException | null;
}

/** Whether a step takes back that the unit was heard: its reply goes with it. */
export function takesReplyBack(command: FindingCommand, from: FindingStatus): boolean {
  return command === "TAKE_BACK" && from === "FACTS_EXCHANGED";
}

/** Whether a step takes back that the finding went to the report unheard: why it did goes with it. */
export function takesExceptionBack(command: FindingCommand, from: FindingStatus): boolean {
  return command === "TAKE_BACK" && from === "REPORTED";
}

/** Which step brings what: no other one takes it. */
export const BROUGHT_BY = {
  exception: ["REPORT"],
  on: ["OBJECT"],
  text: ["CORRECT"],
  documentNumber: ["UPHOLD", "CORRECT", "WITHDRAW"],
} as const satisfies Record<string, readonly FindingCommand[]>;

/** Who records findings and revises drafts. */
export const FINDING_RECORDERS = ["CLERK", "DIRECTOR", "LEADER", "DEPUTY", "LIAISON", "MEMBER"] as const;

/** Not part of any figure. */
export const UNCOUNTED: readonly FindingStatus[] = ["DRAFT", "DISMISSED", "WITHDRAWN"];
/** 完成整改 */
export const RECTIFIED: readonly FindingStatus[] = ["VERIFIED", "CLOSED"];
/** 长期坚持: the remedy is in force and never ends. Counted apart. */
export const LONG_TERM_STATUS: FindingStatus = "LONG_TERM";
/** Not in the report yet: neither heard nor submitted. */
export const BEFORE_REPORT: readonly FindingStatus[] = ["DRAFT", "TEAM_AGREED", "FACTS_EXCHANGED"];
/** It ended without a remedy: nothing of it is said any more. */
export const NO_MORE: readonly FindingStatus[] = ["DISMISSED", "WITHDRAWN"];
/** Nothing is left to do. */
export const SETTLED: readonly FindingStatus[] = ["CLOSED", "LONG_TERM", ...NO_MORE];

/** Where a finding stands that a publication may list: what the leading group heard, and nobody dismissed or withdrew. */
export function isPublishable(status: FindingStatus): boolean {
  return !BEFORE_REPORT.includes(status) && !NO_MORE.includes(status);
}

/** What a publication lists. What may become a case goes upward as a clue, to whoever manages its subject, or not at all: being
 * the office above gives no right to it, and a count of one unit's would tell as much. */
export function goesUpward(finding: Excepted): boolean {
  return isPublishable(finding.status) && !isWithheld(finding);
}

/** Only a draft's text may be changed; later a correction is a step of its own. */
export function isDraft(status: FindingStatus): boolean {
  return status === "DRAFT";
}

/** The step that findings in `from` take when their target reaches a status. What an immediate action had rectified by the
 * feedback is fed back as rectified. */
export const FOLLOWS_TARGET: Partial<
  Record<TargetStatus, { from: readonly FindingStatus[]; command: FindingCommand }>
> = {
  FED_BACK: { from: ["REPORTED", "VERIFIED"], command: "FEED_BACK" },
  RECTIFYING: { from: ["FED_BACK"], command: "START_RECTIFICATION" },
};
/** Those that a feedback which is withdrawn as a whole had told of. */
export const TAKEN_BACK_FROM: readonly FindingStatus[] = ["FED_BACK", "RECTIFYING", "VERIFIED"];
/** As what a target's findings are fed back. */
export const FED_BACK_AS: readonly FindingStatus[] = ["FED_BACK", "VERIFIED"];

/** The step that a finding missed while it was objected to, undefined where it missed none: its target went on without it.
 * An objection that ends leads back to where the finding was, and a finding whose target is in rectification is too. */
export function missedStep(finding: FindingStatus, target: TargetStatus): FindingCommand | undefined {
  const goneOn = TARGET_STATUSES.indexOf(target) >= TARGET_STATUSES.indexOf("RECTIFYING") && target !== "RELEASED";
  return finding === "FED_BACK" && goneOn ? "START_RECTIFICATION" : undefined;
}
