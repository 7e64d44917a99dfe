/** Lets so many through in a second; who is beyond waits for a turn, in the order of arrival. A herd that comes back after a restart is
 * spread out, and everybody else goes on being served meanwhile. */
export class Pace {
  #next = 0;

  constructor(
    private readonly perSecond: number,
    private readonly longestWaitMs: number,
  ) {}

  /** @returns milliseconds to wait for the own turn, undefined where that would be too long */
  take(now = performance.now()): number | undefined {
    const turn = Math.max(this.#next, now - 1_000 / this.perSecond);
    const waitMs = Math.max(0, turn - now);
    if (waitMs > this.longestWaitMs) return undefined;
    this.#next = turn + 1_000 / this.perSecond;
    return waitMs;
  }
}
