/** Failures one after the other, with no answer in between. */
const FAILURES_TO_OPEN = 5;

interface BreakerOptions {
  /** for how long nobody is asked, milliseconds */
  restMs: number;
  /** whether what was thrown says something about whoever was asked */
  isFailure(cause: unknown): boolean;
  opened(): void;
  closed(): void;
  /** milliseconds, for tests; by default a clock that nobody can set back: by another one the rest lasts as long as that was set back */
  now?: () => number;
}

/** Nobody was asked. */
export class BreakerOpen extends Error {}

/** Leaves somebody alone who does not answer: after some failures nobody asks for a while, then one question is the trial for all. */
export class Breaker {
  #failures = 0;
  /** when the rest is over; undefined while everybody asks */
  #restsUntil: number | undefined;
  #trial: Promise<unknown> | undefined;
  readonly #now: () => number;

  constructor(private readonly options: BreakerOptions) {
    this.#now = options.now ?? (() => performance.now());
  }

  /** RESTED: the next question is the trial. */
  get state(): "CLOSED" | "RESTS" | "RESTED" | "ON_TRIAL" {
    if (this.#trial) return "ON_TRIAL";
    if (this.#restsUntil === undefined) return "CLOSED";
    return this.#now() < this.#restsUntil ? "RESTS" : "RESTED";
  }

  /** Whoever comes during the trial waits for how it ends.
   * @param work told whether it is the trial
   * @throws BreakerOpen, and what `work` throws */
  async ask<T>(work: (onTrial: boolean) => Promise<T>): Promise<T> {
    while (this.#trial) await this.#trial.catch(() => undefined); // told to whose trial it is
    const { state } = this;
    if (state === "RESTS") throw new BreakerOpen();
    if (state === "CLOSED") return this.#count(work(false));
    const trial = this.#try(work);
    this.#trial = trial;
    return trial;
  }

  async #try<T>(work: (onTrial: boolean) => Promise<T>): Promise<T> {
    try {
      const answer = await work(true);
      this.#close();
      return answer;
    } catch (cause) {
      if (this.options.isFailure(cause)) this.#open();
      else this.#close();
      throw cause;
    } finally {
      this.#trial = undefined;
    }
  }

  async #count<T>(asked: Promise<T>): Promise<T> {
    try {
      const answer = await asked;
      this.#failures = 0;
      return answer;
    } catch (cause) {
      // of those that were under way when it opened, none opens it once more
      const counts = this.options.isFailure(cause) && this.#restsUntil === undefined;
      if (counts && ++this.#failures >= FAILURES_TO_OPEN) this.#open();
      throw cause;
    }
  }

  #open(): void {
    this.#restsUntil = this.#now() + this.options.restMs;
    this.options.opened();
  }

  #close(): void {
    this.#restsUntil = undefined;
    this.#failures = 0;
    this.options.closed();
  }
}
