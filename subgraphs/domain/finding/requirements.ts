import { type Actor, holdsOneOf, isOfUnit, type Met, offered, type Subject } from "../lifecycle";
import type { FindingCommand, FindingStatus } from "./finding";
import { mayObjectOn, type ObjectionPeriod } from "./objection";
import { mayTakeBackForOthers } from "./takingBack";
import { findingTransitions } from "./transitions";

/** What the steps of a finding ask about. */
export interface FindingFacts {
  /** whether its target is fed back */
  fedBack: boolean;
  /** undefined before the feedback */
  period: ObjectionPeriod | undefined;
  /** the account of the latest claim, null before the first */
  claimedBy: string | null;
  /** who brought it to its present status, null where nobody knows any more */
  statusBy: string | null;
  /** who took back that the unit was heard, null where nobody did or it was heard since */
  exchangeTakenBackBy: string | null;
  /** who proposes to take its last step back, null where nobody does */
  takeBackProposedBy: string | null;
  /** see `isStoodOn` */
  stoodOn: boolean;
}

/** One step as it is asked for. */
interface FindingStep {
  person: string;
  /** see `mayTakeBackForOthers` */
  decides: boolean;
  /** of an objection: the day on which the unit objected */
  on: string;
  today: string;
  /** the reason, the unit's reply, or the proof */
  note: boolean;
  /** whether it says why the facts were not exchanged */
  exception: boolean;
  /** whether a corrected text comes with it */
  text: boolean;
}

/** Which requirements of a finding's life cycle hold. */
export function findingRequirements(facts: FindingFacts, step: FindingStep): Met<typeof findingTransitions> {
  const { fedBack, period, claimedBy, statusBy, exchangeTakenBackBy, takeBackProposedBy } = facts;
  return {
    REASON_REQUIRED: step.note,
    REPLY_REQUIRED: step.note,
    PROOF_REQUIRED: step.note,
    DIRECT_REPORT_REASON_REQUIRED: step.exception,
    TEXT_REQUIRED: step.text,
    DATE_IN_FUTURE: step.on <= step.today,
    DATE_OUT_OF_ORDER: period !== undefined && step.on >= period.from,
    WITHIN_OBJECTION_DAYS: mayObjectOn(step.on, period),
    NOT_FED_BACK: fedBack,
    // who claimed does not verify, and who proposes to take that back does not decide it
    SOMEBODY_ELSE_REQUIRED: step.person !== (takeBackProposedBy ?? claimedBy),
    NOT_YOUR_STEP: step.decides || step.person === statusBy,
    // by an immediate action: nobody claimed it
    STEP_IS_FINAL: claimedBy !== null,
    STEP_RELIED_ON: !facts.stoodOn,
    TAKE_BACK_PROPOSED: takeBackProposedBy === null,
    TAKE_BACK_NOT_PROPOSED: takeBackProposedBy !== null,
    EXCHANGE_TAKEN_BACK: step.person !== exchangeTakenBackBy,
  };
}

/** What a person is offered: what a finding would accept with whatever the command's own arguments can supply. */
export function offeredOfFinding(
  finding: Subject<FindingStatus> & { claimEnteredBy: string | null },
  facts: FindingFacts,
  actor: Actor,
  today: string,
): FindingCommand[] {
  const step = {
    person: actor.person,
    decides: holdsOneOf(actor, finding, mayTakeBackForOthers(finding)),
    // the office may enter what came in earlier, the unit acts today
    on: isOfUnit(actor, finding) ? today : (facts.period?.from ?? today),
    today,
    ...{ note: true, exception: true, text: true },
  };
  const met = findingRequirements(facts, step);
  return offered<FindingStatus, FindingCommand>(findingTransitions, finding, actor, () => met);
}
