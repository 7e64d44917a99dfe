import { type Readable, Transform } from "node:stream";
import { Pool } from "undici";
import { boundTo, type FileTicket } from "../../schema/contract/fileTicket";
import { INTERNAL_TOKEN_HEADER, INTERNAL_TOKEN_SECONDS, signInternalToken } from "../../schema/contract/internalToken";
import type { Standing } from "../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { Choice } from "../execution/choice";
import { isOfConnecting } from "../execution/replica";
import type { TierConnection } from "../execution/tierConnection";
import { failureOfStatus, isNobody } from "../execution/tierFailure";

interface CarriedAnswer {
  status: number;
  headers: Record<string, string>;
  body: Readable;
}

export interface Carrier {
  /** Sends the body as it comes, under a token that is bound to the ticket, and gives the answer as it comes.
   * @param body undefined where the file is fetched
   * @param signal ends both directions, at the tier too */
  carry(
    ticket: FileTicket,
    text: string,
    behalf: { requestId: string; standing: Standing },
    body: Readable | undefined,
    signal: AbortSignal,
  ): Promise<CarriedAnswer>;
  close(): Promise<void>;
}

/** A ledger of 5,000 rows is read, checked and written before the answer begins. */
const ANSWER_DEADLINE_MS = 120_000;
/** Between two pieces of an answer. */
const PIECE_DEADLINE_MS = 60_000;
/** Of one file, in one direction. */
export const TRANSFER_DEADLINE_MS = 300_000;
/** All that an answer may say beside its bytes: no cookie passes, and nothing is shown inline. */
const PASSED = ["content-type", "content-length", "content-disposition", "retry-after"];

/** Connections of their own: a slow file must not stand in the way of a query. */
export function createCarrier(tiers: Record<TierName, TierConnection>, keys: Record<TierName, string>): Carrier {
  const replicas = TIER_NAMES.flatMap((tier) => tiers[tier].replicas);
  const limits = { connections: 32, connect: { timeout: 2_000 } };
  const pools = new Map(replicas.map((replica) => [replica, new Pool(replica.url.origin, limits)]));
  const choices = Object.fromEntries(TIER_NAMES.map((tier) => [tier, new Choice(tiers[tier])]));
  return {
    carry(ticket, text, behalf, body, signal) {
      const expiresAt = Math.floor(Date.now() / 1000) + INTERNAL_TOKEN_SECONDS;
      const claims = { audience: ticket.tier, expiresAt, ...behalf };
      const token = signInternalToken(claims, boundTo(ticket.move, text), keys[ticket.tier]);
      // what is fetched can be fetched from another process; of what is brought a part has gone already
      return (choices[ticket.tier] as Choice).ask(async (replica) => {
        const asked = (pools.get(replica) as Pool).request({
          method: ticket.move,
          path: `${replica.url.pathname.replace(/\/$/, "")}/files/${text}`,
          headers: {
            ...(body && { "content-type": "application/octet-stream" }),
            "x-request-id": behalf.requestId,
            [INTERNAL_TOKEN_HEADER]: token,
          },
          body: body && limited(body, ticket.maxBytes, signal),
          signal: AbortSignal.any([signal, AbortSignal.timeout(TRANSFER_DEADLINE_MS)]),
          headersTimeout: ANSWER_DEADLINE_MS,
          bodyTimeout: PIECE_DEADLINE_MS,
        });
        const answer = await asked.catch((cause: unknown) => {
          throw isBroken(cause) ? replica.lost(cause) : cause;
        });
        if (isNobody(answer.statusCode)) {
          letGo(answer.body);
          throw failureOfStatus(ticket.tier, answer.statusCode);
        }
        return { status: answer.statusCode, headers: passed(answer.headers), body: answer.body };
      }, body === undefined);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** Nothing more is read of an answer. One that is all here already says that it was broken off, and whom nobody hears ends the process. */
export function letGo(body: Readable): void {
  body.on("error", () => undefined).destroy();
}

/** Says something about the process, and not about whoever carries or how large a file is. */
export function isBroken(cause: unknown): boolean {
  const { code = "" } = cause as { code?: string };
  return isOfConnecting(cause) || ["ECONNRESET", "UND_ERR_SOCKET"].includes(code);
}

function passed(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const kept = Object.fromEntries(
    PASSED.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])),
  );
  const isFile = headers["content-disposition"] !== undefined;
  return isFile && !kept["content-disposition"]?.startsWith("attachment")
    ? { ...kept, "content-disposition": "attachment" }
    : kept;
}

/** A copy of the stream: what happens to the request to the tier must not close the sender's connection, who is still to be
 * answered. One byte too much goes on, for the tier to refuse; no more. */
function limited(source: Readable, maxBytes: number, signal: AbortSignal): Readable {
  let left = maxBytes + 1;
  const copy = new Transform({
    transform(chunk: Buffer, _, done) {
      const piece = chunk.subarray(0, Math.max(0, left));
      left -= piece.length;
      if (piece.length) this.push(piece);
      done();
    },
  });
  source.pipe(copy);
  source.once("error", (cause) => copy.destroy(cause));
  copy.once("error", () => source.resume());
  copy.once("close", () => source.resume());
  signal.addEventListener("abort", () => copy.destroy(new Error("the sender is gone")), { once: true });
  return copy;
}
