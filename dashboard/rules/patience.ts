const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_TRIES = 10;

/** How long nobody asks again what was not answered: longer each time, and not at the same moment for every page that a platform has left waiting.
 * @param tries how often it was asked again already
 * @returns milliseconds; undefined: it is not asked again by itself, but when the platform can be reached again or somebody asks */
export function pauseBefore(tries: number): number | undefined {
  return tries < MOST_TRIES ? pauseAfter(tries) : undefined;
}

/** The same for what is tried again until it succeeds. */
export function pauseAfter(tries: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * (0.5 + Math.random());
}
