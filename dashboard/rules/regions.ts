import { type TierOfRows, tierNamed } from "./tiers";

const LENGTHS: readonly [number, TierOfRows][] = [
  [2, "PROVINCE"],
  [4, "CITY"],
  [6, "COUNTY"],
];

/** The tier whose office sits in a region; undefined below the county. */
export function tierOfRegion(code: string): TierOfRows | undefined {
  return LENGTHS.find(([length]) => length === code.length)?.[1];
}

/** Whether somebody has written the whole code of a region. */
export function isRegionCode(text: string): boolean {
  return /^\d+$/.test(text) && [2, 4, 6, 9, 12].includes(text.length);
}

/** Which tier keeps an object, by its id: county:… */
export function tierOfId(id: string): TierOfRows | undefined {
  return tierNamed(id.slice(0, id.indexOf(":")).toUpperCase());
}

/** The regions from the province down to one, by the names of its full path.
 * @param pathName 云南省 昆明市 晋宁区 */
export function pathOf(code: string, pathName: string): { code: string; name: string }[] {
  return pathName.split(" ").flatMap((name, place) => {
    const length = [2, 4, 6, 9, 12][place] ?? 12;
    return length <= code.length ? [{ code: code.slice(0, length), name }] : [];
  });
}
