/** The tiers that keep rows of their own, from above. */
export const TIERS = ["PROVINCE", "CITY", "COUNTY"] as const;
export type TierOfRows = (typeof TIERS)[number];

/** @returns undefined where a text names none */
export function tierNamed(text: string | null): TierOfRows | undefined {
  return TIERS.find((tier) => tier === text);
}

/** Of what is missing, whose part it is: nobody's where some of it is missing for another reason, which is said then.
 * @param parts of each, the tiers that did not answer */
export function tiersMissing(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.every(({ length }) => length > 0) ? [...new Set(parts.flat())] : [];
}

/** As a tier stands in the names of its mutations: `County`. */
export function tierInNames(tier: TierOfRows): string {
  return tier.charAt(0) + tier.slice(1).toLowerCase();
}

/** `countyFindings`, `cityFindings`: `findings`; `exportCountyLedger`: `exportLedger`. */
export function nameWithoutTier(field: string): string {
  const [, rest] = /^(?:province|city|county)([A-Z].*)$/.exec(field) ?? [];
  if (rest) return rest.charAt(0).toLowerCase() + rest.slice(1);
  return field.replace(/(?<=[a-z])(?:Province|City|County)(?=[A-Z])/, "");
}
