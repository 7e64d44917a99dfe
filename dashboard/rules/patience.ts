/** The platform has newer pages, and only these help. */
export const OUT_OF_DATE = "PERSISTED_QUERY_NOT_FOUND";

/** Nobody tells when these are over. */
const UNTOLD = ["OVERLOADED", "LIMIT_EXCEEDED", "TIER_UNAVAILABLE", "STANDING_UNAVAILABLE"];

/** A page that has no connection is told when it is back; one that is out of date is refreshed, and asks in vain until then. */
const PASSING = [...UNTOLD, "OFFLINE", OUT_OF_DATE];

/** Whether after this failure the last answer still is what the reader may see: what somebody is writing beside it is not taken away. */
export function isPassing(code: string): boolean {
  return PASSING.includes(code);
}

/** Whether it has to be asked again by itself, because nobody tells when this failure is over.
 * @param steady what does not change: nobody tells either that it can be had again */
export function isUntold(code: string, steady: boolean): boolean {
  return UNTOLD.includes(code) || (steady && isPassing(code) && code !== OUT_OF_DATE);
}

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
