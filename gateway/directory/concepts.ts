import type { Tier } from "../../schema/contract/tier";

/** A concept that each tier keeps in a book of its own: one interface over three concrete types. */
export interface TierConcept {
  /** the interface: InspectionOffice */
  readonly type: string;
  /** the root field that finds one by its id: office; capitalised behind the tier it names the concrete type: CountyOffice */
  readonly root: string;
  readonly chinese: string;
  readonly english: string;
}

export const OFFICE: TierConcept = {
  type: "InspectionOffice",
  root: "office",
  chinese: "巡视办、巡察办",
  english: "inspection office",
};

export const UNIT: TierConcept = {
  type: "InspectedUnit",
  root: "unit",
  chinese: "被巡察党组织",
  english: "inspected unit",
};

export const CONCEPTS: readonly TierConcept[] = [
  OFFICE,
  UNIT,
  { type: "Round", root: "round", chinese: "轮次", english: "round" },
  { type: "RoundTarget", root: "roundTarget", chinese: "巡察对象", english: "one unit in one round" },
  { type: "Finding", root: "finding", chinese: "问题", english: "finding" },
  { type: "Disclosure", root: "disclosure", chinese: "反馈", english: "what is fed back to one grantee" },
  { type: "Rectification", root: "rectification", chinese: "整改", english: "rectification of one target" },
  { type: "Publication", root: "publication", chinese: "报送", english: "submission upward of results" },
];

/** @returns the concrete type in which a tier keeps the concept: CountyOffice */
export function concreteType(tier: Tier, { root }: TierConcept): string {
  return titleOf(tier) + root.charAt(0).toUpperCase() + root.slice(1);
}

/** How a tier stands in names: County */
export function titleOf(tier: Tier): string {
  return tier.charAt(0) + tier.slice(1).toLowerCase();
}
