import { isUnder, parentOf, type RegionCode } from "../../schema/contract/regionCode";

/** Whether the first office stands above the second: an office is named by its region's code. */
export function isSuperiorOffice(superior: RegionCode, office: RegionCode): boolean {
  return superior !== office && isUnder(office, superior);
}

/** The offices above, the direct superior first: 530115 → 5301, 53. */
export function superiorsOf(office: RegionCode): RegionCode[] {
  const superiors: RegionCode[] = [];
  for (let code = parentOf(office); code; code = parentOf(code)) superiors.push(code);
  return superiors;
}
