import { join } from "node:path";
import { TIER_NAMES, type TierName, tierOfName } from "../schema/contract/tier";
import { migrate } from "./migrate";
import type { TierUrls } from "./provision";
import { seed } from "./seed";
import { BadConfiguration, type Configuration, readConfiguration, settingsToRepeat } from "./supervisor/configuration";
import { runPlatform } from "./supervisor/platform";
import {
  accountsFile,
  clueKeysFolder,
  gatewayAddress,
  gatewayProcess,
  portsOf,
  tierProcesses,
} from "./supervisor/platformProcesses";
import { loadSigningKeys } from "./supervisor/signingKeys";
import { CONFIGURATION_ERROR } from "./supervisor/supervise";
import { greeting, progressReporter, speaker } from "./supervisor/terminal";

const ORPHAN_POLL_MS = 500;

/** `npm start`: everything on one machine, from the database to the gateway, until Ctrl-C. */
async function main(): Promise<number> {
  const configuration = readConfiguration(process.env);
  const demo = configuration.PLATFORM_MODE === "demo";
  const say = speaker(join(configuration.PLATFORM_DATA, "logs", "supervisor.log"));
  return runPlatform(
    configuration,
    {
      ports: portsOf(configuration),
      gateway: gatewayProcess,
      tiers: tierProcesses,
      prepare: (urls) => prepare(urls, configuration, say),
      greet: () => say(greeting(gatewayAddress(configuration), demo ? demonstrationOf(configuration) : undefined)),
      say,
    },
    stopRequested(),
  );
}

function demonstrationOf(configuration: Configuration) {
  return { accountsFile: accountsFile(configuration), settings: settingsToRepeat(configuration) };
}

async function prepare(
  urls: Record<TierName, TierUrls>,
  configuration: Configuration,
  say: (line: string) => void,
): Promise<void> {
  await Promise.all(TIER_NAMES.map((tier) => migrate(urls[tier].owner, tierOfName(tier))));
  const { progress, end } = progressReporter(say);
  await seed({
    urls,
    regionsDir: configuration.REGIONS_DIR,
    accountsFile: accountsFile(configuration),
    keysDir: clueKeysFolder(configuration),
    signingKeys: loadSigningKeys(configuration.PLATFORM_DATA),
    demonstration: configuration.PLATFORM_MODE === "demo",
    progress,
  }).finally(end);
}

/** npm passes a Ctrl-C on that the terminal has sent here already: the second one means nothing. */
function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
    // an npm that is ended passes nothing on to what its shell started
    const shell = process.ppid;
    const orphaned = () => process.ppid !== shell && resolve();
    if (process.env.npm_lifecycle_event) setInterval(orphaned, ORPHAN_POLL_MS).unref();
  });
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    const bad = error instanceof BadConfiguration;
    console.error(bad ? `The platform does not start with these settings:\n${error.message}` : error.message);
    process.exit(bad ? CONFIGURATION_ERROR : 1);
  },
);
