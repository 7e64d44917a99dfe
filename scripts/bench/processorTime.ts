import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of processor time of the processes that a process has started and that still run: the backends of a
 * PostgreSQL, whose connections stay open meanwhile. */
export function childrenCpuMs(parent: number): number {
  let nanoseconds = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || parentOf(name) !== parent) continue;
    nanoseconds += Number(contentOf(`/proc/${name}/schedstat`).split(" ")[0]);
  }
  return nanoseconds / 1e6;
}

function parentOf(pid: string): number {
  return Number(contentOf(`/proc/${pid}/stat`).split(") ")[1]?.split(" ")[1]);
}

/** A process may end while it is looked at. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
