import { type Actor, type Met, offered, type Subject } from "../lifecycle";
import { unitTransitions } from "./transitions";
import { UNIT_FIELDS, type UnitCommand, type UnitStatus, type UnitValues } from "./unit";

/** What the correction of an entry asks about. */
interface UnitFacts {
  /** as the entry stands */
  entry: UnitValues;
  /** whether a round names the unit, an account answers for it, or another unit stands below it */
  reliedOn: boolean;
  /** the days on which teams entered it */
  enteredOn: readonly string[];
  /** who proposed, null where nobody does */
  proposedBy: string | null;
  /** whether another entry goes on from it */
  succeeded: boolean;
}

/** Which requirements of an entry's correction hold.
 * @param values what it is to say: those of the step, or those that were proposed */
export function unitRequirements(
  { entry, reliedOn, enteredOn, proposedBy, succeeded }: UnitFacts,
  values: Partial<UnitValues>,
  step: { person: string; reason: boolean },
): Omit<Met<typeof unitTransitions>, "DOCUMENT_REQUIRED" | "UNIT_IN_USE"> {
  const after = { ...entry, ...values };
  const { validFrom, validTo } = after;
  return {
    REASON_REQUIRED: step.reason,
    NOTHING_CORRECTED: UNIT_FIELDS.some((field) => after[field] !== entry[field]),
    UNIT_RELIED_ON: !reliedOn,
    PERIOD_INVALID: validFrom !== null && (validTo === null || validFrom < validTo),
    INSPECTED_OUTSIDE: enteredOn.every((day) => (validFrom ?? "") <= day && (validTo === null || day < validTo)),
    STEP_RELIED_ON: !succeeded,
    SOMEBODY_ELSE_REQUIRED: step.person !== proposedBy,
  };
}

/** What a person is offered: what an entry would accept with whatever the command's own arguments can supply. What was proposed is
 * measured as it would be when it is decided.
 * @param proposed undefined where nobody proposes anything
 * @param inUse whether it still has something to do, so that it is not ended */
export function offeredOfUnit(
  unit: Subject<UnitStatus>,
  facts: UnitFacts,
  proposed: Partial<UnitValues> | undefined,
  inUse: boolean,
  actor: Actor,
): UnitCommand[] {
  const judged = unitRequirements(facts, proposed ?? {}, { person: actor.person, reason: true });
  const { UNIT_RELIED_ON, STEP_RELIED_ON, SOMEBODY_ELSE_REQUIRED, INSPECTED_OUTSIDE } = judged;
  const asked = { UNIT_RELIED_ON, STEP_RELIED_ON, SOMEBODY_ELSE_REQUIRED, UNIT_IN_USE: !inUse };
  return offered<UnitStatus, UnitCommand>(unitTransitions, unit, actor, (command) =>
    command === "APPROVE_CORRECTION" ? { ...asked, INSPECTED_OUTSIDE } : asked,
  );
}
