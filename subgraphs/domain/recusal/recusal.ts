import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import type { RecusedFrom, Role } from "../../../schema/contract/standing";
import type { Actor } from "../lifecycle";
import { RECUSAL_DECLARERS } from "../office/office";
import { ADMINISTRATORS, answersForUnit } from "../office/roles";
import { type Refused, refuse } from "../refusals";

/** 回避 Recusal: it binds until somebody else ends it. */
export const RECUSAL_STATUSES = ["DECLARED", "ENDED"] as const;
export type RecusalStatus = (typeof RECUSAL_STATUSES)[number];

export const RECUSAL_COMMANDS = ["END"] as const;
export type RecusalCommand = (typeof RECUSAL_COMMANDS)[number];

export function recusalStatus({ endedOn }: { endedOn: string | null }): RecusalStatus {
  return endedOn === null ? "DECLARED" : "ENDED";
}

/** Somebody of whom a recusal is to be declared. */
export interface Declared {
  person: string;
  roles: readonly Role[];
  /** what the account answers for, and where it lies */
  unit?: { id: string; region: RegionCode };
}

/** The people whom an office's director leads. Whoever authorises, holds clues, works in a department or administers stands apart from the
 * office, so that it is watched by somebody whom it cannot blind. */
const LED_BY_DIRECTOR: readonly Role[] = ["CLERK", "DIRECTOR", "COORDINATOR", "DISPLAY"];

/** Who declares a recusal of somebody else, by the roles of that person: the strictest of several counts, since a recusal binds the
 * person in all of them. 三员 watch each other: of them nobody else declares one. */
function declarersOf(roles: readonly Role[]): readonly Role[] {
  if (roles.some((role) => ADMINISTRATORS.includes(role))) return [];
  return roles.every((role) => LED_BY_DIRECTOR.includes(role)) ? RECUSAL_DECLARERS : ["SECURITY_ADMIN"];
}

/** An inspected unit's people have a right of reply, which nobody takes away: they stay out of single matters by their own word, and
 * of their own unit not at all. `findStandings` says the same of what was declared before.
 * @param by whoever declares it, of the same office
 * @returns Refused ANSWERS_FOR_UNIT, or STANDS_APART with who may */
export function refuseRecusal(
  declared: Declared,
  from: RecusedFrom,
  by: Pick<Actor, "person" | "roles">,
): Refused | undefined {
  const { person, roles } = declared;
  const isOwn = by.person === person;
  if (answersForUnit(roles)) {
    return isOwn && !keepsFromOwnUnit(declared, from) ? undefined : refuse("ANSWERS_FOR_UNIT", person);
  }
  const declarers = declarersOf(roles);
  if (isOwn || by.roles.some((role) => declarers.includes(role))) return undefined;
  return refuse("STANDS_APART", person, declarers);
}

/** Whoever a director does not recuse is not freed by a director either. Of an administrator it is ended by a security administrator, since
 * somebody else has to.
 * @param roles of the person whose recusal it is
 * @returns Refused STANDS_APART, with who may */
export function refuseEndOfRecusal(
  person: string,
  roles: readonly Role[],
  by: Pick<Actor, "roles">,
): Refused | undefined {
  if (answersForUnit(roles)) return undefined;
  const declarers = declarersOf(roles);
  const enders = declarers.length ? declarers : ["SECURITY_ADMIN" as const];
  return by.roles.some((role) => enders.includes(role)) ? undefined : refuse("STANDS_APART", person, enders);
}

function keepsFromOwnUnit({ unit }: Declared, { scope, subject }: RecusedFrom): boolean {
  if (!unit) return false;
  return scope === "UNIT" ? subject === unit.id : scope === "REGION" && isUnder(unit.region, subject as RegionCode);
}
