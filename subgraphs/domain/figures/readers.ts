import { levelOf, REGION_LEVELS, type RegionCode } from "../../../schema/contract/regionCode";
import type { Role } from "../../../schema/contract/standing";
import { BOOK_READERS } from "../office/office";

/** A township or a village: few units lie there, or one, so that what is counted of it is known of somebody. */
export function isSmall(region: RegionCode): boolean {
  return REGION_LEVELS.indexOf(levelOf(region)) > REGION_LEVELS.indexOf("COUNTY");
}

/** Whether somebody reads what is counted in a region of the own area. A wall screen, which anybody may stand before, shows figures of
 * counties and what lies above, never of so little as one unit. */
export function readsFiguresOf(roles: readonly Role[], region: RegionCode): boolean {
  return roles.some((role) => BOOK_READERS.includes(role) || (role === "DISPLAY" && !isSmall(region)));
}
