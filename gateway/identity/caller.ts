import type { Logger } from "pino";
import type { Standing } from "../../schema/contract/standing";
import { PlatformError } from "../errors";
import { AccessTokenError, type AccessTokenVerifier } from "./accessToken";
import type { StandingClient } from "./standing";

/** From the Authorization header to the standing of the person who sent it.
 * @throws PlatformError UNAUTHENTICATED or STANDING_UNAVAILABLE */
export type CallerIdentifier = (authorization: string | undefined, requestId: string) => Promise<Standing>;

export function createCallerIdentifier(
  verify: AccessTokenVerifier,
  findStanding: StandingClient,
  log: Logger,
): CallerIdentifier {
  return async (authorization, requestId) => {
    const { person } = await verify(authorization).catch((error: unknown) => {
      throw error instanceof AccessTokenError ? refusalOf(error, requestId, log) : error;
    });
    return findStanding(person, requestId);
  };
}

function refusalOf(error: AccessTokenError, requestId: string, log: Logger): PlatformError {
  log.info({ requestId, reason: error.reason, err: error.cause }, "access token refused");
  // Not 401: the person is to try again, not to sign in at a service that is down.
  if (error.reason === "ISSUER_UNAVAILABLE") {
    const headers = { "retry-after": "1" };
    return new PlatformError("STANDING_UNAVAILABLE", error.message, { status: 503, headers, reference: requestId });
  }
  const challenge = error.reason === "MISSING" ? "Bearer" : 'Bearer error="invalid_token"';
  return new PlatformError("UNAUTHENTICATED", error.message, {
    status: 401,
    headers: { "www-authenticate": challenge },
  });
}
