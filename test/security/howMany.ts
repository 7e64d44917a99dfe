/** Which worlds are drawn: others in each run, TEST_SEED=… repeats a run. */
export const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);

/** How many worlds a property is asked of: few among all tests, `npm run authz` asks for TEST_WORLDS times as many. */
export function worldsFrom(few: number): number {
  return few * Number(process.env.TEST_WORLDS ?? 1);
}
