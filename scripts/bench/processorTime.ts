import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Milliseconds of processor time of all threads of a process so far, as the kernel's scheduler counts them. */
export function cpuMsOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = listed(tasks).map((id) => Number(contentOf(`${tasks}/${id}/schedstat`).split(" ")[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Of the processes that a process has started and that still run: the backends of a PostgreSQL, whose connections stay
 * open meanwhile. */
export function childrenCpuMs(parent: number): number {
  return childrenOf(parent).reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

export function childrenOf(parent: number): number[] {
  const isChild = (name: string) => /^\d+$/.test(name) && parentOf(name) === parent;
  return listed("/proc").filter(isChild).map(Number);
}

/** Of everything that this machine does. */
export function machineCpuMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function parentOf(pid: string): number {
  return Number(contentOf(`/proc/${pid}/stat`).split(") ")[1]?.split(" ")[1]);
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
