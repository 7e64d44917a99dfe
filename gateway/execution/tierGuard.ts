import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { TierName } from "../../schema/contract/tier";
import { Breaker, BreakerOpen } from "./breaker";
import { type Candidate, Rota } from "./choice";
import type { Replica } from "./replica";
import type { TierConnection } from "./tierConnection";
import { isNothingDone, isWorthAnotherTry, TierFailure } from "./tierFailure";

type Fetch<T> = (replica: Replica, deadlineMs: number) => Promise<T>;

/** One kind of question to one tier, whose processes are not asked while they are known not to answer. */
export interface TierGuard {
  /** @param fetch one try, of one process, within the milliseconds that are left
   * @param repeatable whether a second try can do no harm: of a question; of a change only where nothing is done yet
   * @throws TierFailure, and what else `fetch` throws */
  ask<T>(fetch: Fetch<T>, asked: { deadlineMs: number; repeatable: boolean }): Promise<T>;
  /** nobody is asked */
  readonly isOpen: boolean;
}

interface TierGuardOptions {
  connection: Pick<TierConnection, "tier" | "replicas">;
  log: Logger;
  /** for how long a process that did not answer is left alone, milliseconds */
  restMs?: number;
}

const REST_MS = 1_000;
const BEFORE_RETRY_MS = 50;
/** Whoever refuses a connection does so at once; one that does not come about for longer will not in a moment. */
const REFUSED_AT_ONCE_MS = 500;

export function guardTier({ connection, log, restMs = REST_MS }: TierGuardOptions): TierGuard {
  const { tier, replicas } = connection;
  const rota = new Rota(replicas.map((replica) => new Guarded(tier, replica, log, restMs)));

  return {
    async ask(fetch, { deadlineMs, repeatable }) {
      const until = performance.now() + deadlineMs;
      let asked: Guarded[] = [];
      // to which no connection came about for long: the caller holds a place meanwhile
      const silent: Guarded[] = [];
      let failure: TierFailure | undefined;
      let [tries, rounds] = [0, 0];
      for (let next = rota.next(); next; next = rota.next(asked)) {
        const began = performance.now();
        try {
          return await next.ask(fetch, until);
        } catch (error) {
          if (!(error instanceof TierFailure)) throw error;
          failure = failure && wasNotAsked(error) ? failure : error;
          asked = [...asked, next];
          if (wasNotAsked(error)) continue;
          if (!(repeatable ? isWorthAnotherTry(error) : isNothingDone(error))) throw error;
          // what was not sent costs the tier nothing: each of them is asked, and those that refused at once are asked again
          if (error.reason !== "NOT_SENT" && ++tries > 1) throw error;
          if (error.reason === "NOT_SENT" && performance.now() - began > REFUSED_AT_ONCE_MS) silent.push(next);
          if (rota.next(asked)) continue;
          if (++rounds > 1) throw error;
          asked = [...silent];
          if (!rota.next(asked)) throw error;
          await pause(BEFORE_RETRY_MS);
        }
      }
      throw failure as TierFailure;
    },
    get isOpen() {
      return rota.all.every((each) => each.isOpen);
    },
  };
}

/** Nothing was sent: somebody else can be asked, for a change too. */
function wasNotAsked({ reason }: TierFailure): boolean {
  return reason === "OPEN_BREAKER" || reason === "NOT_READY";
}

/** One process, with a breaker of its own: that one does not answer says nothing about the others. */
class Guarded implements Candidate {
  inHand = 0;
  readonly #breaker: Breaker;

  constructor(
    private readonly tier: TierName,
    readonly replica: Replica,
    log: Logger,
    restMs: number,
  ) {
    const at = replica.url.host;
    this.#breaker = new Breaker({
      restMs,
      // whose time was over before it was asked says nothing about whoever it would have been
      isFailure: (cause) => cause instanceof TierFailure && cause.reason !== "NO_TURN",
      opened: () => log.warn({ tier, at }, "the breaker of a tier opens"),
      closed: () => log.info({ tier, at }, "the breaker of a tier closes"),
    });
  }

  get isOpen(): boolean {
    return this.#breaker.state === "RESTS" || this.#breaker.state === "RESTED";
  }

  /** One that has rested and says that it is ready is tried like any other, or it would never be asked again. */
  get rank(): number {
    const { state } = this.#breaker;
    const { isWell } = this.replica;
    if (state === "CLOSED") return isWell ? 0 : 1;
    if (state === "RESTS") return 3;
    return isWell && state === "RESTED" ? 0 : 2;
  }

  async ask<T>(fetch: Fetch<T>, until: number): Promise<T> {
    this.inHand++;
    try {
      return await this.#breaker.ask((onTrial) => this.#once(fetch, until, onTrial));
    } catch (error) {
      throw error instanceof BreakerOpen ? new TierFailure(this.tier, "OPEN_BREAKER") : error;
    } finally {
      this.inHand--;
    }
  }

  /** The first question after a rest waits for the process' own word, which a hanging one gives not within a second, and not
   * for the whole deadline. */
  async #once<T>(fetch: Fetch<T>, until: number, onTrial: boolean): Promise<T> {
    if (onTrial && !(await this.replica.isReady())) throw new TierFailure(this.tier, "NOT_READY");
    const left = Math.floor(until - performance.now());
    // a trial that took all of the time says something about the process: it is none that ended well
    if (left <= 0) throw new TierFailure(this.tier, onTrial ? "TIMEOUT" : "NO_TURN");
    return fetch(this.replica, left);
  }
}
