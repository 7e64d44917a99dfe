/** Why an office has told nothing at all, if so: its zeros then say nothing, and are shown as what they are. */
export function silenceOf<Gap extends string>(gaps: readonly Gap[]): Gap | undefined {
  return gaps.find((gap) => gap === "SILENT" || gap === "NOT_ENROLLED");
}

/** What is known of a number of an office.
 * @returns nothing where a zero would pass silence off as cleanliness */
export function toldCount(count: number, gaps: readonly string[]): number | undefined {
  return count === 0 && silenceOf(gaps) ? undefined : count;
}
