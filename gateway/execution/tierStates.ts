import type { TierName } from "../../schema/contract/tier";
import type { TierCall } from "./callContext";

/** `extensions.tiers` of an answer: what each tier that was asked gave, and as of when. */
interface TierState {
  /** PARTIAL: something that was asked of it is missing, UNAVAILABLE: all of it */
  status: "OK" | "PARTIAL" | "UNAVAILABLE";
  /** UTC; what came from this tier is at least as new. null where nothing came */
  asOf: string | null;
}

/** @returns undefined where no tier was asked */
export function tierStates(calls: readonly TierCall[]): Partial<Record<TierName, TierState>> | undefined {
  if (calls.length === 0) return undefined;
  const tiers = [...new Set(calls.map(({ tier }) => tier))].sort();
  return Object.fromEntries(tiers.map((tier) => [tier, stateOf(tier, calls)]));
}

function stateOf(tier: TierName, calls: readonly TierCall[]): TierState {
  let first: number | undefined;
  let isWhole = true;
  for (const call of calls) {
    if (call.tier !== tier) continue;
    if (call.arrived !== "ALL") isWhole = false;
    if (call.arrived !== "NOTHING" && !(first !== undefined && first <= call.askedAt)) first = call.askedAt;
  }
  if (first === undefined) return { status: "UNAVAILABLE", asOf: null };
  return { status: isWhole ? "OK" : "PARTIAL", asOf: new Date(first).toISOString() };
}
