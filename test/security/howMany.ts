import { WHOLE } from "../support/whole";

/** Which worlds are drawn: others in each run, TEST_SEED=… repeats a run. */
export const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);

/** How many worlds a property is asked of: few among all tests, and as a whole TEST_WORLDS times as many as `whole`. */
export function worldsFrom(small: number, whole: number): number {
  return WHOLE ? whole * Number(process.env.TEST_WORLDS ?? 1) : small;
}
