import { parentOf, type RegionCode } from "../../schema/contract/regionCode";

/** The offices above, the direct superior first: 530115 → 5301, 53. */
export function superiorsOf(office: RegionCode): RegionCode[] {
  const superiors: RegionCode[] = [];
  for (let code = parentOf(office); code; code = parentOf(code)) superiors.push(code);
  return superiors;
}
