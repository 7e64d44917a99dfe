import type { Tier } from "../../schema/contract/tier";

/** What a tier is: data. A new `if (tier === …)` in this folder means that a field is missing here. */
export interface TierProfile {
  tier: Tier;
  /** whether there is an office above that its results go to */
  submits: boolean;
  /** the tier directly below, and the field of an office that leads there */
  lower?: { tier: Tier; field: string; description: string };
}
