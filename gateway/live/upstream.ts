import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { LiveAnswer, LiveQuestion } from "../../schema/contract/live";
import { LIVE_PATH, LIVE_WAIT_MS } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import type { PlatformError } from "../errors";
import { type SubgraphError, translateSubgraphErrors } from "../execution/subgraphErrors";
import { type TierConnection, TierFailure } from "../execution/tierConnection";

/** What a question costs beyond its waiting. */
const DEADLINE_MS = 10_000;
const FIRST_REST_MS = 50;
const LONGEST_REST_MS = 2_000;

/** The tier says that the question itself is wrong: to ask again would not help. */
export class QuestionRefused extends Error {
  constructor(readonly errors: readonly PlatformError[]) {
    super("the tier refuses the question");
  }
}

/** Asks tiers for what comes after a cursor, until one answers: nothing is lost by asking again, since the cursor says where. */
export class Upstream {
  /** questions that wait for an answer */
  asking = 0;

  constructor(
    private readonly tiers: Record<TierName, TierConnection>,
    private readonly log: Logger,
  ) {}

  /** @param gone tells that nobody waits any more
   * @throws QuestionRefused, and the reason of `gone` */
  async ask(tier: TierName, question: LiveQuestion, standing: Standing, gone: AbortSignal): Promise<LiveAnswer> {
    this.asking++;
    try {
      for (let rest = FIRST_REST_MS; ; rest = Math.min(2 * rest, LONGEST_REST_MS)) {
        const answer = await this.#once(tier, question, standing, gone);
        if (answer) return answer;
        // not all at the same moment, where a tier comes back
        await pause(rest * (0.5 + Math.random()), undefined, { signal: gone });
      }
    } finally {
      this.asking--;
    }
  }

  /** @returns undefined where the tier does not answer */
  async #once(
    tier: TierName,
    question: LiveQuestion,
    standing: Standing,
    gone: AbortSignal,
  ): Promise<LiveAnswer | undefined> {
    const requestId = randomUUID();
    const deadlineMs = DEADLINE_MS + Math.min(question.waitMs, LIVE_WAIT_MS);
    try {
      const body = JSON.stringify(question);
      const { status, text } = await this.tiers[tier].post(LIVE_PATH, body, { requestId, standing }, deadlineMs, gone);
      const answer = status === 200 ? (JSON.parse(text) as LiveAnswer & { errors?: SubgraphError[] }) : undefined;
      if (!answer) throw new TierFailure(tier, "STATUS", { cause: new Error(`status ${status}`) });
      if (!answer.errors) return answer;
      const errors = translateSubgraphErrors(answer.errors, tier, requestId, this.log);
      if (errors.some(({ code }) => code === "TIER_UNAVAILABLE")) throw new TierFailure(tier, "NOT_READY");
      throw new QuestionRefused(errors);
    } catch (cause) {
      gone.throwIfAborted();
      if (cause instanceof QuestionRefused) throw cause;
      this.log.warn({ requestId, tier, err: cause }, "a tier does not say what happened; asked again");
      return undefined;
    }
  }
}
