import { TIERS, type Tier } from "./tier";

/** 行政区划代码 at its natural length: province 2, city 4, county 6, township 9, village 12 digits. */
export type RegionCode = string;

export const REGION_LEVELS = ["PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "VILLAGE"] as const;
export type RegionLevel = (typeof REGION_LEVELS)[number];

const LENGTHS = [2, 4, 6, 9, 12] as const;

/** A code at its natural length, every level filled: most codes are, and this is the quick way through. */
const NATURAL = /^(?!00)\d\d(?:(?!00)\d\d(?:(?!00)\d\d(?:(?!000)\d{3}(?:(?!000)\d{3})?)?)?)?$/;

/** Brings a code of 2, 4, 6, 9 or 12 digits, zero-padded or not, to its natural length: 530100000000 → 5301.
 * @returns undefined where the text is no region code (nothing says yet that such a region exists) */
export function normaliseRegionCode(text: string): RegionCode | undefined {
  if (NATURAL.test(text)) return text;
  if (!/^\d+$/.test(text)) return undefined;
  let level = LENGTHS.indexOf(text.length as (typeof LENGTHS)[number]);
  if (level < 0) return undefined;
  while (level > 0 && /^0+$/.test(text.slice(LENGTHS[level - 1], LENGTHS[level]))) level--;
  const code = text.slice(0, LENGTHS[level]);
  return hasEmptySegment(code, level) ? undefined : code;
}

/** 000000 and 530000001: a code with an empty level in front of a filled one names nothing. */
function hasEmptySegment(code: string, level: number): boolean {
  for (let i = 0; i <= level; i++) {
    if (/^0+$/.test(code.slice(i === 0 ? 0 : LENGTHS[i - 1], LENGTHS[i]))) return true;
  }
  return false;
}

export function levelOf(code: RegionCode): RegionLevel {
  const level = LENGTHS.indexOf(code.length as (typeof LENGTHS)[number]);
  if (level < 0) throw new RangeError("not a normalised region code");
  return REGION_LEVELS[level] as RegionLevel;
}

/** @returns the tier of the office that is named by this code, undefined where there is none: below a county */
export function tierOfOffice(code: RegionCode): Tier | undefined {
  return TIERS[LENGTHS.indexOf(code.length as (typeof LENGTHS)[number])];
}

/** @returns the code one level up, undefined for a province */
export function parentOf(code: RegionCode): RegionCode | undefined {
  const level = REGION_LEVELS.indexOf(levelOf(code));
  return level === 0 ? undefined : code.slice(0, LENGTHS[level - 1]);
}

/** The region itself or any region below it. */
export function isUnder(region: RegionCode, ancestor: RegionCode): boolean {
  return ancestor !== "" && region.startsWith(ancestor);
}
