/** What may stand in the way of the end of an entry, and what stands on one. */
export interface EndFacts {
  validFrom: string;
  validTo: string | null;
  /** the days on which teams entered the unit */
  enteredOn: readonly string[];
  /** a round still plans it, its rectification is not completed, or units stand below it */
  inUse: boolean;
  /** whether another entry goes on: what is open follows it */
  succeeded: boolean;
}

/** Which of an end's requirements hold.
 * @param on the first day on which the entry is not valid any more */
export function judgeEnd({ validFrom, validTo, enteredOn, inUse, succeeded }: EndFacts, on: string | undefined) {
  const day = on ?? "";
  return {
    PERIOD_INVALID: validFrom < day && (validTo === null || day <= validTo),
    INSPECTED_OUTSIDE: enteredOn.every((entered) => entered < day),
    UNIT_IN_USE: succeeded || !inUse,
  };
}
