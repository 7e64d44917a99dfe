import { BEFORE_REPORT, type FindingStatus, SETTLED } from "../finding/finding";
import { type Actor, type Met, offered, type Subject } from "../lifecycle";
import type { RectificationStatus } from "../rectification/rectification";
import { type AssignmentMode, needsForeignTeam, type RoundStatus } from "../round/round";
import { isJudged, type VerdictStatus } from "../verdict/verdict";
import { CORRECTABLE, type CorrectionMet, isBeforeRound } from "./correction";
import type { TargetCommand, TargetStatus } from "./target";
import { hasForeigner, isComplete, type TeamMember, teamOn } from "./team";
import { targetTransitions } from "./transitions";
import { isReliedOn } from "./withdrawal";

/** What the steps of a target ask about. */
export interface TargetFacts {
  round: { status: RoundStatus; office: string; assignmentMode: AssignmentMode; startsOn: string | null };
  /** the office of another tier that keeps the unit in its register; null where it is the round's */
  unitOffice: string | null;
  /** everybody who is or was appointed to the target */
  team: readonly TeamMember[];
  /** where its findings stand */
  findings: readonly FindingStatus[];
  /** of a look-back: the findings that its target judges */
  judged: readonly { status: FindingStatus; verdictStatus: VerdictStatus | null }[];
  /** whether an immediate action of the target is neither confirmed nor given up */
  actionsOpen: boolean;
  /** whether anything was written down since the entry: a finding, an immediate action, a verdict */
  workRecorded: boolean;
  /** whether a register says what the target says of its unit: this tier reads its own alone */
  unitAttested: boolean;
  /** a finding to be fed back that tells an identity card's or a mobile number */
  tellingNumber?: string;
  /** undefined before the feedback */
  rectification?: RectificationStatus;
  /** whether a submission of its results stands, or there is nobody above to submit them to */
  submitted: boolean;
  /** whether the unit brought anything, or a look-back stands on the target */
  unitBrought: boolean;
  lookedBackOn: boolean;
  /** who proposed to withdraw the feedback, null where nobody does */
  withdrawalProposedBy: string | null;
}

/** One step as it is asked for. */
interface TargetStep {
  on: string;
  today: string;
  /** the date of the step before, or of the authorisation */
  after: string;
  hearing: boolean;
  reason: boolean;
  person: string;
  /** of a correction */
  correction?: CorrectionMet;
}

/** Which requirements of a target's life cycle hold. */
export function targetRequirements(facts: TargetFacts, step: TargetStep): Met<typeof targetTransitions> {
  const { correction } = step;
  return {
    ...teamRequirements(facts, step.on),
    ...(correction && { TEAM_INCOMPLETE: correction.complete, FOREIGN_TEAM_REQUIRED: correction.foreign }),
    STEP_NOT_TAKEN: correction?.taken ?? false,
    NOTHING_CORRECTED: correction?.changes ?? false,
    FEEDBACK_RELIED_ON: !isReliedOn(facts),
    WITHDRAWAL_PROPOSED: facts.withdrawalProposedBy === null,
    WITHDRAWAL_NOT_PROPOSED: facts.withdrawalProposedBy !== null,
    SOMEBODY_ELSE_REQUIRED: step.person !== facts.withdrawalProposedBy,
    ROUND_NOT_AUTHORISED: facts.round.status === "AUTHORISED" || facts.round.status === "RUNNING",
    FINDINGS_NOT_REPORTED: !facts.findings.some((status) => BEFORE_REPORT.includes(status)),
    VERDICTS_MISSING: !facts.judged.some(({ status, verdictStatus }) => isJudged(status) && !verdictStatus),
    VERDICTS_UNDECIDED: !facts.judged.some(({ verdictStatus }) => verdictStatus === "PROPOSED"),
    WORK_RECORDED: !facts.workRecorded,
    FINDINGS_STILL_OPEN: facts.findings.every((status) => SETTLED.includes(status)),
    UNIT_NOT_ATTESTED: facts.unitAttested,
    IMMEDIATE_ACTIONS_OPEN: !facts.actionsOpen,
    TEXT_NAMES_PERSON: facts.tellingNumber === undefined,
    // 已听取未报送: what nobody above was told of is archived with a word why
    NOTHING_SUBMITTED: facts.submitted || step.reason,
    RECTIFICATION_NOT_COMPLETED: facts.rectification === "COMPLETED",
    HEARING_REQUIRED: step.hearing,
    REASON_REQUIRED: step.reason,
    DATE_IN_FUTURE: correction?.past ?? step.on <= step.today,
    DATE_OUT_OF_ORDER: correction?.inOrder ?? step.on >= step.after,
    ENTRY_BEFORE_ROUND: correction?.inRound ?? !isBeforeRound(step.on, facts.round.startsOn),
  };
}

/** What a person is offered: what a target would accept with whatever the command's own arguments can supply. */
export function offeredOfTarget(
  target: Subject<TargetStatus> & Record<(typeof CORRECTABLE)[number], string | null>,
  facts: TargetFacts,
  actor: Actor,
  { today, after }: Pick<TargetStep, "today" | "after">,
): TargetCommand[] {
  const step = { on: entryDay(facts, after, today), today, after, hearing: true, reason: true, person: actor.person };
  const taken = CORRECTABLE.some((field) => target[field] !== null);
  const correction = { taken, changes: true, past: true, inOrder: true, complete: true, foreign: true, inRound: true };
  return offered<TargetStatus, TargetCommand>(targetTransitions, target, actor, (command) =>
    targetRequirements(facts, command === "CORRECT" ? { ...step, correction } : step),
  );
}

/** A day on which the team could have entered: it is complete from the beginning of an appointment on. */
function entryDay(facts: TargetFacts, after: string, today: string): string {
  const days = [today, after, facts.round.startsOn ?? after, ...facts.team.map(({ validFrom }) => validFrom)];
  const isOpen = (day: string) =>
    Object.values(teamRequirements(facts, day)).every(Boolean) && !isBeforeRound(day, facts.round.startsOn);
  return days.find((day) => after <= day && day <= today && isOpen(day)) ?? today;
}

/** 双人: nobody enters alone, and without a team nobody does; some modes have one from elsewhere. */
function teamRequirements({ round, unitOffice, team: everybody }: TargetFacts, on: string) {
  const team = teamOn(everybody, on);
  const fromElsewhere = needsForeignTeam(round.assignmentMode);
  return {
    TEAM_INCOMPLETE: isComplete(team),
    FOREIGN_TEAM_REQUIRED: !fromElsewhere || hasForeigner(team, [round.office, unitOffice]),
  };
}
