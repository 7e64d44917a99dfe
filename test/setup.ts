import { randomBytes } from "node:crypto";
import { startPostgres } from "../scripts/embedded/postgres";
import { freePort } from "../scripts/supervisor/ports";
import { prepareTemplates } from "./support/database";
import { lender } from "./support/platformLender";
import { clusterOf, makeRunFolder, removeDeadRuns, removeRun } from "./support/testRun";

/** Every platform of the tests, and every file that has databases of its own, holds some dozen connections. */
const SETTINGS = { max_connections: "400" };

/** Before all tests: one PostgreSQL for all of them, with a template per tier, and who lends platforms. */
export default async function setup(): Promise<void> {
  await removeDeadRuns();
  const folder = makeRunFolder();
  process.env.TEST_RUN_FOLDER = folder;
  removeWhenInterrupted(folder);
  try {
    const superuserPassword = randomBytes(24).toString("base64url");
    const dataDir = clusterOf(folder);
    const { adminUrl } = await startPostgres({
      dataDir,
      port: await freePort(),
      superuserPassword,
      ephemeral: true,
      settings: SETTINGS,
    });
    await prepareTemplates(adminUrl);
    await lender.open();
  } catch (error) {
    await removeRun(folder);
    throw error;
  }
}

/** Jest does not tear down when it is interrupted. */
function removeWhenInterrupted(folder: string): void {
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const) {
    process.once(signal, () => {
      void removeRun(folder).finally(() => process.exit(128 + number));
    });
  }
}
