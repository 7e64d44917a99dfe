import { OPEN_ACTIONS } from "../../../subgraphs/domain/immediateAction/immediateAction";
import type { Consequence, TargetCommand } from "../../../subgraphs/domain/target/target";
import type { TeamMember } from "../../../subgraphs/domain/target/team";
import { next } from "./deciding";
import { PEOPLE, TEAM } from "./people";
import type { Rules } from "./rules";
import type { Finding, Target } from "./world";

/** A target that has come to another status, after its team, its findings, its disclosures and its rectification took the
 * steps that follow. */
export function withConsequences(rules: Rules, target: Target, command: TargetCommand): Target {
  const consequences = rules.consequencesOf(command, target.status, rules.consequences);
  return consequences.reduce((now, each) => carryOut(rules, now, each), target);
}

function carryOut(rules: Rules, target: Target, consequence: Consequence): Target {
  switch (consequence) {
    case "HAND_OVER":
      return { ...target, team: handedOver(rules, target.team) };
    case "MOVE_FINDINGS":
      return { ...target, findings: target.findings.map((finding) => followed(rules, target, finding)) };
    case "DISCLOSE":
      return { ...target, disclosures: { FEEDBACK: "ISSUED", FEEDBACK_COPY: "ISSUED" } };
    case "OPEN_RECTIFICATION":
      return { ...target, rectification: { status: "PLAN_DUE", places: [] } };
    case "TAKE_FINDINGS_BACK":
      return { ...target, findings: target.findings.map((finding) => takenBack(rules, finding)) };
    case "TAKE_DISCLOSURES_BACK":
      return { ...target, disclosures: endedIn(rules, target.disclosures) };
    case "WITHDRAW_RECTIFICATION":
      return { ...target, rectification: withdrawn(rules, target.rectification) };
    case "LAPSE_OBLIGATIONS":
    case "SCHEDULE_OBLIGATIONS":
      return target; // they bind nobody else's step
  }
}

function handedOver(rules: Rules, team: Target["team"]): Target["team"] {
  const entries = Object.entries(team).map(([person, status]) => {
    return [person, status === "APPOINTED" ? next(rules.appointment, status, "HAND_OVER") : status];
  });
  return Object.fromEntries(entries);
}

function takenBack(rules: Rules, finding: Finding): Finding {
  if (!rules.takenBackFrom.includes(finding.status)) return finding;
  const status = next(rules.finding, finding.status, "TAKE_FEEDBACK_BACK");
  return { ...finding, status, previousStatus: finding.status };
}

function endedIn(rules: Rules, disclosures: Target["disclosures"]): Target["disclosures"] {
  const ended = Object.entries(disclosures).map(([purpose, status]) => {
    return [purpose, status === "WITHDRAWN" ? status : next(rules.disclosure, status, "TAKE_BACK")];
  });
  return Object.fromEntries(ended);
}

function withdrawn(rules: Rules, rectification: Target["rectification"]): Target["rectification"] {
  if (!rectification) return undefined;
  return { status: next(rules.rectification, rectification.status, "WITHDRAW"), places: [] };
}

function followed(rules: Rules, target: Target, finding: Finding): Finding {
  const step = rules.followsTarget[target.status];
  const { status, exception: exchangeException } = finding;
  if (!step?.from.includes(status) || rules.isWithheld({ status, exchangeException })) return finding;
  return { ...finding, status: next(rules.finding, finding.status, step.command), previousStatus: finding.status };
}

/** Where the findings stand that a target, and its rectification, wait for. */
export function statusesAsked(rules: Rules, { findings }: Target): Finding["status"][] {
  const asked = findings.filter(({ status, exception }) => !rules.isWithheld({ status, exchangeException: exception }));
  return asked.map(({ status }) => status);
}

/** The team as the book keeps it. */
export function membersOf({ team }: Target): TeamMember[] {
  return TEAM.flatMap((person) => {
    const status = team[person];
    const { teamRole, office } = PEOPLE.find((each) => each.person === person) as (typeof PEOPLE)[number];
    if (!status || !teamRole) return [];
    const endedAt = status === "APPOINTED" ? null : "2026-03-02T00:00:00Z";
    return [{ person, role: teamRole, validFrom: "2026-01-01", validTo: null, endedAt, homeOffice: office }];
  });
}

/** Whether somebody still has to do something about the target's immediate action. */
export function isInAction({ action }: Target): boolean {
  return action !== undefined && OPEN_ACTIONS.includes(action.status);
}
