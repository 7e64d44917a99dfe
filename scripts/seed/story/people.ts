import type { Role } from "../../../schema/contract/standing";
import type { Persona } from "../teller";

/** The county whose round is told. */
export const COUNTY = "990101";

function of(name: string, roles: Role[]): Persona {
  return { id: `county:${COUNTY}.${name}`, roles };
}

export const clerk = of("clerk", ["CLERK"]);
export const director = of("director", ["DIRECTOR"]);
export const approver = of("approver", ["APPROVER"]);
/** accompanies the team on behalf of the office */
export const coordinator = of("coordinator", ["COORDINATOR"]);
/** a clerk of the same office, recused from the village for kin */
export const kin = of("second-clerk", ["CLERK"]);
export const discipline = of("discipline", ["DISCIPLINE"]);
export const organisation = of("organisation", ["ORGANISATION"]);
/** keep the clues of the office, two of them: who registers one does not clear it */
export const custodian = of("custodian", ["CUSTODIAN"]);
export const secondCustodian = of("second-custodian", ["CUSTODIAN"]);
/** decides what the other one proposes */
export const secondDiscipline = of("second-discipline", ["DISCIPLINE"]);
/** The city above, which a clue is referred to. */
export const CITY = "9901";
const ofCity = (name: string, roles: Role[]): Persona => ({ id: `city:${CITY}.${name}`, roles });
export const cityDiscipline = ofCity("discipline", ["DISCIPLINE"]);
export const secondCityDiscipline = ofCity("second-discipline", ["DISCIPLINE"]);

/** leads the team; at home in the neighbouring county's office */
export const leader: Persona = { id: "county:990102.clerk", roles: ["CLERK"] };

/** The people of the inspected village and of the township above it; their unit is known once it is registered. */
export const unitHead = (unit: string): Persona => ({ ...of("unit-head", ["UNIT_HEAD"]), unit });
export const unitLiaison = (unit: string): Persona => ({ ...of("unit-liaison", ["UNIT_LIAISON"]), unit });
export const superiorBody = (unit: string): Persona => ({ ...of("superior-body", ["SUPERIOR_BODY"]), unit });

/** Accounts of the office beside those that every office has, with their posts. */
export const STAFF: readonly (Persona & { post: string })[] = [
  { ...coordinator, post: "综合协调组" },
  { ...kin, post: "经办人（亲属回避）" },
  { ...discipline, post: "纪委监委" },
  { ...organisation, post: "组织部" },
  { ...custodian, post: "线索专管员" },
  { ...secondCustodian, post: "线索专管员（批准）" },
  { ...secondDiscipline, post: "纪委监委（批准处置）" },
];

/** The further people of the city. */
export const CITY_STAFF: readonly (Persona & { post: string })[] = [
  { ...cityDiscipline, post: "纪委监委" },
  { ...secondCityDiscipline, post: "纪委监委（批准处置）" },
];

/** The units of the round in the register of the office: the second lies below the first. */
export const TOWNSHIP_UNIT = { code: "990101-1-1", region: "990101001", kind: "TOWNSHIP" };
export const VILLAGE_UNIT = { code: "990101-1-2", region: "990101001001", kind: "VILLAGE" };
