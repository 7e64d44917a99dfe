import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { LiveAnswer, LiveQuestion } from "../../schema/contract/live";
import { LIVE_PATH, LIVE_WAIT_MS } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import type { PlatformError } from "../errors";
import { Choice } from "../execution/choice";
import { type SubgraphError, translateSubgraphErrors } from "../execution/subgraphErrors";
import type { TierConnection } from "../execution/tierConnection";
import { failureOfStatus, TierFailure } from "../execution/tierFailure";
import type { Said } from "./page";
import { FinalAnswer, Patience } from "./patience";

/** What a question costs beyond its waiting. */
const DEADLINE_MS = 10_000;
const WORDS = {
  silent: "a tier does not say what happened; asked again until it does",
  answers: "a tier says again what happened",
};

/** The tier says that the question itself is wrong: to ask again would not help. */
export class QuestionRefused extends FinalAnswer {
  constructor(readonly errors: readonly PlatformError[]) {
    super("the tier refuses the question");
  }
}

/** Asks tiers for what comes after a cursor, until one answers: nothing is lost by asking again, whichever process of the tier, since the
 * cursor says where. */
export class Upstream {
  /** questions that wait for an answer */
  asking = 0;
  readonly #patience: Patience;
  readonly #choices: Record<TierName, Choice>;

  constructor(
    tiers: Record<TierName, TierConnection>,
    private readonly log: Logger,
  ) {
    this.#patience = new Patience(WORDS, log);
    const choices = TIER_NAMES.map((tier) => [tier, new Choice(tiers[tier])]);
    this.#choices = Object.fromEntries(choices) as Record<TierName, Choice>;
  }

  /** @param gone tells that nobody waits any more
   * @throws QuestionRefused, and where the signal is given */
  async ask(tier: TierName, question: LiveQuestion, standing: Standing, gone: AbortSignal): Promise<Said> {
    this.asking++;
    try {
      return await this.#patience.insist(tier, gone, () => this.#once(tier, question, standing, gone));
    } finally {
      this.asking--;
    }
  }

  /** @throws TierFailure where the tier does not answer, QuestionRefused */
  async #once(tier: TierName, question: LiveQuestion, standing: Standing, gone: AbortSignal): Promise<Said> {
    const requestId = randomUUID();
    const deadlineMs = DEADLINE_MS + Math.min(question.waitMs, LIVE_WAIT_MS);
    const body = JSON.stringify(question);
    let asked = 0;
    const text = await this.#choices[tier].ask(async (replica) => {
      const asking = { gone, repeatable: true };
      asked = performance.now();
      const answered = await replica.post(LIVE_PATH, body, { requestId, standing }, deadlineMs, asking);
      if (answered.status !== 200) throw failureOfStatus(tier, answered.status);
      return answered.text;
    }, true);
    const answer = JSON.parse(text) as LiveAnswer & { errors?: SubgraphError[] };
    if (!answer.errors) return { ...answer, at: asked + (answer.waitedMs ?? 0) };
    if (answer.errors.some(({ extensions }) => extensions?.code === "TIER_UNAVAILABLE"))
      throw new TierFailure(tier, "NOT_READY");
    throw new QuestionRefused(translateSubgraphErrors(answer.errors, tier, requestId, this.log));
  }
}
