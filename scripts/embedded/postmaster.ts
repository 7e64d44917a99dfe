import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { endProcess, isRunning, type KnownProcess, processIdentity } from "../supervisor/processIdentity";

const RECOVERY_MS = 120_000;
/** What was left running and says nothing for so long is cut off. */
const SILENCE_MS = 5_000;
/** A first word takes its time where everything starts at once, as after a reboot: whoever hung up earlier would only ask for it anew. */
const WORD_MS = 10_000;
/** SQLSTATE codes of PostgreSQL. */
const INVALID_PASSWORD = "28P01";
const CANNOT_CONNECT_NOW = "57P03";

/** How a server is reached, and what is expected of it. */
interface Expected {
  dataDir: string;
  adminUrl: string;
  ephemeral: boolean;
}

/** The server that runs on these files, if any: the orphan of a supervisor that was killed. */
export function findPostmaster(dataDir: string): (KnownProcess & { port: number }) | undefined {
  const { pid, port = 0 } = readPidFile(dataDir);
  if (pid === undefined) return undefined;
  const identity = processIdentity(pid);
  return identity && isServerOf(dataDir, pid) ? { pid, identity, port } : undefined;
}

/** Whether a server runs with these arguments, and no others: each start writes its own down. */
export function wasStartedWith(dataDir: string, args: readonly string[]): boolean {
  const written = readFileSync(join(dataDir, "postmaster.opts"), "utf8");
  return written.trimEnd().endsWith(` ${args.map((each) => `"${each}"`).join(" ")}`);
}

/** Lets a server start over the pid file of a dead one, whose number may belong to a zombie or, after a reboot, to another
 * program. The server does not mind its parent's number; the rest of the file stays, because by it the server sees
 * whether somebody still works on these files after all. */
export function disownPidFile(dataDir: string): void {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^.*/, String(process.pid)));
}

/** Whether the server that answers at the address is the one of these files, with these settings. A recovery is waited for.
 * @param started the server that was started just now, and has said that it takes connections: to end it because the machine is busy would
 * be another recovery, and the machine as busy
 * @throws where the superuser's password does not fit */
export async function isHealthy(expected: Expected, started?: KnownProcess): Promise<boolean> {
  const asked = Date.now();
  for (;;) {
    const answer = await ask(expected, started ? WORD_MS : SILENCE_MS);
    if (answer === "EXPECTED" || answer === "OTHER") return answer === "EXPECTED";
    if (started && !isRunning(started)) return false;
    if (Date.now() - asked > (started || answer === "RECOVERING" ? RECOVERY_MS : SILENCE_MS)) return false;
    await pause(50);
  }
}

/** Waits until the server has said in its pid file that it takes connections.
 * @returns false where it ended instead, or does not come to an end with its recovery */
export async function becomesReady(server: KnownProcess, dataDir: string): Promise<boolean> {
  for (const deadline = Date.now() + RECOVERY_MS; Date.now() < deadline && isRunning(server); await pause(10)) {
    const { pid, status } = readPidFile(dataDir);
    if (pid === server.pid && status === "ready") return true;
  }
  return false;
}

/** Disconnects everybody and writes everything out; a server that can't is cut off, and recovers at the next start. */
export async function stopPostmaster(server: KnownProcess): Promise<void> {
  await endProcess(server, 5_000, { ask: "SIGINT", insist: "SIGKILL" });
}

/** Cuts a server off that does not answer any more; nothing that was committed is lost. */
export async function cutOffPostmaster(server: KnownProcess): Promise<void> {
  await endProcess(server, 1_000, { ask: "SIGQUIT", insist: "SIGKILL" });
}

/** Lines of postmaster.pid: number, data directory, start, port, socket folder, address, shared memory, status. */
function readPidFile(dataDir: string): { pid?: number; port?: number; status?: string } {
  try {
    const lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return {
      pid: Number.isInteger(pid) && pid > 0 ? pid : undefined,
      port: Number(lines[3]),
      status: lines[7]?.trim(),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

async function ask(
  { dataDir, adminUrl, ephemeral }: Expected,
  withinMs: number,
): Promise<"EXPECTED" | "OTHER" | "RECOVERING" | "SILENT"> {
  const client = new Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  });
  client.on("error", () => {}); // a connection that breaks while it is asked is silence, which the caller sees
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string; fsync: string }>(
      "select current_setting('data_directory') as dir, current_setting('fsync') as fsync",
    );
    return rows[0]?.dir === dataDir && (rows[0].fsync === "off") === ephemeral ? "EXPECTED" : "OTHER";
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code === INVALID_PASSWORD) throw new Error(wrongPassword(dataDir));
    return code === CANNOT_CONNECT_NOW ? "RECOVERING" : "SILENT";
  } finally {
    await client.end().catch(() => {}); // already broken
  }
}

function wrongPassword(dataDir: string): string {
  return `The superuser's password does not fit the database in ${dataDir}. Restore the secrets that were made with it, or remove the folder to start afresh (its data are lost).`;
}

/** The server makes its data directory its working folder, which tells it from another server with a recycled number.
 * Where a system does not show working folders, the command line must name the directory. */
function isServerOf(dataDir: string, pid: number): boolean {
  if (process.platform !== "linux") {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)])
      .toString()
      .includes(dataDir);
  }
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === dataDir && readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres"
    );
  } catch {
    return false; // gone meanwhile, or another account's: this caller's server would be readable
  }
}
