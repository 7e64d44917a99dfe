import { NO_MORE } from "../../../subgraphs/domain/finding/finding";
import { PROPOSERS } from "../../../subgraphs/domain/immediateAction/immediateAction";
import { type Book, holders, MET, next, STEP_GIVEN, whoMay } from "./deciding";
import { PEOPLE } from "./people";
import type { Rules } from "./rules";
import type { Here, TargetStep } from "./targetSteps";
import type { Action, Finding, Target } from "./world";

/** One immediate action of a target, which names the findings that there are when it is proposed. */
export function actionSteps({ rules, scope }: Book, { target }: Here): TargetStep[] {
  if (!scope.acts) return [];
  const { action } = target;
  if (action) return Object.keys(rules.immediateAction[action.status] ?? {}).flatMap(stepsBy(rules, target, action));
  if (!rules.takesActions(target.status)) return [];
  return holders(PROPOSERS, target).map((person) => {
    const findings = target.findings.map((each) => ({ ...each, named: !NO_MORE.includes(each.status) }));
    const proposed: Action = { status: "PROPOSED", proposedBy: person, doneBy: null };
    const step = { concept: "immediateAction", command: "PROPOSE", by: [person], from: "", to: "PROPOSED" } as const;
    return { ...step, after: { ...target, findings, action: proposed } };
  });
}

/** Person by person: who did the step before matters. */
function stepsBy(rules: Rules, target: Target, action: Action): (command: string) => TargetStep[] {
  const named = target.findings.filter((finding) => finding.named);
  const effects = named.map((finding) => effectOf(rules, finding));
  const facts = { target: target.status, proposedBy: action.proposedBy, doneBy: action.doneBy, effects };
  return (command) =>
    PEOPLE.flatMap((person): TargetStep[] => {
      const step = {
        ...STEP_GIVEN,
        command: command as never,
        person: person.person,
        documentNumber: true,
      };
      const met = { ...MET, ...rules.immediateActionRequirements(facts, step) };
      const may = whoMay(rules.immediateAction, { status: action.status }, command, met, target, [person]);
      if (!may) return [];
      const doneBy = command === "REPORT_DONE" ? person.person : action.doneBy;
      const moved = { ...target, action: { ...action, status: may.to as Action["status"], doneBy } };
      const after = command === "CONFIRM" ? { ...moved, findings: target.findings.map(verified(rules)) } : moved;
      return [{ concept: "immediateAction", command, ...may, from: action.status, after }];
    });
}

function effectOf(rules: Rules, { status, exception }: Finding) {
  return rules.effectOn("RECTIFY_AT_ONCE", { status, exchangeException: exception });
}

function verified(rules: Rules): (finding: Finding) => Finding {
  return (finding) => {
    if (!finding.named || effectOf(rules, finding) !== "VERIFIES") return finding;
    return { ...finding, status: next(rules.finding, finding.status, "VERIFY_AT_ONCE") };
  };
}
