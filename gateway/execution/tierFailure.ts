import type { TierName } from "../../schema/contract/tier";
import type { TierReply } from "./tierReply";

type TierFailureReason =
  | "UNREACHABLE"
  /** there was no connection to send anything over */
  | "NOT_SENT"
  | "TIMEOUT"
  | "TOO_LARGE"
  | "NO_GRAPHQL"
  | "STATUS"
  /** 502, 503, 504 */
  | "NOBODY_THERE"
  /** the process says that it has lost its database, and that nothing is done */
  | "NO_DATABASE"
  /** says so itself, or does not say anything within a second */
  | "NOT_READY"
  /** the process stands still while another one of the tier does not */
  | "ABANDONED"
  /** was not asked */
  | "OPEN_BREAKER"
  /** was not asked: others' questions, or the look at whether it is ready, took all of the time */
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

/** What the process said all the same is told where nobody else has more to say. */
export class DatabaseLost extends TierFailure {
  constructor(
    tier: TierName,
    readonly reply: TierReply,
  ) {
    super(tier, "NO_DATABASE");
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

const WORTH_ANOTHER_TRY: readonly TierFailureReason[] = [
  "UNREACHABLE",
  "NOT_SENT",
  "NOBODY_THERE",
  "NO_DATABASE",
  "ABANDONED",
];

/** Whether another process of the tier, or the same a moment later, may well answer: there was no connection or it broke, or something in
 * front of the tier had nobody to give the question to, or whoever had it has no database or stands still. Whoever was late once would be
 * late again, and whoever answers nonsense answers it twice. */
export function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof TierFailure && WORTH_ANOTHER_TRY.includes(error.reason);
}

/** Whether it is certain that nothing was carried out, so that a change too may be asked of another. */
export function isNothingDone({ reason }: TierFailure): boolean {
  return reason === "NOT_SENT" || reason === "NO_DATABASE";
}
