import type { RegionTree } from "../../../schema/regions/tree";
import { JINNING, villagesOf as jinningVillages } from "../../jinning/book";
import type { UnitPlan } from "../bulk/plan";

/** What the articles state of the register, and the days between which it is theirs: both days are invented, but the
 * region tree's own, which is older than no article. */
export const REGISTER = { villages: 14_466, yuxiVillages: 704, from: "2016-07-01", treeAsOf: "2023-06-30" } as const;
export const YUNNAN = "53";
export const YUXI = "5304";

/** Why a village of the tree is not in the articles' register. */
type OutsideReason = "STATISTICAL_AREA" | "REGISTER_IS_OLDER";

/** Offices of a region and its own villages, in the order of their codes. */
export function countiesOf(regions: RegionTree, region: string): string[] {
  const children = regions.childrenOf(region).map(({ code }) => code);
  return region.length === 4 ? children : children.flatMap((city) => countiesOf(regions, city));
}

export function villagesOf(regions: RegionTree, county: string): string[] {
  return regions.childrenOf(county).flatMap(({ code }) => regions.childrenOf(code).map((village) => village.code));
}

/** The villages of Yunnan's tree that the articles' register has not: so many that its totals are the articles'. Areas that
 * are there for statistics only come first; which of the others are younger than the register is INVENTED. */
export function outsideRegister(regions: RegionTree): Map<string, OutsideReason> {
  const inspected = new Set(jinningVillages(regions).flatMap((round) => round.map(({ region }) => region)));
  const villages = countiesOf(regions, YUNNAN).flatMap((county) => villagesOf(regions, county));
  const yuxi = villages.filter((village) => village.startsWith(YUXI));
  const others = villages.filter((village) => !village.startsWith(YUXI) && !inspected.has(village));
  const tooManyInYuxi = yuxi.length - REGISTER.yuxiVillages;
  return new Map([
    ...choose(regions, yuxi, tooManyInYuxi),
    ...choose(regions, others, villages.length - REGISTER.villages - tooManyInYuxi),
  ]);
}

function choose(regions: RegionTree, villages: readonly string[], count: number): [string, OutsideReason][] {
  if (count < 0) throw new Error("the region tree has fewer villages than the articles' register");
  const isArea = (village: string) => /虚拟/.test(regions.find(village)?.name ?? "");
  const areas = villages.filter(isArea).slice(0, count);
  const rest = villages.filter((village) => !isArea(village));
  const left = count - areas.length;
  const younger = Array.from({ length: left }, (_, i) => rest[Math.floor((i * rest.length) / left)] as string);
  return [
    ...areas.map((village): [string, OutsideReason] => [village, "STATISTICAL_AREA"]),
    ...younger.map((village): [string, OutsideReason] => [village, "REGISTER_IS_OLDER"]),
  ];
}

/** A village's entry in the register of its county: what is outside of the articles' register is in it from the day of the
 * tree on, so that the register of any day can be asked for. */
export function villageUnit(regions: RegionTree, region: string, validFrom: string): UnitPlan {
  return { code: `SYN-${region}`, name: `${regions.find(region)?.name}党组织`, kind: "VILLAGE", region, validFrom };
}

export { JINNING };
