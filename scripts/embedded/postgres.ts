import { spawn } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { release } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { refuseTakenPorts } from "../supervisor/ports";
import { isRunning, type KnownProcess, processIdentity } from "../supervisor/processIdentity";
import { type ServerAccount, serverAccount } from "./account";
import { initialise, placeDataDirectory, refuseOtherMajor } from "./dataDirectory";
import {
  becomesReady,
  cutOffPostmaster,
  disownPidFile,
  findPostmaster,
  isHealthy,
  stopPostmaster,
  wasStartedWith,
} from "./postmaster";
import { locatePrograms, type Programs } from "./programs";
import { recoverySettings } from "./recovery";

const HOST = "127.0.0.1";
const LAST_QUERIES_MS = 5_000;

export interface PostgresOptions {
  /** made where it is absent; mode 0700 */
  dataDir: string;
  port: number;
  /** of the role `postgres`; fixed when the data directory is made */
  superuserPassword: string;
  /** for tests: nothing is written for good, a crash of the machine loses the data */
  ephemeral?: boolean;
  /** more settings of the server, or others, by name */
  settings?: Record<string, string>;
  /** what the server writes; default: `server.log` in the data directory */
  logFile?: string;
  /** told where things are, when they are not where they were asked for, and of orphans */
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  host: typeof HOST;
  port: number;
  /** superuser, database `postgres` */
  adminUrl: string;
  pid: number;
  /** where the files really are */
  dataDir: string;
  /** whether the server was already running: the orphan of a parent that was killed */
  adopted: boolean;
  /** settles when the server has ended, for whatever reason; who never asks for it is not kept alive by it */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** Runs PostgreSQL from the programs of the npm package, as root (under an unprivileged account) or as any other account.
 * The server outlives a parent that is killed; the next start with the same data directory adopts it.
 * @throws with what to do, where the port is taken, the files are of another major version or account, the password does
 * not fit, or the programs do not run here */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { port, superuserPassword, ephemeral = false, log = () => {} } = options;
  const account = serverAccount(options.dataDir);
  const dataDir = placeDataDirectory(options.dataDir, account, log);
  const programs = locatePrograms(account, dirname(dataDir), log);
  await initialise(dataDir, programs, account, superuserPassword, { sync: !ephemeral });
  refuseOtherMajor(dataDir, programs);

  const adminUrl = `postgres://postgres:${encodeURIComponent(superuserPassword)}@${HOST}:${port}/postgres`;
  const expected = { dataDir, adminUrl, ephemeral };
  const chosen = { ...options, ephemeral };
  const orphan = findPostmaster(dataDir);
  const answers = orphan?.port === port && (await isHealthy(expected));
  // a version before this one may have started it, for fewer connections than the processes of this one open
  const adopted = answers && wasStartedWith(dataDir, argumentsOf(dataDir, chosen));
  if (orphan && !adopted) {
    const wrong = answers ? "has other settings than are asked for" : "does not answer as it should";
    log(`The PostgreSQL that was left running (process ${orphan.pid}) ${wrong}; it is stopped`);
    await (answers ? stopPostmaster(orphan) : cutOffPostmaster(orphan));
  }
  if (adopted) log(`Adopted the PostgreSQL that was left running (process ${orphan.pid})`);
  const server = adopted ? orphan : await launchWhenFree(programs, account, dataDir, chosen);
  if (!adopted && !(await isHealthy(expected, server))) {
    await stopPostmaster(server);
    throw new Error(`PostgreSQL in ${dataDir} started but does not answer on port ${port}.`);
  }
  let watched: Promise<void> | undefined;
  return {
    host: HOST,
    port,
    adminUrl,
    pid: server.pid,
    dataDir,
    adopted,
    get exited() {
      watched ??= untilGone(server);
      return watched;
    },
    stop: () => stopPostmaster(server),
  };
}

/** The last queries of a server that was killed end a moment after it. */
async function launchWhenFree(...server: Parameters<typeof launch>): Promise<KnownProcess> {
  for (const begun = Date.now(); ; await pause(100)) {
    try {
      return await launch(...server);
    } catch (error) {
      const busy = (error as Error).message.includes("shared memory block");
      if (!busy || Date.now() - begun > LAST_QUERIES_MS) throw error;
    }
  }
}

async function launch(
  programs: Programs,
  account: ServerAccount,
  dataDir: string,
  options: PostgresOptions & { ephemeral: boolean },
): Promise<KnownProcess> {
  await refuseTakenPorts([{ host: HOST, port: options.port, setting: "DATABASE_PORT" }]);
  const logFile = options.logFile ?? join(dataDir, "server.log");
  mkdirSync(dirname(logFile), { recursive: true });
  disownPidFile(dataDir);
  chmodSync(dataDir, 0o700);
  const descriptor = openSync(logFile, "a", 0o600);
  const logStart = statSync(logFile).size;
  // A file and not a pipe: the server must not die of a broken pipe when its parent is killed.
  const child = spawn(join(programs.dir, "bin", "postgres"), argumentsOf(dataDir, options), {
    ...account,
    cwd: "/",
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  child.unref();
  const pid = await new Promise<number>((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid as number));
    child.once("error", reject);
  });
  const server = { pid, identity: processIdentity(pid) ?? "" };
  if (await becomesReady(server, dataDir)) return server;
  await stopPostmaster(server);
  const words = readFileSync(logFile).subarray(logStart).toString().trim().split("\n").slice(-8).join("\n");
  throw new Error(`PostgreSQL did not start in ${dataDir}. It says (${logFile}):\n${words}`);
}

function argumentsOf(dataDir: string, { port, ephemeral, settings }: PostgresOptions): string[] {
  const common = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: "", // none: a socket's path may have 107 bytes, and a checkout's path is longer
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
  };
  // Details and statements of an error carry values of rows, and a log must not carry personal data.
  const quiet = { log_error_verbosity: "terse", log_min_error_statement: "panic" };
  const durable = { shared_buffers: "256MB", ...quiet, ...recoverySettings(process.platform, release()) };
  const fleeting = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    checkpoint_timeout: "1h",
    autovacuum: "off",
  };
  const chosen: Record<string, string> = { ...common, ...(ephemeral ? fleeting : durable), ...settings };
  return ["-D", dataDir, ...Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Looked at often enough for a restart to be quick; an adopted server is nobody's child, so nothing tells us. */
async function untilGone(server: KnownProcess): Promise<void> {
  while (isRunning(server)) await pause(100);
}
