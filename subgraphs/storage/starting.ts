import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { DataSource } from "typeorm";
import { isNotThereYet } from "./away";

/** After a reboot everything starts at once, and a database that was not shut down reads its log first. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 500;
/** Between two lines of the log: whoever looks at night sees that something waits, and for what. */
const TOLD_EVERY_MS = 10_000;

type Pool = Pick<DataSource, "initialize" | "destroy" | "isInitialized">;

interface Waiting {
  log: Pick<Logger, "info" | "warn">;
  patienceMs?: number;
  againMs?: number;
}

/** Opens the pools of a tier, and waits for a database that is not there yet, or goes away again meanwhile.
 * @param look a first look at what is open
 * @returns what it found
 * @throws what was thrown last, where it does not come in time; at once where it refuses */
export async function openWhenThere<Found>(
  pools: readonly Pool[],
  look: () => Promise<Found>,
  { log, patienceMs = PATIENCE_MS, againMs = AGAIN_MS }: Waiting,
): Promise<Found> {
  const begun = performance.now();
  let told: number | undefined;
  for (;;) {
    try {
      const found = await openAll(pools, look);
      if (told !== undefined) log.info({ ms: Math.round(performance.now() - begun) }, "the database answers");
      return found;
    } catch (cause) {
      const now = performance.now();
      if (!isNotThereYet(cause) || now - begun >= patienceMs) throw cause;
      if (told === undefined || now - told >= TOLD_EVERY_MS) {
        const { message, code } = cause as Error & { code?: string };
        const longest = Math.round((patienceMs - (now - begun)) / 1000);
        log.warn({ cause: message, code, seconds: longest }, "the database does not answer yet; waiting for it");
        told = now;
      }
    }
    await pause(againMs);
  }
}

/** All, or none. */
async function openAll<Found>(pools: readonly Pool[], look: () => Promise<Found>): Promise<Found> {
  try {
    const outcomes = await Promise.allSettled(pools.map((pool) => pool.initialize()));
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
    return await look();
  } catch (cause) {
    await Promise.allSettled(pools.filter(({ isInitialized }) => isInitialized).map((pool) => pool.destroy()));
    throw cause;
  }
}
