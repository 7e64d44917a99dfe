import { setTimeout as pause } from "node:timers/promises";
import type { KnownProcess } from "./processIdentity";

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** Whoever has been ready for so long did not end because of how it starts. Counted from there and not from its start: on a busy machine a
 * start alone may take as long. */
const HEALTHY_MS = 5_000;
const ATTEMPTS_BEFORE_READY = 6;
const READY_POLL_MS = 100;
/** The exit code with which a process says that its configuration is wrong, so that trying again helps nobody. */
export const CONFIGURATION_ERROR = 2;

export interface Exit {
  code: number | null;
  signal: string | null;
  /** the last lines that the process wrote */
  lastWords: string;
}

/** A process that runs at the moment. */
export interface Running extends KnownProcess {
  exited: Promise<Exit>;
  /** asks, then insists; comes back when the process is gone */
  stop(): Promise<void>;
}

/** What the supervisor keeps running. */
export interface SupervisedProcess {
  name: string;
  /** stopping goes from the highest stage down; what has one stage stops together */
  stage: number;
  start(): Promise<Running>;
  isReady(): Promise<boolean>;
}

export interface Supervision {
  /** starts these too, all at once */
  keep(processes: SupervisedProcess[]): void;
  /** comes back when each that is kept by now was ready once
   * @throws CannotStart; an Error where everything is stopped first */
  ready(): Promise<void>;
  /** those that have not been ready yet */
  waitingFor(): string[];
  running(): Running[];
  stop(): Promise<void>;
}

/** A process ended with a configuration error, or again and again, before it was ready for the first time. */
class CannotStart extends Error {
  constructor(name: string, exit: Exit) {
    super(`The ${name} cannot start (${describe(exit)}):\n${exit.lastWords}`);
  }
}

/** Keeps processes running: starts again what dies, at once first and, where it dies again without having worked, less and less often.
 * @param onChange told after each start and end, with what runs
 * @param healthyMs for tests */
export function supervise(
  log: (line: string) => void,
  onChange: (running: Running[]) => void = () => {},
  healthyMs = HEALTHY_MS,
): Supervision {
  const keepers: Keeper[] = [];
  const running = (): Running[] => keepers.flatMap((keeper) => keeper.running() ?? []);
  return {
    keep(processes) {
      keepers.push(...processes.map((process) => keepRunning(process, log, () => onChange(running()), healthyMs)));
    },
    async ready() {
      await Promise.all(keepers.map((keeper) => keeper.ready));
    },
    waitingFor: () => keepers.filter((keeper) => !keeper.wasReady()).map((keeper) => keeper.process.name),
    running,
    async stop() {
      for (const keeper of keepers) keeper.stopRestarting();
      const stages = [...new Set(keepers.map((keeper) => keeper.process.stage))].sort((a, b) => b - a);
      for (const stage of stages) {
        await Promise.all(keepers.filter((keeper) => keeper.process.stage === stage).map((keeper) => keeper.stop()));
      }
    },
  };
}

interface Keeper {
  process: SupervisedProcess;
  ready: Promise<void>;
  wasReady(): boolean;
  running(): Running | undefined;
  stopRestarting(): void;
  stop(): Promise<void>;
}

function keepRunning(
  process: SupervisedProcess,
  log: (line: string) => void,
  onChange: () => void,
  healthyMs: number,
): Keeper {
  const stopping = new AbortController();
  let running: Running | undefined;
  /** since when the one that runs has been ready */
  let readySince: number | undefined;
  let wasReady = false;
  let becomeReady: () => void;
  let giveUp: (reason: Error) => void;
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    giveUp = reject;
  });
  ready.catch(() => {}); // whoever waits for it gets it; a caller that stops first need not

  async function runOnce(): Promise<Exit> {
    readySince = undefined;
    try {
      running = await process.start();
    } catch (error) {
      return { code: 1, signal: null, lastWords: (error as Error).message };
    }
    onChange();
    if (stopping.signal.aborted) await running.stop();
    void watchReadiness(running);
    const exit = await running.exited;
    running = undefined;
    onChange();
    return exit;
  }

  async function watchReadiness(started: Running): Promise<void> {
    for (; running === started && !stopping.signal.aborted; await pause(READY_POLL_MS)) {
      if (!(await process.isReady())) continue;
      if (running !== started) return;
      if (wasReady) log(`The ${process.name} is ready again`);
      wasReady = true;
      readySince = performance.now();
      return becomeReady();
    }
  }

  async function keep(): Promise<void> {
    let delay = FIRST_DELAY_MS;
    for (let attempt = 1; !stopping.signal.aborted; attempt++) {
      const exit = await runOnce();
      if (stopping.signal.aborted) return;
      if (!wasReady && (exit.code === CONFIGURATION_ERROR || attempt >= ATTEMPTS_BEFORE_READY)) {
        return giveUp(new CannotStart(process.name, exit));
      }
      if (readySince !== undefined && performance.now() - readySince >= healthyMs) delay = FIRST_DELAY_MS;
      log(`The ${process.name} ended (${describe(exit)}); it starts again in ${delay} ms`);
      await pause(delay, undefined, { signal: stopping.signal }).catch(() => {}); // stopped while it waited
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    }
  }

  // Who waits for it to be ready must not wait for ever where it was stopped first; otherwise `ready` is settled by then.
  const kept = keep().then(() => giveUp(new Error(`the ${process.name} was stopped before it was ready`)));
  return {
    process,
    ready,
    wasReady: () => wasReady,
    running: () => running,
    stopRestarting: () => stopping.abort(),
    async stop() {
      await running?.stop();
      await kept;
    },
  };
}

function describe(exit: Exit): string {
  if (exit.signal) return `signal ${exit.signal}`;
  return exit.code === null ? exit.lastWords : `code ${exit.code}`;
}
