import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process as one can find it again: a number alone may belong to somebody else by now. */
export interface KnownProcess {
  pid: number;
  /** from `processIdentity`, opaque */
  identity: string;
}

/** Tells a process from a later one with the same number: boot and start time.
 * @returns undefined where no such process runs (a zombie counts as gone) */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? identityFromProc(pid) : identityFromPs(pid);
}

export function isRunning(known: KnownProcess): boolean {
  return processIdentity(known.pid) === known.identity;
}

/** Asks with the first signal, insists with the second one after the grace, and comes back when the process is gone.
 * @throws where the process belongs to another account, or does not go away at all */
export async function endProcess(
  known: KnownProcess,
  graceMs: number,
  signals: { ask: NodeJS.Signals; insist: NodeJS.Signals } = { ask: "SIGTERM", insist: "SIGKILL" },
): Promise<void> {
  for (const [signal, patience] of [
    [signals.ask, graceMs],
    [signals.insist, 3_000],
  ] as const) {
    if (!isRunning(known)) return;
    signalProcess(known.pid, signal);
    if (await isGoneWithin(known, patience)) return;
  }
  throw new Error(`Process ${known.pid} does not end. End it by hand and start again.`);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EPERM") throw new Error(`Process ${pid} was started by another account. Stop it from that account.`);
    if (code !== "ESRCH") throw error;
  }
}

async function isGoneWithin(known: KnownProcess, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await pause(10)) {
    if (!isRunning(known)) return true;
  }
  return !isRunning(known);
}

/** proc(5): after the name in brackets come the state (third field) and, nineteen further, the start time in ticks. */
function identityFromProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (!fields || fields[0] === "Z" || fields[0] === "X") return undefined;
  return `${readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}/${fields[19]}`;
}

function identityFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [state = "Z", ...started] = line.toString().trim().split(/\s+/);
    return state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined; // ps answers 1 where there is no such process
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
