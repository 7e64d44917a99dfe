import { createHash } from "node:crypto";
import { accessSync, chmodSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPostmaster, stopPostmaster } from "../../scripts/embedded/postmaster";
import { processIdentity } from "../../scripts/supervisor/processIdentity";

/** The folder's name says which process it belongs to, so that a later run knows what a killed one left behind. */
const NAME = /^inspection-test-(\d+)-([0-9a-f]{12})-/;

/** A file system in memory, on most Linux. */
const MEMORY = "/dev/shm";
/** A run takes one GB at most. */
const ROOM_BYTES = 3_000_000_000;

/** Makes the folder of this run; PostgreSQL's account may enter it. It is in memory where there is room: a database is a thousand files,
 * and to make them on a disk and take them away again takes the kernel ten times as long. */
export function makeRunFolder(): string {
  const parent = isRoomy(MEMORY) ? MEMORY : tmpdir();
  const folder = mkdtempSync(join(parent, `inspection-test-${process.pid}-${markOf(process.pid)}-`));
  chmodSync(folder, 0o755);
  return folder;
}

export function clusterOf(folder: string): string {
  return join(folder, "cluster");
}

/** Stops the server of a run, if it runs, and takes the folder away. */
export async function removeRun(folder: string): Promise<void> {
  const server = findPostmaster(clusterOf(folder));
  if (server) await stopPostmaster(server);
  rmSync(folder, { recursive: true, force: true });
}

/** Removes what runs that were killed have left; other runs of this moment keep theirs. */
export async function removeDeadRuns(): Promise<void> {
  for (const parent of [tmpdir(), MEMORY]) {
    for (const name of namesIn(parent)) {
      const [, pid, mark] = NAME.exec(name) ?? [];
      const folder = join(parent, name);
      if (pid && markOf(Number(pid)) !== mark && isOurs(folder)) await removeRun(folder);
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // there is no memory to write files to
    throw error;
  }
}

/** @returns false where it is not there, not ours to write, or too small, as a container's often is */
function isRoomy(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES;
  } catch {
    return false;
  }
}

/** @returns undefined where no such process runs */
function markOf(pid: number): string | undefined {
  const identity = processIdentity(pid);
  return identity && createHash("sha256").update(identity).digest("hex").slice(0, 12);
}

function isOurs(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}
