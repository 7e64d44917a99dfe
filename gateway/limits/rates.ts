import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { tooManyRequests } from "./faults";

/** What one person may do in a second, measured over ten. */
export interface RatesPerSecond {
  requests: number;
  /** texts that this process does not know yet: each is parsed, validated and planned */
  newTexts: number;
  /** values in the largest answers that the page sizes allow */
  cost: number;
}

export type Rated = keyof RatesPerSecond;

const WINDOW_SECONDS = 10;
const WORDS: Record<Rated, [zh: string, en: string]> = {
  requests: ["请求过于频繁", "Too many requests"],
  newTexts: ["新语句过于频繁", "Too many different operations"],
  cost: ["查询范围过大", "Too much was asked for"],
};

/** Counts what each person spends, in this process alone. */
export class Rates {
  readonly #limiters: Record<Rated, RateLimiterMemory>;

  constructor(perSecond: RatesPerSecond) {
    const limiter = (points: number) =>
      new RateLimiterMemory({ points: points * WINDOW_SECONDS, duration: WINDOW_SECONDS });
    this.#limiters = {
      requests: limiter(perSecond.requests),
      newTexts: limiter(perSecond.newTexts),
      cost: limiter(perSecond.cost),
    };
  }

  /** @throws PlatformError LIMIT_EXCEEDED, 429, which says after how many seconds to ask again */
  async spend(rated: Rated, person: string, points = 1): Promise<void> {
    try {
      await this.#limiters[rated].consume(person, points);
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      const { msBeforeNext } = refused as RateLimiterRes;
      throw tooManyRequests(WORDS[rated], Math.max(1, Math.ceil(msBeforeNext / 1000)));
    }
  }
}
