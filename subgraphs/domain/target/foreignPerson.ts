import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import type { RecusedFrom, Role } from "../../../schema/contract/standing";
import { isStaff } from "../office/roles";
import { type Refused, refuse } from "../refusals";

/** Somebody of another tier, as the home tier says it today. */
interface ForeignPerson {
  id: string;
  roles: readonly Role[];
  /** whether the account answers for a unit */
  ofUnit: boolean;
  recusals: readonly RecusedFrom[];
}

/** What a team works on: recusals are from it, or from what lies around it. */
interface WorkedOn {
  unitId: string;
  roundId: string;
  region: RegionCode;
}

/** Whether somebody of another tier may be appointed: by the rules for the own people.
 * @param person undefined where there is no active account, "SILENT" where the home tier gave no answer
 * @returns Refused HOME_TIER_SILENT, PERSON_NOT_STAFF or PERSON_RECUSED */
export function admitsForeignPerson(
  id: string,
  person: ForeignPerson | "SILENT" | undefined,
  target: WorkedOn,
): Refused | undefined {
  if (person === "SILENT") return refuse("HOME_TIER_SILENT", id);
  if (!person || person.ofUnit || !isStaff(person.roles)) return refuse("PERSON_NOT_STAFF", id);
  return person.recusals.some((recusal) => isFrom(recusal, target)) ? refuse("PERSON_RECUSED", id) : undefined;
}

function isFrom({ scope, subject }: RecusedFrom, { unitId, roundId, region }: WorkedOn): boolean {
  if (scope === "UNIT") return subject === unitId;
  if (scope === "ROUND") return subject === roundId;
  return scope === "REGION" && isUnder(region, subject);
}
