import { placeOf } from "./ledgerPlace";
import type { TierOfRows } from "./tiers";

const GAPS = ["NOT_ENROLLED", "ON_PAPER", "SILENT", "LATE"] as const;
export type Gap = (typeof GAPS)[number];

/** Which offices are listed: those of one tier, all of them or some. */
export interface OfficesPlace {
  tier: TierOfRows;
  gap?: Gap;
  /** only those with a round that is running */
  running?: true;
}

export function officesLink(region: string, { tier, gap, running }: OfficesPlace): string {
  const query = new URLSearchParams({ tier, ...(gap && { gap }), ...(running && { running: "1" }) });
  return `/offices/${region}?${query}`;
}

/** @param usual the tier of the reader's own office */
export function officesPlaceOf(search: string, usual: TierOfRows): OfficesPlace {
  const query = new URLSearchParams(search);
  const gap = GAPS.find((name) => name === query.get("gap"));
  const { tier } = placeOf(search, usual);
  return { tier, ...(gap && { gap }), ...(query.get("running") === "1" && { running: true as const }) };
}
