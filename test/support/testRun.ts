import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPostmaster, stopPostmaster } from "../../scripts/embedded/postmaster";
import { processIdentity } from "../../scripts/supervisor/processIdentity";

/** The folder's name says which process it belongs to, so that a later run knows what a killed one left behind. */
const NAME = /^inspection-test-(\d+)-([0-9a-f]{12})-/;

/** Makes the folder of this run; PostgreSQL's account may enter it. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `inspection-test-${process.pid}-${markOf(process.pid)}-`));
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
  for (const name of readdirSync(tmpdir())) {
    const [, pid, mark] = NAME.exec(name) ?? [];
    const folder = join(tmpdir(), name);
    if (pid && markOf(Number(pid)) !== mark && isOurs(folder)) await removeRun(folder);
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
