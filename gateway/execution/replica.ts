import { createSecretKey, type KeyObject } from "node:crypto";
import { errors, Pool } from "undici";
import {
  INTERNAL_TOKEN_HEADER,
  INTERNAL_TOKEN_SECONDS,
  type InternalClaims,
  signInternalToken,
} from "../../schema/contract/internalToken";
import { LIVE_PATH } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import { type InLine, Line } from "../../schema/process/line";
import type { Gone } from "../gone";
import { AnswerLate, AnswerUnwanted, Exchange, type TierAnswer } from "./exchange";
import { CallerGone, isNobody, TierFailure } from "./tierFailure";

/** On whose behalf a tier is asked; without a standing the gateway asks for itself. */
interface Behalf {
  requestId: string;
  standing?: Standing;
  /** whether the body brings an attestation of this gateway's */
  attests?: true;
  /** W3C `traceparent` of the question */
  trace?: string;
}

interface Asking {
  /** breaks it off, because nobody waits for the answer any more */
  gone?: Gone;
  /** whether it does no harm to ask another process of the tier as well: of a question, never of a change */
  repeatable: boolean;
}

const MAXIMAL_ANSWER_BYTES = 16 * 1024 * 1024;
const READY_DEADLINE_MS = 1_000;
/** One look that had no answer may be a busy second, in which to ask elsewhere as well would be work for nobody. */
const MISSED_TO_STAND_STILL = 2;

/** A question that may be asked elsewhere. */
interface Leavable extends InLine<Leavable> {
  exchange: Exchange;
  path: string;
  begunAt: number;
}

/** The process that has the question stands still. */
class AnswerAbandoned extends Error {}

/** One process of a tier, over keep-alive HTTP. One that comes back is used by the next request. */
export class Replica {
  readonly #prefix: string;
  readonly #key: KeyObject;
  readonly #pool: Pool;
  readonly #probe: Pool;
  readonly #standings: Pool;
  readonly #live: Pool;
  readonly #leavable = new Line<Leavable>();
  #isWell = true;
  /** looks in a row that had no answer, whatever it would have been */
  #missed = 0;
  /** when the last of them ended, by the clock that nobody can set back */
  #missedAt = 0;
  /** the look that is under way */
  #looking: Promise<boolean> | undefined;
  readonly #hearers: (() => void)[] = [];

  constructor(
    readonly tier: TierName,
    readonly url: URL,
    key: string,
  ) {
    this.#key = createSecretKey(key, "utf8");
    this.#prefix = url.pathname.replace(/\/$/, "");
    const limits = {
      ...{ connect: { timeout: 2_000 }, maxResponseSize: MAXIMAL_ANSWER_BYTES, keepAliveTimeout: 4_000 },
      // each question has a deadline of its own
      ...{ headersTimeout: 0, bodyTimeout: 0 },
    };
    const poolOf = (connections: number | null) => new Pool(url.origin, { ...limits, connections });
    this.#pool = poolOf(64);
    // A connection of its own: whether a tier is ready must not wait behind slow queries.
    this.#probe = poolOf(1);
    // So must not who somebody is: without a standing nobody is answered at all.
    this.#standings = poolOf(8);
    // Nor behind those who wait for something to happen: each of them holds a connection, as many as there are subscriptions.
    this.#live = poolOf(null);
  }

  /** Whether the last that was seen of it was an answer: where there are others, they are asked before one that is not well. */
  get isWell(): boolean {
    return this.#isWell;
  }

  /** @param hear told each time that it is well again */
  onWellAgain(hear: () => void): void {
    this.#hearers.push(hear);
  }

  /** Sends this very body and a token bound to it.
   * @param deadlineMs from now until the last byte of the answer
   * @throws TierFailure where no answer came in time, CallerGone */
  async post(
    path: string,
    body: string | Buffer,
    behalf: Behalf,
    deadlineMs: number,
    { gone, repeatable }: Asking,
  ): Promise<TierAnswer> {
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      "x-request-id": behalf.requestId,
      [INTERNAL_TOKEN_HEADER]: signInternalToken(claimsOf(this.tier, behalf), body, this.#key),
    };
    const exchange = new Exchange(deadlineMs, gone);
    const leavable = { exchange, path, begunAt: performance.now(), before: undefined, after: undefined };
    if (repeatable) this.#leavable.join(leavable);
    this.#poolOf(path).dispatch({ method: "POST", path: this.#prefix + path, headers, body }, exchange);
    try {
      const answer = await exchange.answer;
      this.#isNow(!isNobody(answer.status));
      return answer;
    } catch (cause) {
      if (cause instanceof AnswerUnwanted) throw new CallerGone();
      throw this.lost(cause);
    } finally {
      this.#leavable.leave(leavable);
    }
  }

  /** @param cause with which a connection to it broke
   * @returns the same for whoever asked */
  lost(cause: unknown): TierFailure {
    const reason = reasonOf(cause);
    if (reason === "UNREACHABLE" || reason === "NOT_SENT") this.#isNow(false);
    return new TierFailure(this.tier, reason, { cause });
  }

  /** Whether it says of itself that it is ready, within one second. Whoever asks while somebody looks shares the look: all go over one
   * connection, and of a slow process the second of the later ones would pass while they wait behind the others. */
  isReady(): Promise<boolean> {
    this.#looking ??= this.#see().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #see(): Promise<boolean> {
    const status = await this.#look();
    const ready = status === 200;
    this.#isNow(ready);
    const missed = this.#missed;
    this.#missed = status === undefined ? missed + 1 : 0;
    if (status === undefined) this.#missedAt = performance.now();
    if (status !== undefined && missed >= MISSED_TO_STAND_STILL) this.#askAnew();
    return ready;
  }

  /** Back from standing still, or from behind a line that was cut: what waits for something to happen may wait on a connection of which
   * nobody knows any more, until its deadline, and loses nothing by being asked again. What was asked since then waits for an answer. */
  #askAnew(): void {
    for (const { exchange, path, begunAt } of this.#leavable.all())
      if (path === LIVE_PATH && begunAt <= this.#missedAt) exchange.breakOff(new AnswerAbandoned());
  }

  /** Lets go of what would wait here until its deadline and may be asked elsewhere: who somebody is, for which nobody has much time, after
   * one look without an answer. Whoever says that it is not ready answers, and so it does what it has in hand. */
  abandon(): void {
    for (const { exchange, path } of this.#leavable.all()) {
      const enough = isOfStandings(path) ? 1 : MISSED_TO_STAND_STILL;
      if (this.#missed >= enough) exchange.breakOff(new AnswerAbandoned());
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool, this.#probe, this.#standings, this.#live].map((pool) => pool.destroy()));
  }

  #poolOf(path: string): Pool {
    if (path === LIVE_PATH) return this.#live;
    return isOfStandings(path) ? this.#standings : this.#pool;
  }

  #isNow(well: boolean): void {
    const again = well && !this.#isWell;
    this.#isWell = well;
    if (again) for (const hear of this.#hearers) hear();
  }

  /** @returns the status that it gives, undefined where it gives none within a second */
  async #look(): Promise<number | undefined> {
    const exchange = new Exchange(READY_DEADLINE_MS);
    this.#probe.dispatch({ method: "GET", path: `${this.#prefix}/health/ready` }, exchange);
    return exchange.answer.then(
      ({ status }) => status,
      () => undefined,
    );
  }
}

function isOfStandings(path: string): boolean {
  return path.startsWith("/standing");
}

function claimsOf(audience: TierName, { requestId, standing, attests, trace }: Behalf): InternalClaims {
  const expiresAt = Math.floor(Date.now() / 1000) + INTERNAL_TOKEN_SECONDS;
  return { audience, expiresAt, requestId, standing, attests, trace };
}

function reasonOf(cause: unknown): TierFailure["reason"] {
  if (cause instanceof AnswerAbandoned) return "ABANDONED";
  if (cause instanceof AnswerLate) return "TIMEOUT";
  if (isOfConnecting(cause)) return "NOT_SENT";
  if (cause instanceof errors.HTTPParserError) return "NO_GRAPHQL";
  return cause instanceof errors.ResponseExceededMaxSizeError ? "TOO_LARGE" : "UNREACHABLE";
}

/** Whether there never was a connection: what waits for one is sent over none. */
export function isOfConnecting(cause: unknown): boolean {
  if (cause instanceof errors.ConnectTimeoutError) return true;
  // of a name that leads to several addresses
  if (cause instanceof AggregateError) return cause.errors.every(isOfConnecting);
  const { syscall } = Object(cause) as NodeJS.ErrnoException;
  return syscall === "connect" || syscall === "getaddrinfo";
}
