import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TierName } from "../../schema/contract/tier";
import type { TierUrls } from "../provision";
import { type Configuration, databaseConnections } from "./configuration";
import { databaseExists, databaseFolder, embeddedDatabase, provisionTiers } from "./database";
import { gatewayAddress, type Outside, type Surroundings } from "./platformProcesses";
import { type NamedPort, refuseTakenPorts } from "./ports";
import { endProcess } from "./processIdentity";
import { claim, type RunningFile } from "./runningFile";
import { loadSecrets } from "./secrets";
import { type SupervisedProcess, type Supervision, supervise } from "./supervise";

const ORPHAN_GRACE_MS = 2_500;
const PATIENCE_NOTE_MS = 10_000;

/** What the platform is made of; a test brings small ones. */
interface Parts {
  ports: NamedPort[];
  /** needs no database, and starts while it is prepared */
  gateway(outside: Outside): SupervisedProcess;
  /** those that work on the prepared database */
  tiers(surroundings: Surroundings): SupervisedProcess[];
  /** brings the databases to the present form and fills them; nothing to do at most starts */
  prepare(urls: Record<TierName, TierUrls>): Promise<void>;
  /** told once, when everything is ready */
  greet(): void;
  /** one line for whoever watches, and for the log */
  say(line: string): void;
}

/** Runs the platform until it is asked to stop, or says that it runs already.
 * @param stopRequested settles when somebody wants it to end
 * @returns the exit code
 * @throws where it can't be started, with what to do; everything that was started is stopped by then */
export async function runPlatform(
  configuration: Configuration,
  parts: Parts,
  stopRequested: Promise<unknown>,
): Promise<number> {
  const address = gatewayAddress(configuration);
  openDataFolder(configuration.PLATFORM_DATA);
  const claimed = await claim(configuration.PLATFORM_DATA, address);
  if ("address" in claimed) {
    parts.say(`The platform is already running at ${claimed.address} (data in ${configuration.PLATFORM_DATA})`);
    return 0;
  }
  const supervisions: Supervision[] = [];
  const stopping = new AbortController();
  const asked = stopRequested.then(() => stopping.abort());
  const up = bringUp(configuration, parts, claimed, supervisions, stopping.signal);
  try {
    await Promise.race([up, asked]);
    if (!stopping.signal.aborted) parts.greet();
    await asked;
    parts.say("Stopping");
    return 0;
  } finally {
    stopping.abort();
    for (const supervision of [...supervisions].reverse()) await supervision.stop();
    await up.catch(() => {}); // thrown above, or cut off by the stop
    for (const supervision of [...supervisions].reverse()) await supervision.stop(); // what came up meanwhile
    claimed.release();
  }
}

async function bringUp(
  configuration: Configuration,
  { ports, gateway, tiers, prepare, say }: Parts,
  owned: RunningFile,
  supervisions: Supervision[],
  stopping: AbortSignal,
): Promise<void> {
  if (owned.orphans.length > 0) say("Stopping what the last supervisor left running when it was killed");
  await Promise.all(owned.orphans.map((orphan) => endProcess(orphan, ORPHAN_GRACE_MS)));
  owned.record([]);

  const dataFolder = configuration.PLATFORM_DATA;
  const secrets = loadSecrets(dataFolder, databaseExists(dataFolder));
  await refuseTakenPorts(ports);
  if (!databaseExists(dataFolder)) say(`Making a new database in ${dataFolder}`);
  stopping.throwIfAborted();
  const processes = supervise(say, owned.record);
  supervisions.push(processes);
  processes.keep([gateway({ configuration, secrets })]);

  const database = await embeddedDatabase({
    dataDir: databaseFolder(dataFolder),
    port: configuration.DATABASE_PORT,
    superuserPassword: secrets.superuser,
    settings: { max_connections: String(databaseConnections(configuration)) },
    logFile: join(dataFolder, "logs", "postgres.log"),
    log: say,
  });
  const keeper = supervise(say);
  supervisions.unshift(keeper); // stopped last
  keeper.keep([database.process]);
  stopping.throwIfAborted();
  const urls = await provisionTiers(database.adminUrl, secrets);
  await prepare(urls);
  stopping.throwIfAborted();
  processes.keep(tiers({ configuration, secrets, urls }));
  await untilReady(processes, say);
}

async function untilReady(processes: Supervision, say: (line: string) => void): Promise<void> {
  const noted = new AbortController();
  void noteWaiting(processes, say, noted.signal);
  await processes.ready().finally(() => noted.abort());
}

/** Says from time to time what is not ready yet: whoever waits wants to know for what. */
async function noteWaiting(supervision: Supervision, say: (line: string) => void, done: AbortSignal): Promise<void> {
  for (;;) {
    await pause(PATIENCE_NOTE_MS, undefined, { signal: done }).catch(() => {}); // ready
    if (done.aborted) return;
    say(`Waiting for: ${supervision.waitingFor().join(", ")}`);
  }
}

/** PostgreSQL's account must get through it, and need not look into it. */
function openDataFolder(dataFolder: string): void {
  mkdirSync(join(dataFolder, "logs"), { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) chmodSync(dataFolder, 0o711);
  else chmodSync(dataFolder, 0o700);
}
