/** The three tiers 省 / 市 / 县. A tier is a type; a region is a row (docs/adr/0001). */
export const TIERS = ["PROVINCE", "CITY", "COUNTY"] as const;
export type Tier = (typeof TIERS)[number];

/** The tier's name in ids, database names, subgraph names and environment variables: `county`. */
export type TierName = Lowercase<Tier>;

export const TIER_NAMES = TIERS.map((tier) => tier.toLowerCase()) as TierName[];

export function isTierName(value: string): value is TierName {
  return (TIER_NAMES as string[]).includes(value);
}

export function tierOfName(name: TierName): Tier {
  return name.toUpperCase() as Tier;
}

export function nameOfTier(tier: Tier): TierName {
  return tier.toLowerCase() as TierName;
}
