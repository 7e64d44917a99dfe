import { lender } from "./support/platformLender";
import { removeRun } from "./support/testRun";

/** After all tests: nothing of the run is left. */
export default async function teardown(): Promise<void> {
  await lender.close();
  const folder = process.env.TEST_RUN_FOLDER;
  if (folder) await removeRun(folder);
}
