import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleType,
  handleWhen,
  retry,
} from "cockatiel";
import type { Logger } from "pino";
import { type TierConnection, TierFailure } from "./tierConnection";

/** One kind of question to one tier, which is not asked while it is known not to answer. */
export interface TierGuard {
  /** @param fetch one try, within the milliseconds that are left
   * @param repeatable whether a second try can do no harm: of a question, never of a change
   * @throws TierFailure, and what else `fetch` throws */
  ask<T>(fetch: (deadlineMs: number) => Promise<T>, asked: { deadlineMs: number; repeatable: boolean }): Promise<T>;
  readonly isOpen: boolean;
}

interface TierGuardOptions {
  connection: Pick<TierConnection, "tier" | "isReady">;
  log: Logger;
  /** for how long a tier that did not answer is left alone, milliseconds */
  restMs?: number;
}

/** Failures one after the other, with no answer in between. */
const FAILURES_TO_OPEN = 5;
const REST_MS = 1_000;
const BEFORE_RETRY_MS = 50;

export function guardTier({ connection, log, restMs = REST_MS }: TierGuardOptions): TierGuard {
  const { tier } = connection;
  const breaker = circuitBreaker(handleType(TierFailure), {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  breaker.onBreak(() => log.warn({ tier }, "the breaker of a tier opens"));
  breaker.onReset(() => log.info({ tier }, "the breaker of a tier closes"));
  const again = retry(handleWhen(isWorthAnotherTry), { maxAttempts: 1, backoff: new ConstantBackoff(BEFORE_RETRY_MS) });

  /** The first question after a rest waits for the tier's own word, which a hanging tier gives not within a second, and not
   * for the whole deadline. */
  async function tryOnce<T>(fetch: (deadlineMs: number) => Promise<T>, until: number): Promise<T> {
    return breaker.execute(async () => {
      const onTrial = breaker.state === CircuitState.HalfOpen;
      if (onTrial && !(await connection.isReady())) throw new TierFailure(tier, "NOT_READY");
      const left = Math.floor(until - performance.now());
      if (left <= 0) throw new TierFailure(tier, "TIMEOUT");
      return fetch(left);
    });
  }

  return {
    async ask(fetch, { deadlineMs, repeatable }) {
      const until = performance.now() + deadlineMs;
      try {
        const once = () => tryOnce(fetch, until);
        return await (repeatable ? again.execute(once) : once());
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new TierFailure(tier, "OPEN_BREAKER") : error;
      }
    },
    get isOpen() {
      return breaker.state === CircuitState.Open;
    },
  };
}

/** The connection broke, or something in front of the tier had nobody to give the question to. Whoever was late once would be
 * late again, and whoever answers nonsense answers it twice. */
function isWorthAnotherTry(error: Error): boolean {
  return error instanceof TierFailure && (error.reason === "UNREACHABLE" || error.reason === "NOBODY_THERE");
}
