import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IBackoff,
} from "cockatiel";

/** Failures one after the other, with no answer in between. */
const FAILURES_TO_OPEN = 5;

interface BreakerOptions {
  /** for how long nobody is asked, milliseconds */
  restMs: number;
  /** whether what was thrown says something about whoever was asked */
  isFailure(cause: unknown): boolean;
  opened(): void;
  closed(): void;
  /** milliseconds, for tests; by default a clock that nobody can set back */
  now?: () => number;
}

/** Nobody was asked. */
export class BreakerOpen extends Error {}

/** Leaves somebody alone who does not answer: after some failures nobody asks for a while, then one question is the trial for all. */
export class Breaker {
  readonly #rest: Rest;
  readonly #policy;

  constructor({ restMs, isFailure, opened, closed, now = () => performance.now() }: BreakerOptions) {
    this.#rest = new Rest(restMs, now);
    this.#policy = circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: this.#rest,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    this.#policy.onBreak(opened);
    this.#policy.onReset(closed);
  }

  /** RESTED: the next question is the trial. */
  get state(): "CLOSED" | "RESTS" | "RESTED" | "ON_TRIAL" {
    const { state } = this.#policy;
    if (state === CircuitState.Open) return this.#rest.isOver ? "RESTED" : "RESTS";
    return state === CircuitState.Closed ? "CLOSED" : "ON_TRIAL";
  }

  /** Whoever comes during the trial waits for how it ends.
   * @param work told whether it is the trial
   * @throws BreakerOpen, and what `work` throws */
  async ask<T>(work: (onTrial: boolean) => Promise<T>): Promise<T> {
    const onTrial = this.state === "RESTED";
    try {
      return await this.#policy.execute(() => work(onTrial));
    } catch (cause) {
      throw cause instanceof BrokenCircuitError ? new BreakerOpen() : cause;
    }
  }
}

/** The library counts a rest by the day's clock: were that set back by an hour, as after a night's suspension, a tier would stay shut for an
 * hour. To its question how long a rest lasts this answers by another clock: for ever, or not any more. */
class Rest implements IBackoff<unknown> {
  #until = 0;

  constructor(
    private readonly restMs: number,
    private readonly now: () => number,
  ) {}

  get isOver(): boolean {
    return this.now() >= this.#until;
  }

  get duration(): number {
    return this.isOver ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  next(): this {
    this.#until = this.now() + this.restMs;
    return this;
  }
}
