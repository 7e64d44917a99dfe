import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import type { Step } from "../../schema/traces";
import type { Gone } from "../gone";

/** What one request carries through the gateway. The directory reads the standing from it. */
export interface CallContext {
  requestId: string;
  standing: Standing;
  /** the saved operation that is carried out, undefined for any other */
  savedName?: string;
  /** undefined where the request is not traced */
  step?: Step;
  /** aborted when nobody waits for the answer any more */
  gone?: Gone;
  /** how long nobody else was kept by it: its body was on its way, or it waited for a plan. An object, because the executing server
   * copies what it is given */
  apart: { ms: number };
  /** one entry per call of a tier, for the log line of the request */
  tierCalls: TierCall[];
}

export interface TierCall {
  tier: TierName;
  status: number | string;
  ms: number;
  /** milliseconds since 1970: the data are at least as new as this */
  askedAt: number;
  /** what arrived of what was asked for */
  arrived: "ALL" | "PART" | "NOTHING";
}
