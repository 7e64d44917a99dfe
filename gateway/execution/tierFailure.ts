import type { TierName } from "../../schema/contract/tier";

type TierFailureReason =
  | "UNREACHABLE"
  | "TIMEOUT"
  | "TOO_LARGE"
  | "NO_GRAPHQL"
  | "STATUS"
  /** 502, 503, 504 */
  | "NOBODY_THERE"
  /** says so itself, or does not say anything within a second */
  | "NOT_READY"
  /** the process stands still while another one of the tier does not */
  | "ABANDONED"
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

/** Something in front of the tier had nobody to give the question to, or the process is about to end. */
export function isNobody(status: number): boolean {
  return status >= 502 && status <= 504;
}

/** @param status with which nothing was answered */
export function failureOfStatus(tier: TierName, status: number): TierFailure {
  const reason = isNobody(status) ? "NOBODY_THERE" : "STATUS";
  // an error costs as much as a small answer: none is made where none is needed
  return new TierFailure(tier, reason, { cause: new Error(`status ${status}`) });
}

/** Whether another process of the tier, or the same a moment later, may well answer: the connection broke, or something in front of the
 * tier had nobody to give the question to, or whoever had it stands still. Whoever was late once would be late again, and whoever
 * answers nonsense answers it twice. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!(error instanceof TierFailure)) return false;
  return error.reason === "UNREACHABLE" || error.reason === "NOBODY_THERE" || error.reason === "ABANDONED";
}
