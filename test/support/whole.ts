/** Whether a test is asked for as a whole, as `npm run whole` asks, or in the small, as `npm test` does (docs/adr/0030). */
export const WHOLE = process.env.TEST_WHOLE === "1";

/** Tests that have no small form: there are none of them but in `npm run whole`. */
export const testWhole: typeof test | undefined = WHOLE ? test : undefined;
export const describeWhole: typeof describe | undefined = WHOLE ? describe : undefined;

/** Of cases that pass through the same code so many, spread over all of them, and all as a whole. The same ones each time: what
 * fails here is repeated by the same command. */
export function few<Case>(count: number, cases: readonly Case[]): readonly Case[] {
  if (WHOLE || cases.length <= count) return cases;
  return Array.from({ length: count }, (_, i) => cases[Math.floor((i * cases.length) / count)] as Case);
}
