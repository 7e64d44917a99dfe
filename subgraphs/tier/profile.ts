import type { ClassType } from "type-graphql";
import type { Tier } from "../../schema/contract/tier";

/** What a tier is: data. A new `if (tier === …)` in this folder means that a field is missing here. */
export interface TierProfile {
  tier: Tier;
  /** resolvers that only this tier has */
  resolvers: ClassType[];
}
