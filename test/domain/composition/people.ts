import type { Actor } from "../../../subgraphs/domain/lifecycle";

export const OFFICE = "990101";
export const UNIT = "county:UUUUUUUUUUUUUUUUUUUUUU";
export const SUPERIOR_UNIT = "county:SSSSSSSSSSSSSSSSSSSSSS";
const OTHER_UNIT = "county:OOOOOOOOOOOOOOOOOOOOOO";

export interface Person extends Omit<Actor, "teamRoles"> {
  /** the role in the team where the person is appointed */
  teamRole?: Actor["teamRoles"][number];
}

function of(office: string, person: string, roles: Actor["roles"], more: Partial<Person> = {}): Person {
  return { person, office, roles, ...more };
}

/** One person for every role that could matter, and those who have no business here. */
export const PEOPLE: readonly Person[] = [
  of(OFFICE, "clerk", ["CLERK"]),
  of(OFFICE, "director", ["DIRECTOR"]),
  of(OFFICE, "approver", ["APPROVER"]),
  of(OFFICE, "coordinator", ["COORDINATOR"]),
  of(OFFICE, "custodian", ["CUSTODIAN"]),
  of(OFFICE, "display", ["DISPLAY"]),
  of(OFFICE, "security", ["SECURITY_ADMIN"]),
  of(OFFICE, "discipline", ["DISCIPLINE"]),
  of(OFFICE, "organisation", ["ORGANISATION"]),
  // small counties have people with several posts
  of(OFFICE, "both", ["DIRECTOR", "APPROVER", "DISCIPLINE"]),
  // at home in other offices, with every right there: here the appointment is all they have
  of("990102", "leader", ["CLERK", "DIRECTOR", "APPROVER"], { teamRole: "LEADER" }),
  of("9901", "member", ["CLERK", "DIRECTOR", "APPROVER"], { teamRole: "MEMBER" }),
  of("9901", "city", ["CLERK", "DIRECTOR", "APPROVER", "DISCIPLINE"]),
  of("990102", "neighbour", ["CLERK", "DIRECTOR", "APPROVER", "DISCIPLINE"]),
  of(OFFICE, "head", ["UNIT_HEAD"], { unit: UNIT }),
  of(OFFICE, "liaison", ["UNIT_LIAISON"], { unit: UNIT }),
  of(OFFICE, "superior", ["SUPERIOR_BODY"], { unit: SUPERIOR_UNIT }),
  of(OFFICE, "stranger", ["UNIT_HEAD", "UNIT_LIAISON", "SUPERIOR_BODY"], { unit: OTHER_UNIT }),
];

export const TEAM = ["leader", "member"] as const;
export const OF_UNIT: readonly string[] = ["head", "liaison"];
export const NOBODY_HERE: readonly string[] = ["city", "neighbour", "stranger", "display", "security", "custodian"];
