import type { Standing } from "../../schema/contract/standing";
import { PlatformError } from "../errors";
import type { RefusalLog } from "../refusalLog";
import { AccessTokenError, type AccessTokenVerifier } from "./accessToken";
import type { StandingClient } from "./standing";

/** Who calls, by a token that was checked once: what it says is not asked for again, because it may end in between. */
interface Caller {
  standing: Standing;
  /** seconds since 1970, UTC: when the token ends */
  expiresAt: number;
}

/** From the Authorization header to the person who sent it.
 * @throws PlatformError UNAUTHENTICATED or STANDING_UNAVAILABLE */
export type CallerIdentifier = (authorization: string | undefined, requestId: string) => Promise<Caller>;

export function createCallerIdentifier(
  verify: AccessTokenVerifier,
  findStanding: StandingClient,
  refusals: RefusalLog,
): CallerIdentifier {
  return async (authorization, requestId) => {
    const { person, expiresAt } = await verify(authorization).catch((error: unknown) => {
      throw error instanceof AccessTokenError ? refusalOf(error, requestId, refusals) : error;
    });
    return { standing: await findStanding(person, requestId), expiresAt };
  };
}

function refusalOf(error: AccessTokenError, requestId: string, refusals: RefusalLog): PlatformError {
  refusals.info({ requestId, reason: error.reason, err: error.cause }, "access token refused");
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
