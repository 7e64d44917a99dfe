import type { FindingCommand, FindingStatus } from "../../../subgraphs/domain/finding/finding";
import { actorIn, type Book, ID, STEP_GIVEN } from "./deciding";
import { BY_TWO, rectificationFacts, rectificationSteps } from "./outwardSteps";
import { OFFICE, PEOPLE, type Person, UNIT } from "./people";
import {
  findingFacts,
  findingSteps,
  type Here,
  mayAnswer,
  OF_WITHDRAWAL,
  type TargetStep,
  targetFacts,
  targetSteps,
} from "./targetSteps";
import type { Finding, Scope } from "./world";

const OWN = { id: ID, office: OFFICE, version: 1 };
const DAYS = { today: STEP_GIVEN.on, after: STEP_GIVEN.on };
const SET = "2026-03-02";

/** Where what somebody is offered is not exactly what that person can do in this state: what a command would be refused whatever it
 * came with, and what it would not be. */
export function misoffered(book: Book, here: Here): string[] {
  const findings = here.target.findings.flatMap((finding) => ofFinding(book, here, finding));
  return [...ofTarget(book, here), ...findings, ...ofRectification(book, here)];
}

function ofTarget(book: Book, here: Here): string[] {
  const { rules, scope } = book;
  const { target } = here;
  const steps = targetSteps(book, here);
  const dated = { enteredOn: SET, reportedOn: SET, heardOn: SET, archivedOn: SET };
  const subject = { ...OWN, status: target.status, ...dated };
  const facts = targetFacts(rules, here);
  return PEOPLE.flatMap((person) => {
    const offered = rules.offeredOfTarget(subject, facts, actorIn(person, target), DAYS);
    const explored = offered.filter((command) => scope.withdraws || !OF_WITHDRAWAL.includes(command));
    return difference(`target ${target.status}`, person, explored, steps);
  });
}

function ofFinding(book: Book, here: Here, finding: Finding): string[] {
  const { rules, scope } = book;
  const { target } = here;
  const steps = findingSteps(book, here).filter((step) => step.finding?.before === finding);
  const { status, previousStatus } = finding;
  const subject = { ...OWN, unitId: UNIT, status, previousStatus, claimEnteredBy: "UNIT" };
  return PEOPLE.flatMap((person) => {
    // a unit is offered its answers by what was disclosed to it, and reads no finding
    if (person.unit) return [];
    const facts = { ...findingFacts(rules, target, finding), statusBy: person.person };
    const offered = rules.offeredOfFinding(subject, facts, actorIn(person, target), DAYS.today);
    const explored = offered.filter((command) => isExplored(scope, status, command));
    return difference(`finding ${status}`, person, explored, steps);
  });
}

/** Not every scope takes back what two people took, or sends findings to the report unheard. */
function isExplored(scope: Scope, status: FindingStatus, command: FindingCommand): boolean {
  if (status === "VERIFIED" && BY_TWO.includes(command)) return scope.takesBack === true;
  return !(status === "TEAM_AGREED" && command === "REPORT") || scope.exceptions?.length !== 0;
}

function ofRectification(book: Book, here: Here): string[] {
  const { rules, scope } = book;
  const { target } = here;
  const { rectification } = target;
  if (!rectification) return [];
  const { status, continued } = rectification;
  const steps = rectificationSteps(book, here).filter(({ command }) => command !== "SIGN");
  const dates = {
    planSubmittedOn: SET,
    planReviewedOn: SET,
    concentratedOn: SET,
    reportedOn: SET,
    reviewOpenedOn: SET,
  };
  const subject = {
    ...{ ...OWN, unitId: UNIT, status, previousStatus: continued ? ("CONTINUING" as const) : ("EVALUATED" as const) },
    ...{ ...dates, evaluatedOn: SET, continuedOn: SET, completedOn: SET },
    ...{ statusOn: SET, planEnteredBy: null, reportEnteredBy: null },
  };
  const facts = rectificationFacts(rules, target, rectification);
  return PEOPLE.flatMap((person) => {
    if (person.unit && !mayAnswer(target)) return [];
    const offered = rules.offeredOfRectification(subject, facts, actorIn(person, target), DAYS.today);
    const explored = offered.filter(
      (command) =>
        (scope.takesBack || status !== "EVALUATED" || !BY_TWO.includes(command)) &&
        (scope.regrades || command !== "PROPOSE_GRADE"),
    );
    return difference(`rectification ${status}`, person, explored, steps);
  });
}

function difference(
  what: string,
  { person }: Person,
  offered: readonly string[],
  steps: readonly TargetStep[],
): string[] {
  const possible = new Set(steps.filter(({ by }) => by.includes(person)).map(({ command }) => command));
  const promised = offered
    .filter((command) => !possible.has(command))
    .map((command) => `${what}: ${person} is offered ${command}`);
  const kept = [...possible].filter((command) => !offered.includes(command));
  return [...promised, ...kept.map((command) => `${what}: ${person} is not offered ${command}`)];
}
