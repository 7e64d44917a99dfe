import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Milliseconds of processor time of all threads of a process so far, as the kernel's scheduler counts them. */
export function cpuMsOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = listed(tasks).map((id) => Number(contentOf(`${tasks}/${id}/schedstat`).split(" ")[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** The same of its main thread alone, which has the number of the process. */
export function mainThreadCpuMsOf(pid: number): number {
  return Number(contentOf(`/proc/${pid}/task/${pid}/schedstat`).split(" ")[0]) / 1e6;
}

/** Of the processes that a process has started: the backends of a PostgreSQL. Those that run, to the nanosecond; and those that
 * have ended, as helpers of one query do, in the ticks that the kernel adds up for the parent. */
export function childrenCpuMs(parent: number): number {
  const [user, system] = statOf(`${parent}`)
    .slice(ENDED_CHILDREN, ENDED_CHILDREN + 2)
    .map(Number);
  const ended = ((user ?? 0) + (system ?? 0)) * TICK_MS;
  return childrenOf(parent).reduce((sum, pid) => sum + cpuMsOf(pid), ended);
}

/** `cutime` and `cstime` of proc(5), counted from behind the name; both in hundredths of a second on every Linux. */
const ENDED_CHILDREN = 13;
const TICK_MS = 10;

export function childrenOf(parent: number): number[] {
  const isChild = (name: string) => /^\d+$/.test(name) && parentOf(name) === parent;
  return listed("/proc").filter(isChild).map(Number);
}

/** Of everything that this machine does. */
export function machineCpuMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function parentOf(pid: string): number {
  return Number(statOf(pid)[1]);
}

/** What proc(5) says of a process from its state on: before that stands its name, which may have spaces in it. */
function statOf(pid: string): string[] {
  return contentOf(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
}

/** A process or a thread may end while it is looked at. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
