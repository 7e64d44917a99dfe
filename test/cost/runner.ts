import { type Elsewhere, spentElsewhere } from "./elsewhere";
import { spentHere } from "./processorTime";

/** What a test file cost, in seconds. */
export interface Cost extends Elsewhere {
  /** its own processor time, with that of the processes that it started */
  here: number;
  /** from its beginning to its end */
  clock: number;
}

type TestRunner = (
  globals: object,
  project: object,
  environment: unknown,
  runtime: unknown,
  path: string,
  ...more: unknown[]
) => Promise<object>;
const { default: circus } = require("jest-circus/runner") as { default: TestRunner };

/** Jest's own runner, which also says what each file cost. It is not given the way to tell each test's begin and end at once, two words
 * between processes for each of thousands: a file's tests are told when it is over. */
const run: TestRunner = async (globals, project, environment, runtime, path) => {
  const begun = performance.now();
  const before = { here: spentHere(), ...spentElsewhere() };
  const result = await circus(globals, project, environment, runtime, path);
  const after = { here: spentHere(), ...spentElsewhere() };
  const cost: Cost = {
    here: after.here - before.here,
    platform: after.platform - before.platform,
    database: after.database - before.database,
    clock: (performance.now() - begun) / 1_000,
  };
  return { ...result, cost };
};
export default run;
