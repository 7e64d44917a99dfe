import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** One thing that a command must show. */
export interface Target {
  name: string;
  /** what holds, as a comparison: "= 3058", "<= 0.2" */
  limit: string;
  found: number | boolean;
  ok: boolean;
}

/** What a measuring command prints with --json: one object, whatever the command. */
export interface Measurement {
  command: string;
  commit: string;
  machine: { cores: number; node: string };
  /** null where nothing is random */
  seed: number | null;
  targets: Target[];
  ok: boolean;
  detail: object;
}

export function measurementOf(
  command: string,
  { seed = null, targets, detail }: { seed?: number | null; targets: Target[]; detail: object },
): Measurement {
  const machine = { cores: availableParallelism(), node: process.version };
  const ok = targets.every((target) => target.ok);
  return { command, commit: currentCommit(), machine, seed, targets, ok, detail };
}

/** A copy of the files without their history has no commit to name. */
function currentCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown";
  }
}
