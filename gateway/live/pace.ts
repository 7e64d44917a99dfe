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

/** What may be taken: so many at once, and so many a second after that. */
export interface Share {
  most: number;
  perSecond: number;
}

/** What is left of a share. Nobody is kept from taking more than is there; it has to be waited for then. */
export class Allowance {
  #left: number;
  #at = performance.now();

  constructor(private readonly share: Share) {
    this.#left = share.most;
  }

  take(): void {
    this.#fill();
    this.#left--;
  }

  /** milliseconds until there is something again, 0 while there is */
  get restMs(): number {
    this.#fill();
    return Math.max(0, (-this.#left * 1_000) / this.share.perSecond);
  }

  #fill(): void {
    const now = performance.now();
    const { most, perSecond } = this.share;
    this.#left = Math.min(most, this.#left + ((now - this.#at) * perSecond) / 1_000);
    this.#at = now;
  }
}
