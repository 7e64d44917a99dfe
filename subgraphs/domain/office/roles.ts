import type { Role } from "../../../schema/contract/standing";
import { UNIT_ROLES } from "../lifecycle";

/** 三员: who keeps the system, its security and its audit. They exclude each other and hold no other role. */
export const ADMINISTRATORS: readonly Role[] = ["SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"];

/** Nobody of these works in a team, whoever appoints: screens and administrators, units, departments. */
const OUTSIDE_TEAMS: readonly Role[] = [
  "DISPLAY",
  ...ADMINISTRATORS,
  ...UNIT_ROLES,
  "DISCIPLINE",
  "ORGANISATION",
  "PUBLICITY",
  "RESIDENT_GROUP",
  "DEPARTMENT",
];

/** Teams are made of the staff of the offices. */
export function isStaff(roles: readonly Role[]): boolean {
  return !roles.some((role) => OUTSIDE_TEAMS.includes(role));
}

/** Whether these are the roles of an inspected unit's people. */
export function answersForUnit(roles: readonly Role[]): boolean {
  return roles.some((role) => UNIT_ROLES.includes(role));
}

/** An administrator holds no other role, a unit's people hold no role of the office that keeps their account.
 * @returns the role that may not stand beside the others, undefined where the roles go together */
export function conflictingRole(roles: readonly Role[]): Role | undefined {
  if (roles.length < 2) return undefined;
  const ofOffice = roles.some((role) => !UNIT_ROLES.includes(role));
  return roles.find((role) => ADMINISTRATORS.includes(role) || (ofOffice && UNIT_ROLES.includes(role)));
}
