import { type Elsewhere, spentElsewhere } from "./elsewhere";
import { spentHere } from "./processorTime";

/** What a test file cost, in seconds. */
export interface Cost extends Elsewhere {
  /** its own processor time, with that of the processes that it started */
  here: number;
}

type TestRunner = (
  globals: object,
  project: object,
  environment: { global: object },
  ...more: unknown[]
) => Promise<object>;
const { default: circus } = require("jest-circus/runner") as { default: TestRunner };

/** Jest's own runner, which also says what each file cost. */
export const run: TestRunner = async (globals, project, environment, ...more) => {
  const before = spentHere();
  const result = await circus(globals, project, environment, ...more);
  const cost: Cost = { here: spentHere() - before, ...spentElsewhere(environment.global) };
  return { ...result, cost };
};
export default run;
