import { setTimeout as pause } from "node:timers/promises";

/** So long that it passes on no machine, however busy; jest's own limit is longer. */
const DEADLINE_MS = 60_000;

/** A look often asks the whole platform: what takes long is looked at less and less often. */
const FIRST_PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 250;

/** Looks again and again until it is so.
 * @param what said where it does not become so in time
 * @param pauseMs where it is looked at in even steps
 * @returns what the look found */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  pauseMs?: number,
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (let next = pauseMs ?? FIRST_PAUSE_MS; performance.now() < deadline; await pause(next)) {
    const found = await look();
    if (found) return found;
    if (pauseMs === undefined) next = Math.min(next * 1.5, LONGEST_PAUSE_MS);
  }
  throw new Error(`within ${DEADLINE_MS} ms it did not become so: ${what}`);
}
