import type { RoundStatus } from "../round/round";

/** 巡察对象 RoundTarget: one unit in one round; the work runs per target, each with its own dates. */
export const TARGET_STATUSES = [
  "PLANNED",
  "ENTERED",
  "REPORTED",
  "HEARD",
  "FED_BACK",
  "RECTIFYING",
  "EVALUATED",
  "ARCHIVED",
  "RELEASED",
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

export const TARGET_COMMANDS = [
  "ENTER",
  "TAKE_BACK",
  "REPORT",
  "HEAR",
  "FEED_BACK",
  "START_RECTIFICATION",
  "EVALUATE",
  "ARCHIVE",
  "RELEASE",
  "CORRECT",
  "PROPOSE_WITHDRAWAL",
  "KEEP_FEEDBACK",
  "WITHDRAW_FEEDBACK",
] as const;
export type TargetCommand = (typeof TARGET_COMMANDS)[number];

/** The round's part: what its status becomes once its targets stand like this, or undefined where it stays. */
export function roundFollows(
  round: RoundStatus,
  targets: readonly TargetStatus[],
): "START" | "CLOSE" | "TAKE_BACK" | undefined {
  const begun = targets.some((status) => status !== "PLANNED" && status !== "RELEASED");
  const ended = targets.every((status) => status === "ARCHIVED" || status === "RELEASED");
  if (round === "AUTHORISED" && begun) return "START";
  if (round !== "RUNNING") return undefined;
  if (!begun) return "TAKE_BACK";
  return ended ? "CLOSE" : undefined;
}

/** A round is authorised for targets: for one at least that was not left out again. */
export function hasTargets(targets: readonly TargetStatus[]): boolean {
  return targets.some(holdsUnit);
}

/** Whether a target keeps its unit from being added to the round: a released one leaves it free. */
export function holdsUnit(status: TargetStatus): boolean {
  return status !== "RELEASED";
}

/** What follows when a target comes to a status, in this order. Of the findings, the step is in FOLLOWS_TARGET. */
export type Consequence =
  | "HAND_OVER"
  | "MOVE_FINDINGS"
  | "DISCLOSE"
  | "OPEN_RECTIFICATION"
  | "SCHEDULE_OBLIGATIONS"
  | "TAKE_FINDINGS_BACK"
  | "TAKE_DISCLOSURES_BACK"
  | "WITHDRAW_RECTIFICATION"
  | "LAPSE_OBLIGATIONS";
export const CONSEQUENCES: Partial<Record<TargetStatus, readonly Consequence[]>> = {
  HEARD: ["HAND_OVER"],
  FED_BACK: ["MOVE_FINDINGS", "DISCLOSE", "OPEN_RECTIFICATION"],
  RECTIFYING: ["MOVE_FINDINGS", "SCHEDULE_OBLIGATIONS"],
};

/** What follows from steps that lead to no new status, or back to one. */
const INSTEAD: Partial<Record<TargetCommand, readonly Consequence[]>> = {
  CORRECT: [],
  TAKE_BACK: [],
  PROPOSE_WITHDRAWAL: [],
  KEEP_FEEDBACK: [],
  WITHDRAW_FEEDBACK: ["TAKE_FINDINGS_BACK", "TAKE_DISCLOSURES_BACK", "WITHDRAW_RECTIFICATION", "LAPSE_OBLIGATIONS"],
};
export function consequencesOf(
  command: TargetCommand,
  to: TargetStatus,
  consequences: typeof CONSEQUENCES = CONSEQUENCES,
): readonly Consequence[] {
  return INSTEAD[command] ?? consequences[to] ?? [];
}

/** The target's step that follows from the evaluation of its rectification, undefined where it is evaluated already. */
export function followsEvaluation(target: TargetStatus): "EVALUATE" | undefined {
  return target === "RECTIFYING" ? "EVALUATE" : undefined;
}

/** The target's step that follows once the evaluation of its rectification is taken back. */
export function followsEvaluationTakenBack(target: TargetStatus): "TAKE_BACK" | undefined {
  return target === "EVALUATED" ? "TAKE_BACK" : undefined;
}

/** The results of a target may go upward from the hearing on. */
export function isHeard(status: TargetStatus): boolean {
  return TARGET_STATUSES.indexOf(status) >= TARGET_STATUSES.indexOf("HEARD") && status !== "RELEASED";
}

/** Before it: the team has not handed over yet. */
export const BEFORE_HEARING: readonly TargetStatus[] = ["PLANNED", "ENTERED", "REPORTED"];

/** A team works until the hearing. */
export function takesTeam(status: TargetStatus): boolean {
  return BEFORE_HEARING.includes(status);
}

/** Findings are recorded while the team is with the unit. */
export function takesFindings(status: TargetStatus): boolean {
  return status === "ENTERED";
}

/** Whether findings can be recorded in it, now or once the team has entered. */
export function willTakeFindings(status: TargetStatus): boolean {
  return status === "PLANNED" || takesFindings(status);
}

/** Which step brings what: no other one changes it. */
export const BROUGHT_BY = {
  hearing: ["HEAR"],
  feedback: ["FEED_BACK"],
  correction: ["CORRECT"],
  documentNumber: ["WITHDRAW_FEEDBACK"],
} as const satisfies Record<string, readonly TargetCommand[]>;

/** Which date a step sets, by the status that it leads to. */
export const DATE_OF = {
  ENTERED: "enteredOn",
  REPORTED: "reportedOn",
  HEARD: "heardOn",
  FED_BACK: "fedBackOn",
  RECTIFYING: "rectificationStartedOn",
  EVALUATED: "evaluatedOn",
  ARCHIVED: "archivedOn",
} as const satisfies Partial<Record<TargetStatus, string>> as Partial<Record<TargetStatus, TargetDate>>;

/** Which dates a step that leads back takes away: the one of the step that is taken back, or those of the feedback. */
export function clearedBy(command: TargetCommand, from: TargetStatus): readonly TargetDate[] {
  if (command === "WITHDRAW_FEEDBACK") return ["fedBackOn", "rectificationStartedOn"];
  const date = DATE_OF[from];
  return command === "TAKE_BACK" && date ? [date] : [];
}

/** What is not taken back: the team has handed over, the unit was told, the book is closed. */
export const FINAL: readonly TargetStatus[] = ["HEARD", "FED_BACK", "RECTIFYING", "EVALUATED", "ARCHIVED", "RELEASED"];

type TargetDate =
  | "enteredOn"
  | "reportedOn"
  | "heardOn"
  | "fedBackOn"
  | "rectificationStartedOn"
  | "evaluatedOn"
  | "archivedOn";

/** The date of the last step, undefined before the entry. */
export function lastDate(target: Record<TargetDate, string | null>): string | undefined {
  const dates = Object.values(DATE_OF).map((date) => target[date]);
  return dates.filter((date) => date !== null).at(-1) ?? undefined;
}
