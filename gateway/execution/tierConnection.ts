import {
  INTERNAL_TOKEN_HEADER,
  INTERNAL_TOKEN_SECONDS,
  type InternalClaims,
  signInternalToken,
} from "../../schema/contract/internalToken";
import { LIVE_PATH } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import type { TierAddress } from "../config";
import type { Gone } from "../gone";
import { AnswerLate, AnswerUnwanted, Exchange } from "./http/exchange";
import { NoHttp } from "./http/head";
import { ConnectLate } from "./http/line";
import { Lines } from "./http/lines";
import { AnswerTooLarge, type TierAnswer } from "./http/response";

/** On whose behalf a tier is asked; without a standing the gateway asks for itself. */
interface Behalf {
  requestId: string;
  standing?: Standing;
  /** whether the body brings an attestation of this gateway's */
  attests?: true;
  /** W3C `traceparent` of the question */
  trace?: string;
}

export type TierFailureReason =
  | "UNREACHABLE"
  | "TIMEOUT"
  | "TOO_LARGE"
  | "NO_GRAPHQL"
  | "STATUS"
  /** 502, 503, 504 */
  | "NOBODY_THERE"
  /** says so itself, or does not say anything within a second */
  | "NOT_READY"
  /** was not asked */
  | "OPEN_BREAKER"
  /** was not asked: others' questions took all of the time */
  | "NO_TURN";

/** Why a tier gave no answer. The cause names addresses: it is for the log alone. */
export class TierFailure extends Error {
  constructor(
    readonly tier: TierName,
    readonly reason: TierFailureReason,
    options?: ErrorOptions,
  ) {
    super(`${tier}: ${reason}`, options);
  }
}

/** Says nothing about the tier: callers who leave must not open its breaker. */
export class CallerGone extends Error {}

export interface TierConnection {
  tier: TierName;
  /** Sends this very body and a token bound to it.
   * @param deadlineMs from now until the last byte of the answer
   * @param gone breaks it off, because nobody waits for the answer any more
   * @throws TierFailure where no answer came in time, CallerGone */
  post(path: string, body: string | Buffer, behalf: Behalf, deadlineMs: number, gone?: Gone): Promise<TierAnswer>;
  /** Whether the tier says of itself that it is ready, within one second. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

const MAXIMAL_ANSWER_BYTES = 16 * 1024 * 1024;
const READY_DEADLINE_MS = 1_000;

/** Keep-alive HTTP to one tier. A tier that comes back is used by the next request. */
export function connectTier(tier: TierName, { url, key }: TierAddress): TierConnection {
  const prefix = url.pathname.replace(/\/$/, "");
  const linesFor = (most: number) => new Lines(url, { most, mostBytes: MAXIMAL_ANSWER_BYTES });
  const lines = linesFor(64);
  // A connection of its own: whether a tier is ready must not wait behind slow queries.
  const probe = linesFor(1);
  // So must not who somebody is: without a standing nobody is answered at all.
  const standings = linesFor(8);
  // Nor behind those who wait for something to happen: each of them holds a connection, as many as there are subscriptions.
  const live = linesFor(Number.POSITIVE_INFINITY);
  const linesOf = (path: string) => (path === LIVE_PATH ? live : path.startsWith("/standing") ? standings : lines);
  const host = `\r\nhost: ${url.host}\r\naccept: application/json`;

  return {
    tier,
    async post(path, body, behalf, deadlineMs, gone) {
      const token = signInternalToken(claimsOf(tier, behalf), body, key);
      const own = `content-type: application/json\r\nx-request-id: ${behalf.requestId}\r\n${INTERNAL_TOKEN_HEADER}: ${token}`;
      const head = `POST ${prefix}${path} HTTP/1.1${host}\r\n${own}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
      const exchange = new Exchange(requestOf(head, body), deadlineMs, gone);
      linesOf(path).send(exchange);
      try {
        return await exchange.answer;
      } catch (cause) {
        if (cause instanceof AnswerUnwanted) throw new CallerGone();
        throw new TierFailure(tier, reasonOf(cause), { cause });
      }
    },
    async isReady() {
      const head = `GET ${prefix}/health/ready HTTP/1.1${host}\r\n\r\n`;
      const exchange = new Exchange(requestOf(head, ""), READY_DEADLINE_MS);
      probe.send(exchange);
      return exchange.answer.then(
        ({ status }) => status === 200,
        () => false,
      );
    },
    async close() {
      for (const each of [lines, probe, standings, live]) each.close();
    },
  };
}

/** One piece: each more would be a call into the kernel, and to the other side a packet. */
function requestOf(head: string, body: string | Buffer): Buffer {
  const request = Buffer.allocUnsafe(head.length + Buffer.byteLength(body));
  request.write(head, "latin1");
  if (typeof body === "string") request.write(body, head.length, "utf8");
  else request.set(body, head.length);
  return request;
}

function claimsOf(audience: TierName, { requestId, standing, attests, trace }: Behalf): InternalClaims {
  const expiresAt = Math.floor(Date.now() / 1000) + INTERNAL_TOKEN_SECONDS;
  return { audience, expiresAt, requestId, standing, attests, trace };
}

function reasonOf(cause: unknown): TierFailure["reason"] {
  if (cause instanceof AnswerLate || cause instanceof ConnectLate) return "TIMEOUT";
  if (cause instanceof NoHttp) return "NO_GRAPHQL";
  return cause instanceof AnswerTooLarge ? "TOO_LARGE" : "UNREACHABLE";
}
