import { type FindingStatus, RECTIFIED, SETTLED } from "../finding/finding";
import { type Actor, isOfUnit, type Met, offered, type Subject } from "../lifecycle";
import type { TargetStatus } from "../target/target";
import { type DaysMet, stepsOfUnit } from "./correction";
import {
  EVALUATIONS,
  type Evaluation,
  gradeProposed,
  isReviewComplete,
  RECTIFICATION_DATES,
  type RectificationCommand,
  type RectificationDate,
  type RectificationStatus,
} from "./rectification";
import { isStoodOn } from "./takingBack";
import { rectificationTransitions } from "./transitions";

/** What the steps of a rectification ask about. */
export interface RectificationFacts {
  /** undefined where the caller is not told */
  target: TargetStatus | undefined;
  /** where the target's findings stand */
  findings: readonly FindingStatus[];
  /** the places of the last review */
  signatures: readonly { signedBy: string | null; evaluation: Evaluation | null }[];
  /** who proposes to take its last step back, null where nobody does */
  takeBackProposedBy: string | null;
}

/** One step as it is asked for. */
interface RectificationStep {
  on: string;
  today: string;
  /** the date of the step before */
  after: string;
  /** whether the unit takes it itself */
  byUnit: boolean;
  /** see `coversPlan` */
  plan: boolean;
  report: boolean;
  /** the grade that is proposed with it */
  evaluation: Evaluation | null;
  reason: boolean;
  person: string;
  /** of a correction */
  correction?: DaysMet;
}

/** Which requirements of a rectification's life cycle hold. */
export function rectificationRequirements(
  facts: RectificationFacts,
  step: RectificationStep,
): Met<typeof rectificationTransitions> {
  return {
    PLAN_REQUIRED: step.plan,
    REPORT_REQUIRED: step.report,
    EVALUATION_REQUIRED: step.evaluation !== null,
    GRADE_UNCHANGED: step.evaluation !== gradeProposed(facts.signatures),
    GRADE_NOT_PROPOSED: gradeProposed(facts.signatures) !== null,
    REASON_REQUIRED: step.reason,
    SIGNATURES_MISSING: isReviewComplete(facts.signatures),
    TARGET_NOT_RECTIFYING: facts.target !== undefined && isBeingRectified(facts.target),
    FINDINGS_STILL_OPEN: facts.findings.every((status) => SETTLED.includes(status)),
    OWN_STEP_TODAY: !step.byUnit || step.on === step.today,
    TAKE_BACK_PROPOSED: facts.takeBackProposedBy === null,
    TAKE_BACK_NOT_PROPOSED: facts.takeBackProposedBy !== null,
    SOMEBODY_ELSE_REQUIRED: step.person !== facts.takeBackProposedBy,
    STEP_RELIED_ON: !isStoodOn(facts.target),
    STEP_NOT_TAKEN: step.correction?.taken ?? false,
    STEP_OF_UNIT: step.correction?.ofOffice ?? false,
    NOTHING_CORRECTED: step.correction?.changes ?? false,
    DATE_IN_FUTURE: step.correction?.past ?? step.on <= step.today,
    DATE_OUT_OF_ORDER: step.correction?.inOrder ?? step.on >= step.after,
  };
}

/** What a person is offered: what a rectification would accept with whatever the command's own arguments can supply. */
export function offeredOfRectification(
  rectification: Offering,
  facts: RectificationFacts,
  actor: Actor,
  today: string,
): RectificationCommand[] {
  const ofUnit = stepsOfUnit(rectification);
  const taken = RECTIFICATION_DATES.some((date) => rectification[date] !== null && !ofUnit.includes(date));
  const another = EVALUATIONS.find((grade) => grade !== gradeProposed(facts.signatures)) ?? null;
  const step = {
    ...{ on: today, today, after: rectification.statusOn, person: actor.person },
    byUnit: isOfUnit(actor, rectification),
    ...{ plan: true, report: true, reason: true, evaluation: another },
  };
  const correction = { taken, changes: true, ofOffice: true, past: true, inOrder: true };
  return offered<RectificationStatus, RectificationCommand>(rectificationTransitions, rectification, actor, (command) =>
    rectificationRequirements(facts, command === "CORRECT" ? { ...step, correction } : step),
  );
}

type Offering = Subject<RectificationStatus> &
  Record<RectificationDate, string | null> & {
    statusOn: string;
    planEnteredBy: string | null;
    reportEnteredBy: string | null;
  };

/** A rectification that was found false after its evaluation is evaluated again, with its target where that had come to. */
function isBeingRectified(target: TargetStatus): boolean {
  return target === "RECTIFYING" || target === "EVALUATED" || target === "ARCHIVED";
}

/** A plan has a measure for each finding that was fed back and is neither settled nor rectified yet. */
export function coversPlan(
  fedBack: readonly { findingId: string; status: FindingStatus }[],
  planned: ReadonlySet<string>,
): boolean {
  return fedBack.every(({ findingId, status }) => NOTHING_TO_PLAN.includes(status) || planned.has(findingId));
}

export const NOTHING_TO_PLAN: readonly FindingStatus[] = [...SETTLED, ...RECTIFIED];
