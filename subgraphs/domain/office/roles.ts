import type { Role } from "../../../schema/contract/standing";

/** 三员: who keeps the system, its security and its audit. They exclude each other and hold no other role. */
const ADMINISTRATORS: readonly Role[] = ["SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"];

/** @returns the administrator role that may not stand beside the others, undefined where the roles go together */
export function conflictingRole(roles: readonly Role[]): Role | undefined {
  return roles.length > 1 ? roles.find((role) => ADMINISTRATORS.includes(role)) : undefined;
}
