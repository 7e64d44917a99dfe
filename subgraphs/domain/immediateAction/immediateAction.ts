import type { ExchangeException, FindingStatus } from "../finding/finding";
import type { TargetStatus } from "../target/target";

/** 立行立改、边巡边改、边巡边移、现场交办、快查快办: what is put right, handed over or assigned while the team is still there. */
export const IMMEDIATE_ACTION_KINDS = [
  "RECTIFY_AT_ONCE",
  "RECTIFY_WHILE_INSPECTING",
  "TRANSFER_WHILE_INSPECTING",
  "ON_SITE_ASSIGNMENT",
  "FAST_TRACK",
] as const;
export type ImmediateActionKind = (typeof IMMEDIATE_ACTION_KINDS)[number];

export const IMMEDIATE_ACTION_STATUSES = [
  "PROPOSED",
  "AUTHORISED",
  "REJECTED",
  "DONE",
  "CONFIRMED",
  "CANCELLED",
] as const;
export type ImmediateActionStatus = (typeof IMMEDIATE_ACTION_STATUSES)[number];

export const IMMEDIATE_ACTION_COMMANDS = ["AUTHORISE", "REJECT", "REPORT_DONE", "CONFIRM", "RETURN", "CANCEL"] as const;
export type ImmediateActionCommand = (typeof IMMEDIATE_ACTION_COMMANDS)[number];

/** Which step brings what: no other one takes it. */
export const BROUGHT_BY = {
  documentNumber: ["AUTHORISE"],
  result: ["REPORT_DONE"],
} as const satisfies Record<string, readonly ImmediateActionCommand[]>;

/** Who proposes one: the team, and the office's own people who accompany it. */
export const PROPOSERS = ["CLERK", "DIRECTOR", "COORDINATOR", "LEADER", "DEPUTY", "LIAISON", "MEMBER"] as const;

/** Somebody still has to decide or do something: the feedback waits for it. */
export const OPEN_ACTIONS: readonly ImmediateActionStatus[] = ["PROPOSED", "AUTHORISED", "DONE"];
/** Done, and somebody else says so: what figures count. */
export const CONFIRMED_STATUS: ImmediateActionStatus = "CONFIRMED";

/** During the round: from the entry until the feedback, after which everything is a matter of the rectification. */
export function takesActions(target: TargetStatus): boolean {
  return target === "ENTERED" || target === "REPORTED" || target === "HEARD";
}

/** 边巡边移 alone hands a matter over, to a department by name. */
export function handsOver(kind: ImmediateActionKind): boolean {
  return kind === "TRANSFER_WHILE_INSPECTING";
}

/** VERIFIES: the finding is rectified with the action. UNHEARD: not before the unit has said what it says about the finding.
 * STAYS: the action changes nothing of it. */
export type Effect = "VERIFIES" | "UNHEARD" | "STAYS";

/** What the confirmation of an action does to a finding that it names. What goes to the report by way of an exception was
 * never put to the unit, so no action of the unit's settles it. */
export function effectOn(
  kind: ImmediateActionKind,
  finding: { status: FindingStatus; exchangeException: ExchangeException | null },
): Effect {
  if (handsOver(kind)) return "STAYS";
  switch (finding.status) {
    case "DRAFT":
    case "TEAM_AGREED":
      return "UNHEARD";
    case "FACTS_EXCHANGED":
      return "VERIFIES";
    case "REPORTED":
      return finding.exchangeException === null ? "VERIFIES" : "UNHEARD";
    default:
      return "STAYS";
  }
}
