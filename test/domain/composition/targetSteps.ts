import { FINDING_RECORDERS } from "../../../subgraphs/domain/finding/finding";
import { decisionBy } from "../../../subgraphs/domain/finding/objection";
import type { FindingFacts } from "../../../subgraphs/domain/finding/requirements";
import { APPOINTERS } from "../../../subgraphs/domain/office/office";
import type { TargetFacts } from "../../../subgraphs/domain/target/requirements";
import type { TargetCommand } from "../../../subgraphs/domain/target/target";
import { isUndone } from "../../../subgraphs/domain/verdict/verdict";
import { type Book, holders, MET, next, STEP_GIVEN, whoMay } from "./deciding";
import { isInAction, membersOf, statusesAsked, withConsequences } from "./following";
import { OFFICE, PEOPLE, type Person, TEAM, UNIT } from "./people";
import type { Rules, TableName } from "./rules";
import type { Finding, Round, Target } from "./world";

/** A target, and all that its steps ask about. */
export interface Here {
  round: Round;
  target: Target;
  /** what the scope allows of this target */
  teamed: boolean;
  room: number;
  /** the target that this one looks back on */
  judged?: Target;
}

/** A step of one target, and the target after everything that follows from it. */
export interface TargetStep {
  concept: TableName;
  command: string;
  /** everybody who may */
  by: readonly string[];
  from: string;
  to: string;
  after: Target;
  /** of a step of a finding, or of a verdict on it */
  finding?: { before?: Finding; after: Finding };
  /** of a verdict: the target that is looked back on, after it */
  judged?: Target;
}

export function teamSteps({ rules }: Book, { target, teamed }: Here): TargetStep[] {
  if (!teamed) return [];
  return TEAM.flatMap((person): TargetStep[] => {
    const now = target.team[person];
    const put = (to: typeof now): Target => ({ ...target, team: { ...target.team, [person]: to } });
    const step = { concept: "appointment", from: now ?? "" } as const;
    // whose appointment ended may get another one
    if (now !== "APPOINTED") {
      const by = rules.takesTeam(target.status) ? holders(APPOINTERS, target) : [];
      return by.length ? [{ ...step, command: "APPOINT", by, to: "APPOINTED", after: put("APPOINTED") }] : [];
    }
    const may = whoMay(rules.appointment, { status: now }, "END", MET, target);
    return may ? [{ ...step, command: "END", ...may, after: put(may.to as typeof now) }] : [];
  });
}

/** What a target's requirements ask about. */
export function targetFacts(rules: Rules, { round, target, judged, teamed }: Here): TargetFacts {
  return {
    round: { status: round.status, office: OFFICE, assignmentMode: round.mode, startsOn: null },
    team: teamed ? membersOf(target) : membersOf({ ...target, team: { leader: "APPOINTED", member: "APPOINTED" } }),
    findings: statusesAsked(rules, target),
    judged: (judged?.findings ?? []).map(({ status, verdict }) => ({ status, verdictStatus: verdict?.status ?? null })),
    unitAttested: true,
    submitted: target.publication === "SUBMITTED",
    unitOffice: null,
    actionsOpen: isInAction(target),
    workRecorded: hasWork(target, judged),
    unitBrought: target.answered === true,
    lookedBackOn: false,
    withdrawalProposedBy: target.withdrawalBy ?? null,
    rectification: target.rectification?.status,
  };
}

export function targetSteps({ rules, scope }: Book, here: Here): TargetStep[] {
  const { target } = here;
  const facts = targetFacts(rules, here);
  const commands = Object.keys(rules.target[target.status] ?? {}) as TargetCommand[];
  const explored = commands.filter((command) => scope.withdraws || !OF_WITHDRAWAL.includes(command));
  return explored.flatMap((command) =>
    // who proposed a withdrawal is not alike to all others, and neither is who does
    peopleFor(command).flatMap((alike): TargetStep[] => {
      const given = command === "CORRECT" ? STEP_GIVEN : { ...STEP_GIVEN, correction: undefined };
      const met = { ...MET, ...rules.targetRequirements(facts, { ...given, person: alike[0]?.person ?? "" }) };
      const may = whoMay(rules.target, target, command, met, target, alike);
      if (!may) return [];
      const withdrawalBy = proposerAfter(command, target, may.by);
      const moved = { ...target, withdrawalBy, status: may.to as Target["status"] };
      const after = withConsequences(rules, moved, command);
      return [{ concept: "target", command, ...may, from: target.status, after }];
    }),
  );
}

export const OF_WITHDRAWAL: readonly TargetCommand[] = ["PROPOSE_WITHDRAWAL", "KEEP_FEEDBACK", "WITHDRAW_FEEDBACK"];

function peopleFor(command: TargetCommand): readonly (readonly Person[])[] {
  return OF_WITHDRAWAL.includes(command) ? PEOPLE.map((person) => [person]) : [PEOPLE];
}

function proposerAfter(command: TargetCommand, target: Target, by: readonly string[]): string | undefined {
  if (command === "PROPOSE_WITHDRAWAL") return by[0];
  return OF_WITHDRAWAL.includes(command) ? undefined : target.withdrawalBy;
}

export function findingSteps(book: Book, here: Here): TargetStep[] {
  const { target, room } = here;
  const moves = target.findings.flatMap((finding) =>
    Object.keys(book.rules.finding[finding.status] ?? {}).flatMap((command) =>
      oneFinding(book, here, finding, command),
    ),
  );
  const by = book.rules.takesFindings(target.status) ? holders(FINDING_RECORDERS, target) : [];
  if (target.findings.length >= room || by.length === 0) return moves;
  const draft: Finding = { status: "DRAFT", previousStatus: null, replied: false, exception: null, listed: false };
  const after = { ...target, findings: [...target.findings, draft] };
  const record = { concept: "finding", command: "RECORD", by, from: "", to: "DRAFT" } as const;
  return [...moves, { ...record, after, finding: { after: draft } }];
}

function oneFinding(book: Book, here: Here, finding: Finding, command: string): TargetStep[] {
  const mayExcept = command === "REPORT" && !finding.replied;
  const exceptions = mayExcept ? [null, ...(book.scope.exceptions ?? ["UNIT_HEAD" as const])] : [finding.exception];
  return exceptions.flatMap((exception) => moveFinding(book, here, { ...finding, exception }, finding, command));
}

/** @param asked the finding with the exception that the command names */
function moveFinding(
  { rules, scope }: Book,
  { target }: Here,
  asked: Finding,
  before: Finding,
  command: string,
): TargetStep[] {
  const answers = mayAnswer(target) && rules.unitAnswers.includes(command) && isDisclosed(rules, before);
  const people = PEOPLE.filter(({ unit }) => unit === undefined || answers);
  const facts = findingFacts(rules, target, before);
  // whose step it was is no part of a world: whoever may take back is taken for its author
  const given = { ...STEP_GIVEN, decides: true, exception: asked.exception !== null };
  const byTwo = before.status === "VERIFIED" && BY_TWO.includes(command);
  if (byTwo && !scope.takesBack) return [];
  const groups = [people.filter(isNot(before.takenBackBy)), people.filter(is(before.takenBackBy))];
  const steps = (byTwo ? people.map((person) => [person]) : groups).flatMap((alike) => {
    const met = { ...MET, ...rules.findingRequirements(facts, { ...given, person: alike[0]?.person ?? "" }) };
    return whoMay(rules.finding, { ...before, unitId: UNIT }, command, met, target, alike) ?? [];
  });
  const [one] = steps;
  if (!one) return [];
  if (byTwo) return steps.map((may) => decideByTwo(target, before, command, may));
  const may = { to: one.to, by: steps.flatMap(({ by }) => by) };
  if (rules.takesReplyBack(command as never, before.status)) return takeReplyBack(target, before, command, may);
  const status = may.to as Finding["status"];
  const heard = command === "EXCHANGE_FACTS";
  const replied = before.replied || heard;
  const takenBackBy = heard ? undefined : before.takenBackBy;
  const exception = rules.takesExceptionBack(command as never, before.status) ? null : asked.exception;
  const own = status === before.status ? before.takeBackBy : undefined;
  const changes = { status, previousStatus: before.status, replied, takenBackBy, exception, takeBackBy: own };
  const moved: Finding = { ...asked, ...changes };
  const missed = decisionBy(command as never) && rules.missedStep(status, target.status);
  const after = missed ? { ...moved, status: next(rules.finding, status, missed) } : moved;
  const taken = { concept: "finding", command, from: before.status, finding: { before, after } } as const;
  const brought = scope.withdraws && command !== "TAKE_BACK" && rules.unitAnswers.includes(command);
  const changed = replaceFinding(target, before, after);
  return [{ ...taken, ...may, after: brought ? { ...changed, answered: true } : changed }];
}

/** What a finding's requirements ask about. */
export function findingFacts(rules: Rules, target: Target, finding: Finding): FindingFacts {
  // before the feedback there is no day of it
  const fedBack = target.rectification !== undefined;
  const period = fedBack ? { from: STEP_GIVEN.on, to: STEP_GIVEN.on } : undefined;
  return {
    ...{ fedBack, period, statusBy: null, exchangeTakenBackBy: finding.takenBackBy ?? null },
    // nobody of this world both claims and verifies; what an action verified, nobody claimed
    claimedBy: target.action?.status === "CONFIRMED" && finding.named ? null : "somebody",
    takeBackProposedBy: finding.takeBackBy ?? null,
    stoodOn: rules.isStoodOn(finding.status, {
      target: target.status,
      // this world knows no times: what is completed or archived counts as younger than the step
      completedSince: target.rectification?.status === "COMPLETED",
      archivedSince: target.status === "ARCHIVED",
      judgedSince: isJudgedSince(finding),
    }),
  };
}

/** Person by person: who proposes to take a verification back, who decides. */
function decideByTwo(
  target: Target,
  before: Finding,
  command: string,
  { to, by }: { to: string; by: readonly string[] },
): TargetStep {
  const status = to as Finding["status"];
  const takeBackBy = command === "PROPOSE_TAKE_BACK" ? by[0] : undefined;
  const after = { ...before, status, previousStatus: before.status, takeBackBy };
  const taken = { concept: "finding", command, by, from: before.status, to } as const;
  return { ...taken, finding: { before, after }, after: replaceFinding(target, before, after) };
}

const BY_TWO = ["PROPOSE_TAKE_BACK", "KEEP_STEP", "TAKE_BACK"];

/** A verdict that did not open the finding again is younger than its last step, as far as this world knows. */
function isJudgedSince({ verdict }: Finding): boolean {
  return verdict !== undefined && !(verdict.status === "DECIDED" && isUndone(verdict.verdict));
}

/** Person by person, of those who could also send it unheard; all others are alike. */
function takeReplyBack(
  target: Target,
  before: Finding,
  command: string,
  { to, by }: { to: string; by: readonly string[] },
): TargetStep[] {
  const others = by.filter((person) => !SEND_UNHEARD.includes(person));
  const groups = [others, ...by.filter((person) => SEND_UNHEARD.includes(person)).map((person) => [person])];
  return groups.flatMap((group): TargetStep[] => {
    if (group.length === 0) return [];
    const takenBackBy = group === others ? undefined : group[0];
    const changed = { status: to as Finding["status"], previousStatus: before.status, replied: false, takenBackBy };
    const after = { ...before, ...changed };
    const taken = { concept: "finding", command, by: group, from: before.status, to } as const;
    return [{ ...taken, finding: { before, after }, after: replaceFinding(target, before, after) }];
  });
}

const is = (name?: string) => (each: Person) => each.person === name;
const isNot = (name?: string) => (each: Person) => each.person !== name;
const SEND_UNHEARD: readonly string[] = ["director", "both", "leader"];

/** Whether anything was written down since the entry; verdicts are given from the entry on. */
function hasWork({ findings, action }: Target, judged: Target | undefined): boolean {
  return findings.length > 0 || action !== undefined || (judged?.findings ?? []).some(({ verdict }) => verdict);
}

/** A unit acts while its feedback stands: the database lets it touch nothing else. */
export function mayAnswer({ disclosures }: Target): boolean {
  return disclosures.FEEDBACK !== undefined && disclosures.FEEDBACK !== "WITHDRAWN";
}

function isDisclosed(rules: Rules, { exception }: Finding): boolean {
  return exception === null || rules.fedBackUnheard.FEEDBACK.includes(exception);
}

export function replaceFinding(target: Target, finding: Finding, by: Finding): Target {
  return { ...target, findings: target.findings.map((each) => (each === finding ? by : each)) };
}
