import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { TierName } from "../../schema/contract/tier";

const FIRST_REST_MS = 50;
const LONGEST_REST_MS = 2_000;

/** A tier's answer that asking again would not change. */
export class FinalAnswer extends Error {}

/** Asks a tier until it answers. However many questions wait and however often each is asked, the log has one line when the tier falls
 * silent and one when nothing that was asked is open any more. */
export class Patience {
  readonly #silent = new Map<TierName, number>();
  readonly #unanswered = new Map<TierName, number>();

  constructor(
    private readonly words: { silent: string; answers: string },
    private readonly log: Logger,
  ) {}

  /** @param gone tells that nobody waits for the answer any more
   * @param ask fails with a FinalAnswer where the tier has answered
   * @throws FinalAnswer, and where the signal is given */
  async insist<Answer>(tier: TierName, gone: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    let tries = 0;
    try {
      for (let rest = FIRST_REST_MS; ; rest = Math.min(2 * rest, LONGEST_REST_MS)) {
        try {
          const answer = await ask();
          this.#answers(tier, tries);
          tries = 0;
          return answer;
        } catch (cause) {
          gone.throwIfAborted();
          if (cause instanceof FinalAnswer) {
            this.#answers(tier, tries);
            tries = 0;
            throw cause;
          }
          if (tries++ === 0) this.#count(tier, 1);
          this.#isSilent(tier, cause as Error);
        }
        // not all at the same moment, where a tier comes back
        await pause(rest * (0.5 + Math.random()), undefined, { signal: gone });
      }
    } finally {
      if (tries > 0) this.#count(tier, -1);
    }
  }

  #isSilent(tier: TierName, { message, cause }: Error): void {
    if (this.#silent.has(tier)) return;
    this.#silent.set(tier, performance.now());
    this.log.warn({ tier, reason: message, cause: (cause as Error | undefined)?.message }, this.words.silent);
  }

  /** @param tries of this question that had no answer */
  #answers(tier: TierName, tries: number): void {
    if (tries > 0) this.#count(tier, -1);
    const since = this.#silent.get(tier);
    if (since === undefined || (this.#unanswered.get(tier) ?? 0) > 0) return;
    this.#silent.delete(tier);
    this.log.info({ tier, ms: Math.round(performance.now() - since) }, this.words.answers);
  }

  #count(tier: TierName, by: 1 | -1): void {
    this.#unanswered.set(tier, (this.#unanswered.get(tier) ?? 0) + by);
  }
}
