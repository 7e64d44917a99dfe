import type { RegionCode } from "./regionCode";
import type { Tier } from "./tier";

/** Roles that an account holds in its own office, unit or department. A team role comes from an appointment instead. */
export const ROLES = [
  "CLERK",
  "DIRECTOR",
  "APPROVER",
  "CUSTODIAN",
  "COORDINATOR",
  "UNIT_LIAISON",
  "UNIT_HEAD",
  "SUPERIOR_BODY",
  "DISCIPLINE",
  "ORGANISATION",
  "PUBLICITY",
  "RESIDENT_GROUP",
  "DEPARTMENT",
  "DISPLAY",
  "SYSTEM_ADMIN",
  "SECURITY_ADMIN",
  "AUDIT_ADMIN",
] as const;
export type Role = (typeof ROLES)[number];

export const RECUSAL_SCOPES = ["REGION", "UNIT", "ROUND", "FINDING"] as const;
export type RecusalScope = (typeof RECUSAL_SCOPES)[number];

/** What a person may not have to do with: a region code, or the id of a unit, round or finding. */
export interface RecusedFrom {
  scope: RecusalScope;
  subject: string;
}

/** Who somebody is today, as the home tier says it; the gateway keeps it for at most one second (docs/adr/0007). */
export interface Standing {
  /** account id, `county:…` */
  person: string;
  tier: Tier;
  /** region code of the office that the account belongs to */
  office: RegionCode;
  /** id of the unit that the account answers for, where its roles are a unit's */
  unit?: string;
  roles: Role[];
  recusals: RecusedFrom[];
  /** rises with every change of roles, recusals or state of the account */
  rightsEpoch: number;
}
