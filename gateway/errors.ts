import { GraphQLError, type GraphQLErrorOptions } from "graphql";
import type { ErrorCode } from "../schema/contract/errorCodes";
import type { TierName } from "../schema/contract/tier";

/** What an error may carry besides its code; nothing else of `extensions` leaves the gateway. */
export interface ErrorDetails {
  /** the wrong arguments, each with its path and the reason */
  fields?: { path: string; reason: string }[];
  /** FORBIDDEN: the roles of which one is needed */
  roles?: string[];
  /** the tier that does not answer */
  tier?: TierName;
  /** LIMIT_EXCEEDED: what there was too much of */
  limit?: { name: string; most: number; found?: number };
  /** the request id under which the log tells more */
  reference?: string;
}

interface Presentation extends ErrorDetails {
  /** HTTP status, where the whole request fails */
  status?: number;
  headers?: Record<string, string>;
  path?: GraphQLErrorOptions["path"];
}

/** An error whose message this platform wrote for the caller. Whatever else is thrown is translated or masked. */
export class PlatformError extends GraphQLError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, { status, headers, path, ...details }: Presentation = {}) {
    const http = status ? { http: { status, headers: new Map(Object.entries(headers ?? {})) } } : {};
    super(message, { path, extensions: { code, ...details, ...http } });
    this.code = code;
    this.details = details;
    this.status = status ?? 200;
    this.headers = headers ?? {};
  }

  /** The same error, told of one place in the answer. */
  at(path: readonly (string | number)[]): PlatformError {
    const { code, message, details, status, headers } = this;
    return new PlatformError(code, message, { ...details, status: status === 200 ? undefined : status, headers, path });
  }
}

const TIER_WORDS: Record<TierName, string> = { province: "省级", city: "市级", county: "县级" };

export function tierUnavailable(tier: TierName, reference: string, path?: GraphQLErrorOptions["path"]): PlatformError {
  const message = `${TIER_WORDS[tier]}系统暂时没有应答，这部分数据缺失，请稍后再试。The ${tier} tier does not answer at the moment; its part of the answer is missing. Try again later.`;
  return new PlatformError("TIER_UNAVAILABLE", message, { tier, reference, path });
}

export function defect(reference: string, path?: GraphQLErrorOptions["path"]): PlatformError {
  const message = `系统内部错误，请把编号告诉运维人员。An internal error; give the reference to whoever operates the platform.`;
  return new PlatformError("INTERNAL_SERVER_ERROR", message, { reference, path });
}
