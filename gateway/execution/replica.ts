import {
  INTERNAL_TOKEN_HEADER,
  INTERNAL_TOKEN_SECONDS,
  type InternalClaims,
  signInternalToken,
} from "../../schema/contract/internalToken";
import { LIVE_PATH } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import type { Gone } from "../gone";
import { AnswerLate, AnswerUnwanted, Exchange } from "./http/exchange";
import { NoHttp } from "./http/head";
import { ConnectLate } from "./http/line";
import { Lines } from "./http/lines";
import { AnswerTooLarge, type TierAnswer } from "./http/response";
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

/** The process that has the question stands still. */
class AnswerAbandoned extends Error {}

/** One process of a tier, over keep-alive HTTP. One that comes back is used by the next request. */
export class Replica {
  readonly #prefix: string;
  readonly #host: string;
  readonly #lines: Lines;
  readonly #probe: Lines;
  readonly #standings: Lines;
  readonly #live: Lines;
  /** questions that may be asked elsewhere, and what they are about */
  readonly #leavable = new Map<Exchange, string>();
  #isWell = true;
  /** looks in a row that had no answer */
  #missed = 0;

  constructor(
    readonly tier: TierName,
    readonly url: URL,
    private readonly key: string,
  ) {
    this.#prefix = url.pathname.replace(/\/$/, "");
    this.#host = `\r\nhost: ${url.host}\r\naccept: application/json`;
    const linesFor = (most: number) => new Lines(url, { most, mostBytes: MAXIMAL_ANSWER_BYTES });
    this.#lines = linesFor(64);
    // A connection of its own: whether a tier is ready must not wait behind slow queries.
    this.#probe = linesFor(1);
    // So must not who somebody is: without a standing nobody is answered at all.
    this.#standings = linesFor(8);
    // Nor behind those who wait for something to happen: each of them holds a connection, as many as there are subscriptions.
    this.#live = linesFor(Number.POSITIVE_INFINITY);
  }

  /** Whether the last that was seen of it was an answer: where there are others, they are asked before one that is not well. */
  get isWell(): boolean {
    return this.#isWell;
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
    const token = signInternalToken(claimsOf(this.tier, behalf), body, this.key);
    const own = `content-type: application/json\r\nx-request-id: ${behalf.requestId}\r\n${INTERNAL_TOKEN_HEADER}: ${token}`;
    const length = `content-length: ${Buffer.byteLength(body)}`;
    const head = `POST ${this.#prefix}${path} HTTP/1.1${this.#host}\r\n${own}\r\n${length}\r\n\r\n`;
    const exchange = new Exchange(requestOf(head, body), deadlineMs, gone);
    if (repeatable) this.#leavable.set(exchange, path);
    this.#linesOf(path).send(exchange);
    try {
      const answer = await exchange.answer;
      this.#isWell = !isNobody(answer.status);
      return answer;
    } catch (cause) {
      if (cause instanceof AnswerUnwanted) throw new CallerGone();
      throw this.lost(cause);
    } finally {
      this.#leavable.delete(exchange);
    }
  }

  /** @param cause with which a connection to it broke
   * @returns the same for whoever asked */
  lost(cause: unknown): TierFailure {
    const reason = reasonOf(cause);
    if (reason === "UNREACHABLE" || cause instanceof ConnectLate) this.#isWell = false;
    return new TierFailure(this.tier, reason, { cause });
  }

  /** Whether it says of itself that it is ready, within one second. */
  async isReady(): Promise<boolean> {
    const ready = await this.#answersReady();
    this.#isWell = ready;
    this.#missed = ready ? 0 : this.#missed + 1;
    return ready;
  }

  /** Lets go of what would wait here until its deadline and may be asked elsewhere: who somebody is, for which nobody has much time, after
   * one look without an answer. */
  abandon(): void {
    for (const [exchange, path] of this.#leavable) {
      if (this.#missed >= MISSED_TO_STAND_STILL || isOfStandings(path)) exchange.breakOff(new AnswerAbandoned());
    }
  }

  close(): void {
    for (const each of [this.#lines, this.#probe, this.#standings, this.#live]) each.close();
  }

  #linesOf(path: string): Lines {
    if (path === LIVE_PATH) return this.#live;
    return isOfStandings(path) ? this.#standings : this.#lines;
  }

  async #answersReady(): Promise<boolean> {
    const head = `GET ${this.#prefix}/health/ready HTTP/1.1${this.#host}\r\n\r\n`;
    const exchange = new Exchange(requestOf(head, ""), READY_DEADLINE_MS);
    this.#probe.send(exchange);
    return exchange.answer.then(
      ({ status }) => status === 200,
      () => false,
    );
  }
}

/** One piece: each more would be a call into the kernel, and to the other side a packet. */
function requestOf(head: string, body: string | Buffer): Buffer {
  const request = Buffer.allocUnsafe(head.length + Buffer.byteLength(body));
  request.write(head, "latin1");
  if (typeof body === "string") request.write(body, head.length, "utf8");
  else request.set(body, head.length);
  return request;
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
  if (cause instanceof AnswerLate || cause instanceof ConnectLate) return "TIMEOUT";
  if (cause instanceof NoHttp) return "NO_GRAPHQL";
  return cause instanceof AnswerTooLarge ? "TOO_LARGE" : "UNREACHABLE";
}
