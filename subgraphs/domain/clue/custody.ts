import type { RegionCode } from "../../../schema/contract/regionCode";
import type { Role } from "../../../schema/contract/standing";
import { UNIT_ROLES } from "../lifecycle";

/** 保管方 Who may hold a clue: the inspection office's custodians, or a department of the same region. */
export const CUSTODY_BODIES = ["INSPECTION", "DISCIPLINE", "ORGANISATION", "RESIDENT_GROUP"] as const;
export type CustodyBody = (typeof CUSTODY_BODIES)[number];

/** One that keeps keys and clues of its own, as `990101:DISCIPLINE`. */
export type Custody = `${RegionCode}:${CustodyBody}`;

const CUSTODY = new RegExp(`^((?:\\d{2}){1,3}):(${CUSTODY_BODIES.join("|")})$`);

export function custodyOf(office: RegionCode, body: CustodyBody): Custody {
  return `${office}:${body}`;
}

/** @returns undefined where the text names no custody */
function parseCustody(text: string): { office: RegionCode; body: CustodyBody } | undefined {
  const [, office, body] = CUSTODY.exec(text) ?? [];
  return office && body ? { office, body: body as CustodyBody } : undefined;
}

export function isCustody(text: string): text is Custody {
  return CUSTODY.test(text);
}

/** @throws where a stored custody is none, which is a defect */
export function partsOfCustody(custody: Custody): { office: RegionCode; body: CustodyBody } {
  const parts = parseCustody(custody);
  if (!parts) throw new Error("a stored custody is none");
  return parts;
}

/** The role whose people act for a body. */
export const ROLE_OF_BODY: Record<CustodyBody, Role> = {
  INSPECTION: "CUSTODIAN",
  DISCIPLINE: "DISCIPLINE",
  ORGANISATION: "ORGANISATION",
  RESIDENT_GROUP: "RESIDENT_GROUP",
};

/** Where somebody holds clues; `caller_custodies()` says the same of the caller. */
export function custodiesOf({ office, roles }: { office: RegionCode; roles: readonly Role[] }): Custody[] {
  return CUSTODY_BODIES.filter((body) => roles.includes(ROLE_OF_BODY[body])).map((body) => custodyOf(office, body));
}

/** The bodies in which somebody works: whoever is of no unit and no department is of the inspection office. */
export function workplacesOf({ office, roles }: { office: RegionCode; roles: readonly Role[] }): Custody[] {
  const bodies = roles
    .filter((role) => !UNIT_ROLES.includes(role))
    .map((role) => CUSTODY_BODIES.find((body) => ROLE_OF_BODY[body] === role) ?? "INSPECTION");
  return [...new Set(bodies)].map((body) => custodyOf(office, body));
}
