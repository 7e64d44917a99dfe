import { type Actor, type Met, offered, type Subject } from "../lifecycle";
import type { RoundCommand, RoundKind, RoundStatus } from "./round";
import { roundTransitions } from "./transitions";

/** What may have been entered wrongly of a round. Its number, term and mode are what its targets were planned by. */
export const ROUND_FIELDS = ["title", "kind", "startsOn", "endsOn", "documentNumber", "authorisedOn"] as const;
type RoundField = (typeof ROUND_FIELDS)[number];
/** What a round may be without. */
export const ROUND_FIELDS_TO_CLEAR = ["startsOn", "endsOn"] as const satisfies RoundField[];
/** What the authorisation brought. */
const AUTHORISED_WITH: readonly RoundField[] = ["documentNumber", "authorisedOn"];

/** What the header says, or is to say. */
export type RoundValues = Record<RoundField, string | null>;

/** What somebody proposes that the header should say. */
export interface RoundProposal {
  values: Partial<RoundValues>;
  by: string;
  reason: string;
  at: string;
}

/** What the correction of a round is measured by. */
export interface RoundFacts {
  header: RoundValues;
  /** the first day of the term, before which nobody authorises in it; undefined where the term is not known */
  termStartsOn: string | undefined;
  /** the day on which the first team entered, after which nobody authorises it, and no plan begins */
  firstEnteredOn: string | null;
  /** who proposed a correction, null where nobody does */
  proposedBy: string | null;
  today: string;
}

/** What a correction asks beside the other steps of a round. */
export type CorrectionMet = Pick<
  Met<typeof roundTransitions>,
  | "NOTHING_CORRECTED"
  | "STEP_NOT_TAKEN"
  | "PREDECESSOR_REQUIRED"
  | "PERIOD_INVALID"
  | "DATE_IN_FUTURE"
  | "DATE_OUT_OF_ORDER"
  | "CORRECTION_PROPOSED"
  | "CORRECTION_NOT_PROPOSED"
  | "SOMEBODY_ELSE_REQUIRED"
>;

/** Asks whether a round's header may say something else. The values that are not named stay.
 * @param values those of the step, or those that were proposed */
export function judgeRound(facts: RoundFacts, values: Partial<RoundValues>, person: string): CorrectionMet {
  const { header, termStartsOn, firstEnteredOn, proposedBy, today } = facts;
  const named = ROUND_FIELDS.filter((field) => values[field] !== undefined);
  const after = { ...header, ...values };
  const { startsOn, endsOn, authorisedOn } = after;
  // a round from before this was asked may have entries that lie before its plan
  const moved = named.includes("startsOn") && startsOn !== header.startsOn;
  const beforeEntry = !moved || startsOn === null || firstEnteredOn === null || startsOn <= firstEnteredOn;
  const inTerm = authorisedOn === null || (termStartsOn !== undefined && authorisedOn >= termStartsOn);
  return {
    NOTHING_CORRECTED: named.some((field) => after[field] !== header[field]),
    STEP_NOT_TAKEN: named.every((field) => !AUTHORISED_WITH.includes(field) || header[field] !== null),
    // a look-back has targets that look back, and no other kind has any
    PREDECESSOR_REQUIRED: isLookBack(after.kind) === isLookBack(header.kind),
    PERIOD_INVALID: !startsOn || !endsOn || startsOn <= endsOn,
    DATE_IN_FUTURE: authorisedOn === null || authorisedOn <= today,
    DATE_OUT_OF_ORDER: beforeEntry && inTerm && (!authorisedOn || !firstEnteredOn || authorisedOn <= firstEnteredOn),
    CORRECTION_PROPOSED: proposedBy === null,
    CORRECTION_NOT_PROPOSED: proposedBy !== null,
    SOMEBODY_ELSE_REQUIRED: person !== proposedBy,
  };
}

function isLookBack(kind: string | null): boolean {
  return kind === ("LOOK_BACK" satisfies RoundKind);
}

/** What a person is offered: what a round would accept with whatever the command's own arguments can supply. What was proposed is
 * measured as it would be when it is decided.
 * @param proposal null where nobody proposes anything
 * @param targets whether it has any */
export function offeredOfRound(
  round: Subject<RoundStatus>,
  facts: RoundFacts,
  proposal: Pick<RoundProposal, "values"> | null,
  targets: boolean,
  actor: Actor,
): RoundCommand[] {
  const judged = judgeRound(facts, proposal?.values ?? {}, actor.person);
  const { CORRECTION_PROPOSED, CORRECTION_NOT_PROPOSED, SOMEBODY_ELSE_REQUIRED, DATE_OUT_OF_ORDER } = judged;
  const asked = { CORRECTION_PROPOSED, CORRECTION_NOT_PROPOSED, SOMEBODY_ELSE_REQUIRED, TARGETS_REQUIRED: targets };
  return offered<RoundStatus, RoundCommand>(roundTransitions, round, actor, (command) =>
    command === "APPROVE_CORRECTION" ? { ...asked, DATE_OUT_OF_ORDER } : asked,
  );
}
