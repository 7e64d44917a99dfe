/** A tier keeps rows of its own. */
export type TierOfRows = "PROVINCE" | "CITY" | "COUNTY";

/** `countyFindings`, `cityFindings`: `findings`; `exportCountyLedger`: `exportLedger`. */
export function nameWithoutTier(field: string): string {
  const [, rest] = /^(?:province|city|county)([A-Z].*)$/.exec(field) ?? [];
  if (rest) return rest.charAt(0).toLowerCase() + rest.slice(1);
  return field.replace(/(?<=[a-z])(?:Province|City|County)(?=[A-Z])/, "");
}
