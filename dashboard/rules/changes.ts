/** Something changed on the platform. Without regions: nobody said where. */
export interface Change {
  /** codes of the regions, of their offices or of what lies below them */
  regions?: readonly string[];
}

/** Nothing is known to have changed, but the platform can be reached again: what it could not answer is asked for. */
export const BACK: Change = { regions: [] };

/** @returns until what it asks anew has come */
type Listener = (change: Change) => Promise<unknown> | undefined;

const listeners = new Set<Listener>();

/** The one place where a page's questions are asked anew: whoever hears of a change (an own mutation, a message from the
 * gateway, a connection that came back) tells it here, and every question that is about its region is repeated.
 * `useAsk` listens.
 * @returns until the answers have come */
export async function tellChange(change: Change = {}): Promise<void> {
  await Promise.all([...listeners].map((listener) => listener(change)));
}

/** @returns how to stop listening */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What happened below a region changes its figures, and what happened above may change what lies below it.
 * @param shown undefined: what is asked is of no region in particular */
export function concerns({ regions }: Change, shown: string | undefined): boolean {
  if (regions === undefined) return true;
  if (shown === undefined) return regions.length > 0;
  return regions.some((region) => region.startsWith(shown) || shown.startsWith(region));
}
