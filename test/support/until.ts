const PAUSE_MS = 50;

/** Looks again and again until it is so.
 * @param what said where it does not become so in time
 * @returns what the look found */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  deadlineMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline) {
    const found = await look();
    if (found) return found;
    await new Promise((soon) => setTimeout(soon, PAUSE_MS));
  }
  throw new Error(`within ${deadlineMs} ms it did not become so: ${what}`);
}
