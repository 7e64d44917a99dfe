import type { Met } from "../lifecycle";
import type { unitTransitions } from "./transitions";
import { UNIT_FIELDS, type UnitValues } from "./unit";

/** What the correction of an entry asks about. */
export interface UnitFacts {
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
