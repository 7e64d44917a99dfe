import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import { type Refused, refuse } from "../refusals";

/** A unit of another tier's register, as that register says it. Calendar dates, `validTo` is exclusive. */
interface ForeignUnit {
  id: string;
  office: RegionCode;
  region: RegionCode;
  validFrom: string;
  validTo: string | null;
}

export function isInRegisterOn({ validFrom, validTo }: Pick<ForeignUnit, "validFrom" | "validTo">, day: string) {
  return validFrom <= day && (validTo === null || validTo > day);
}

/** Whether an office may inspect a unit that another office keeps in its register: one of its own area, in the register today.
 * @returns Refused UNIT_OUTSIDE_AREA or UNIT_NOT_IN_REGISTER */
export function admitsForeignUnit(unit: ForeignUnit, area: RegionCode, today: string): Refused | undefined {
  const below = unit.office !== area && isUnder(unit.office, area) && isUnder(unit.region, area);
  if (!below) return refuse("UNIT_OUTSIDE_AREA", unit.id);
  return isInRegisterOn(unit, today) ? undefined : refuse("UNIT_NOT_IN_REGISTER", unit.id);
}
