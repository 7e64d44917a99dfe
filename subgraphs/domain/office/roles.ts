import type { Role } from "../../../schema/contract/standing";
import { UNIT_ROLES } from "../lifecycle";

/** 三员: who keeps the system, its security and its audit. They exclude each other and hold no other role. */
const ADMINISTRATORS: readonly Role[] = ["SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"];

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

/** @returns the administrator role that may not stand beside the others, undefined where the roles go together */
export function conflictingRole(roles: readonly Role[]): Role | undefined {
  return roles.length > 1 ? roles.find((role) => ADMINISTRATORS.includes(role)) : undefined;
}
