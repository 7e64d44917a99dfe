import type { Readable } from "node:stream";
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
import type { TierAddress } from "../config";
import type { Gone } from "../gone";
import { AnswerLate, AnswerUnwanted, type TierAnswer, TierExchange } from "./tierExchange";

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

/** Keep-alive HTTP to one tier. Pools reconnect by themselves, so a tier that comes back is used by the next request. */
export function connectTier(tier: TierName, { url, key }: TierAddress): TierConnection {
  const prefix = url.pathname.replace(/\/$/, "");
  const limits = { connect: { timeout: 2_000 }, maxResponseSize: MAXIMAL_ANSWER_BYTES, keepAliveTimeout: 4_000 };
  const pool = new Pool(url.origin, { ...limits, connections: 64 });
  // A connection of its own: whether a tier is ready must not wait behind slow queries.
  const probe = new Pool(url.origin, { ...limits, connections: 1 });
  // So must not who somebody is: without a standing nobody is answered at all.
  const standings = new Pool(url.origin, { ...limits, connections: 8 });
  // Nor behind those who wait for something to happen: each of them holds a connection, as many as there are subscriptions.
  const live = new Pool(url.origin, { ...limits, connections: null });
  const poolOf = (path: string) => (path === LIVE_PATH ? live : path.startsWith("/standing") ? standings : pool);

  return {
    tier,
    async post(path, body, behalf, deadlineMs, gone) {
      const headers = {
        "content-type": "application/json",
        accept: "application/json",
        "x-request-id": behalf.requestId,
        [INTERNAL_TOKEN_HEADER]: signInternalToken(claimsOf(tier, behalf), body, key),
      };
      const exchange = new TierExchange(deadlineMs, gone);
      poolOf(path).dispatch({ method: "POST", path: prefix + path, headers, body }, exchange);
      try {
        return await exchange.answer;
      } catch (cause) {
        if (cause instanceof AnswerUnwanted) throw new CallerGone();
        throw new TierFailure(tier, reasonOf(cause), { cause });
      }
    },
    async isReady() {
      try {
        const signal = AbortSignal.timeout(READY_DEADLINE_MS);
        const answer = await probe.request({ method: "GET", path: `${prefix}/health/ready`, signal });
        await drain(answer.body);
        return answer.statusCode === 200;
      } catch {
        return false;
      }
    },
    async close() {
      await Promise.all([pool.destroy(), probe.destroy(), standings.destroy(), live.destroy()]);
    },
  };
}

function claimsOf(audience: TierName, { requestId, standing, attests, trace }: Behalf): InternalClaims {
  const expiresAt = Math.floor(Date.now() / 1000) + INTERNAL_TOKEN_SECONDS;
  return { audience, expiresAt, requestId, standing, attests, trace };
}

function reasonOf(cause: unknown): TierFailure["reason"] {
  if (cause instanceof AnswerLate || cause instanceof errors.ConnectTimeoutError) return "TIMEOUT";
  return cause instanceof errors.ResponseExceededMaxSizeError ? "TOO_LARGE" : "UNREACHABLE";
}

async function drain(body: Readable & { dump(): Promise<void> }): Promise<void> {
  await body.dump();
}
