import type { RegionCode } from "../../../schema/contract/regionCode";
import { superiorsOf } from "../tier";
import { type Custody, type CustodyBody, custodyOf, partsOfCustody } from "./custody";

/** 干部管理权限: who manages the subject. OTHERS: whoever is managed by no committee, such as the people of a village. [K] */
export const CADRE_LEVELS = ["PROVINCE", "CITY", "COUNTY", "OTHERS"] as const;
export type CadreLevel = (typeof CADRE_LEVELS)[number];

/** What the clue is about, which decides the department: 违纪违法、选人用人、派驻监督单位人员. */
export const CLUE_MATTERS = ["DISCIPLINE", "PERSONNEL", "RESIDENT"] as const;
export type ClueMatter = (typeof CLUE_MATTERS)[number];

const DIGITS: Record<CadreLevel, number> = { PROVINCE: 2, CITY: 4, COUNTY: 6, OTHERS: 6 };
const BODY_OF: Record<ClueMatter, CustodyBody> = {
  DISCIPLINE: "DISCIPLINE",
  PERSONNEL: "ORGANISATION",
  RESIDENT: "RESIDENT_GROUP",
};

interface ClueSubject {
  /** where the subject works: a code at least as long as that of the managing office */
  region: RegionCode;
  cadreLevel: CadreLevel;
  matter: ClueMatter;
  /** the bodies of this platform in which the subject works */
  workplaces: readonly Custody[];
}

/** Where a clue goes: straight to the department of the committee that manages its subject, and to nobody in between. Where the
 * subject works in an office or a department of that region, whoever decides there may be the subject or stand under it: then
 * the clue goes to the region above.
 * @returns undefined where no department of the platform may have it */
export function routeOf({ region, cadreLevel, matter, workplaces }: ClueSubject): Custody | undefined {
  const managing = region.slice(0, DIGITS[cadreLevel]);
  if (managing.length < DIGITS[cadreLevel]) return undefined;
  const own = new Set(workplaces.map((custody) => partsOfCustody(custody).office));
  const office = [managing, ...superiorsOf(managing)].find((code) => !own.has(code));
  return office ? custodyOf(office, BODY_OF[matter]) : undefined;
}

/** Whether a receiver belongs to a region in whose bodies the subject works. */
export function isSubjectsOffice(receiver: Custody, { workplaces }: Pick<ClueSubject, "workplaces">): boolean {
  const { office } = partsOfCustody(receiver);
  return workplaces.some((custody) => partsOfCustody(custody).office === office);
}
