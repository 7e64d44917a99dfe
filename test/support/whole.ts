/** Whether a test is asked for as a whole, as `npm run whole` asks, or in the small, as `npm test` does. */
export const WHOLE = process.env.TEST_WHOLE === "1";

/** A test that has no small form: there is none of it but in `npm run whole`. */
export const testWhole: typeof test | undefined = WHOLE ? test : undefined;
