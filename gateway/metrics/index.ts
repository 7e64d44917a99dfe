import type { ErrorCode } from "../../schema/contract/errorCodes";
import type { TierName } from "../../schema/contract/tier";
import type { TierCall } from "../execution/callContext";

/** What the gateway counts. Nothing says who asked, for whom, or with which values. */
export interface Metrics {
  /** @param operation of a saved operation; any other counts as one */
  answered(operation: string | undefined, status: number, ms: number): void;
  refused(code: ErrorCode): void;
  /** before anything else looked at it */
  shed(code: ErrorCode, status: number): void;
  tierAsked(call: TierCall): void;
  planned(fromCache: boolean): void;
  /** the planner's thread did not answer in time, or ended by itself */
  plannerEnded(): void;
  /** Values that are read when somebody looks. */
  watch(gauges: Gauges): void;
}

export interface Gauges {
  inFlight: () => number;
  waiting: () => number;
  plans: () => number;
  /** operations that wait until they are planned */
  waitingForPlan: () => number;
  /** sockets and streams */
  readers: () => number;
  /** different subscriptions */
  subscriptions: () => number;
  /** whether the breaker of a tier is open */
  openBreaker: (tier: TierName) => boolean;
  /** processes of a tier that are there, as `/health/ready` counts them */
  replicas: (tier: TierName) => number;
}

/** Where nobody looks, nothing is counted, and the library is not loaded. */
export const NO_METRICS: Metrics = {
  answered() {},
  refused() {},
  shed() {},
  tierAsked() {},
  planned() {},
  plannerEnded() {},
  watch() {},
};
