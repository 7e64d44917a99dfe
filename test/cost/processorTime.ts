import { readFileSync } from "node:fs";

/** Of the kernel's clock, a hundredth of a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Processor seconds of this process and of the processes that it started and saw end; 0 where the system does not say. */
export function spentHere(): number {
  return ticksOf("self", 4) / TICKS;
}

/** Processor seconds of other processes so far. */
export function spentBy(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(`${pid}`, 2), 0) / TICKS;
}

/** Of what the system says of a process: user and system time, then the same of its ended children. */
function ticksOf(pid: string, fields: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const counts = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return counts.slice(11, 11 + fields).reduce((sum, count) => sum + Number(count), 0);
  } catch {
    return 0; // another system, or the process has ended
  }
}
