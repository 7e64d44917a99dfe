import { setTimeout as pause } from "node:timers/promises";
import { childrenOf } from "../bench/processorTime";
import { isRunning, type KnownProcess, processIdentity } from "../supervisor/processIdentity";
import type { Running, SupervisedProcess } from "../supervisor/supervise";

const PATIENCE_MS = 20_000;
const ONE_OF = /^one process of the (.+)$/;

/** Names one of the processes that a process has started. */
export function oneOf(name: string): string {
  return `one process of the ${name}`;
}

/** A process that nobody here has killed: with what code it ended or by which signal, as of a crash or for want of memory; and its
 * last words. */
export interface Ended {
  name: string;
  code: number | null;
  signal: string | null;
  lastWords: string;
}

/** How a gateway's log tells of the end of one of its processes. */
const TELLS_OF_AN_END = ["ended; another one starts", "was killed before it listened", "does not come up"];

type Ending = Pick<Ended, "code" | "signal">;
/** One that never listened is told of as what its start threw. */
type LogLine = (Ending & { member: number }) | { err: Ending & { pid: number } };

/** The processes that a process has started are started again by it, which says so in its log.
 * @param killed which of them were killed from here
 * @returns those that ended by themselves */
export function endedOf(name: string, log: string, killed: ReadonlySet<number>): Ended[] {
  return log.split("\n").flatMap((line): Ended[] => {
    if (!TELLS_OF_AN_END.some((words) => line.includes(words))) return [];
    const said = JSON.parse(line) as LogLine;
    const { pid, code, signal } = "err" in said ? said.err : { ...said, pid: said.member };
    if (killed.has(pid)) return [];
    return [{ name: oneOf(name), code: signal ? null : code, signal, lastWords: line }];
  });
}

/** The processes of a platform by their names, to be killed and stopped while a supervisor starts them again. */
export class Victims {
  private readonly running = new Map<string, Running>();
  /** by their numbers, which a log has too */
  readonly killed = new Set<number>();
  /** processes that ended by themselves */
  readonly ended: Ended[] = [];

  /** @returns the same process, whose lives are known here */
  watched(process: SupervisedProcess): SupervisedProcess {
    return {
      ...process,
      start: async () => {
        const life = await process.start();
        this.running.set(process.name, life);
        void life.exited.then((exit) => {
          if (!this.killed.has(life.pid)) this.ended.push({ name: process.name, ...exit });
          if (this.running.get(process.name) === life) this.running.delete(process.name);
        });
        return life;
      },
    };
  }

  /** kill -9, as soon as it runs */
  async kill(name: string): Promise<void> {
    const victim = await this.victimOf(name);
    if (signal(victim, "SIGKILL")) this.killed.add(victim.pid);
  }

  /** It stands still with all its children, and holds on to its connections.
   * @returns lets it go on */
  async stop(name: string): Promise<() => void> {
    const life = await this.victimOf(name);
    signal(life, "SIGSTOP");
    const stopped = [life, ...childrenOf(life.pid).map(known)];
    for (const child of stopped.slice(1)) signal(child, "SIGSTOP");
    return () => {
      for (const each of stopped) signal(each, "SIGCONT");
    };
  }

  private async victimOf(name: string): Promise<KnownProcess> {
    const [, parent] = ONE_OF.exec(name) ?? [];
    if (!parent) return this.lifeOf(name);
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(20)) {
      const [child] = childrenOf((await this.lifeOf(parent)).pid);
      if (child) return known(child);
    }
    throw new Error(`the ${parent} starts no process again`);
  }

  private async lifeOf(name: string): Promise<Running> {
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(20)) {
      const life = this.running.get(name);
      if (life && isRunning(life)) return life;
    }
    throw new Error(`the ${name} does not start again`);
  }
}

function known(pid: number): KnownProcess {
  return { pid, identity: processIdentity(pid) ?? "" };
}

/** It may have ended meanwhile, and its number may be another's.
 * @returns whether it was there */
function signal(process: KnownProcess, name: NodeJS.Signals): boolean {
  if (!isRunning(process)) return false;
  try {
    return globalThis.process.kill(process.pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
    return false;
  }
}
