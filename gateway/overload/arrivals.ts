import type { IncomingMessage } from "node:http";
import type { FastifyReply } from "fastify";

/** A ledger of 5,000 findings in one mutation. */
export const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** The caller may have gone while something was waited for, and nobody would hear of it again. */
export function whenOver({ raw }: FastifyReply, action: () => void): void {
  if (raw.destroyed) action();
  else raw.once("close", action);
}

/** Of a body whose length is not said: as much as it may have. */
export function bytesOf({ headers }: IncomingMessage): number {
  const said = Number(headers["content-length"] ?? BODY_LIMIT_BYTES);
  return Number.isInteger(said) && said >= 0 ? Math.min(said, BODY_LIMIT_BYTES) : BODY_LIMIT_BYTES;
}

/** The token, whatever stands in front of it: whether it is one takes longer to say. */
export function callerOf({ headers: { authorization = "" } }: IncomingMessage): string {
  return authorization.slice(authorization.lastIndexOf(" ") + 1);
}
