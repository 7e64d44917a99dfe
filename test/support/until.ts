import { setTimeout as pause } from "node:timers/promises";

/** So long that it passes on no machine, however busy; jest's own limit is longer. */
const DEADLINE_MS = 60_000;

/** Looks again and again until it is so.
 * @param what said where it does not become so in time
 * @returns what the look found */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  pauseMs = 50,
): Promise<T> {
  for (const deadline = performance.now() + DEADLINE_MS; performance.now() < deadline; await pause(pauseMs)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`within ${DEADLINE_MS} ms it did not become so: ${what}`);
}
