import { errors, type JWTPayload, jwtVerify } from "jose";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Tier } from "../../schema/contract/tier";
import { IssuerKeys, type IssuerKeysOptions, IssuerUnavailable } from "./issuerKeys";
import { RecentTokens } from "./recentTokens";

/** Who calls, as the issuer says it. What the person may do is not in it: that is the standing of the home tier. */
interface AccessToken {
  /** account id, `county:990101.clerk` */
  person: string;
  tier: Tier;
  /** seconds since 1970, UTC */
  expiresAt: number;
}

/** Why a token is not accepted, with the sentence for the caller. The code is always UNAUTHENTICATED. */
export const ACCESS_TOKEN_REASONS = {
  MISSING: "请先登录：请求没有带访问令牌。Sign in first: the request carries no access token.",
  MALFORMED: "访问令牌格式不正确，请重新登录。The access token is malformed; sign in again.",
  EXPIRED: "登录已过期，请重新登录。The access token has expired; sign in again.",
  NOT_YET_VALID: "访问令牌尚未生效，请核对时钟。The access token is not valid yet; check the clocks.",
  WRONG_AUDIENCE: "访问令牌不是发给本平台的。The access token is for another platform.",
  WRONG_ISSUER: "访问令牌不是由本平台的登录服务签发的。The access token comes from another sign-in service.",
  BAD_SIGNATURE: "访问令牌的签名无效，请重新登录。The signature of the access token is not valid; sign in again.",
  NOT_AN_ACCOUNT: "访问令牌不属于本平台的账号。The access token belongs to no account of this platform.",
  ISSUER_UNAVAILABLE: "登录服务暂时不可用，请稍后再试。The sign-in service is not available; try again in a moment.",
} as const;
export type AccessTokenReason = keyof typeof ACCESS_TOKEN_REASONS;

/** Never carries the token nor a claim of it; `cause` is set for ISSUER_UNAVAILABLE only, and for the log only. */
export class AccessTokenError extends Error {
  override readonly name = "AccessTokenError";

  constructor(
    readonly reason: AccessTokenReason,
    options?: ErrorOptions,
  ) {
    super(ACCESS_TOKEN_REASONS[reason], options);
  }
}

interface AccessTokenVerifierOptions extends Omit<IssuerKeysOptions, "now"> {
  audience: string;
  now?: () => Date;
}

/** @returns who calls
 * @throws AccessTokenError */
export type AccessTokenVerifier = (authorizationHeader: string | undefined) => Promise<AccessToken>;

// asymmetric only: with HS256 allowed, the public key would serve as the secret of a forgery
const ALGORITHMS = ["ES256", "RS256", "PS256", "EdDSA"];
const CLOCK_TOLERANCE_SECONDS = 5;
const LONGEST_TOKEN = 8_192;

/** Checks access tokens (RFC 9068: a JWT of type at+jwt). A token seen in the last minute is not checked again. */
export function createAccessTokenVerifier({
  audience,
  now = () => new Date(),
  ...keysOptions
}: AccessTokenVerifierOptions): AccessTokenVerifier {
  const keys = new IssuerKeys({ ...keysOptions, now });
  const known = new RecentTokens<AccessToken>(now);
  return async (authorizationHeader) => {
    const token = bearerToken(authorizationHeader);
    const remembered = known.find(token);
    if (remembered) return remembered;
    try {
      const { payload } = await jwtVerify(token, keys.find, {
        issuer: keysOptions.issuer,
        audience,
        algorithms: ALGORITHMS,
        typ: "at+jwt",
        requiredClaims: ["sub", "exp"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now(),
      });
      return known.remember(token, callerOf(payload));
    } catch (cause) {
      throw refusalOf(cause);
    }
  };
}

function bearerToken(header: string | undefined): string {
  if (!header) throw new AccessTokenError("MISSING");
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header)?.[1];
  if (!token || token.length > LONGEST_TOKEN) throw new AccessTokenError("MALFORMED");
  return token;
}

function callerOf({ sub, exp }: JWTPayload): AccessToken {
  // a claim is whatever the issuer wrote: an array of one name would pass as that name
  const tier = typeof sub === "string" ? homeTierOfAccount(sub) : undefined;
  if (!sub || !tier || exp === undefined) throw new AccessTokenError("NOT_AN_ACCOUNT");
  return { person: sub, tier, expiresAt: exp };
}

/** @returns the cause itself where it is a defect of ours */
function refusalOf(cause: unknown): unknown {
  if (cause instanceof IssuerUnavailable) return new AccessTokenError("ISSUER_UNAVAILABLE", { cause: cause.cause });
  if (cause instanceof errors.JWTExpired) return new AccessTokenError("EXPIRED");
  if (cause instanceof errors.JWTClaimValidationFailed) return new AccessTokenError(reasonOfClaim(cause.claim));
  if (BAD_SIGNATURES.some((kind) => cause instanceof kind)) return new AccessTokenError("BAD_SIGNATURE");
  if (cause instanceof errors.JOSEError) return new AccessTokenError("MALFORMED");
  return cause;
}

const BAD_SIGNATURES = [
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function reasonOfClaim(claim: string): AccessTokenReason {
  if (claim === "aud") return "WRONG_AUDIENCE";
  if (claim === "iss") return "WRONG_ISSUER";
  if (claim === "nbf") return "NOT_YET_VALID";
  return claim === "sub" ? "NOT_AN_ACCOUNT" : "MALFORMED";
}
