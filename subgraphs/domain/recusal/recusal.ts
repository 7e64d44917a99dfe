import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import type { RecusedFrom, Role } from "../../../schema/contract/standing";
import { answersForUnit } from "../office/roles";
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

/** An inspected unit's people have a right of reply, which nobody takes away: they stay out of single matters by their own word, and
 * of their own unit not at all. `findStandings` says the same of what was declared before.
 * @param by account id of whoever declares it
 * @returns Refused ANSWERS_FOR_UNIT */
export function refuseRecusal(declared: Declared, from: RecusedFrom, by: string): Refused | undefined {
  if (!answersForUnit(declared.roles)) return undefined;
  const isOwn = by === declared.person && !keepsFromOwnUnit(declared, from);
  return isOwn ? undefined : refuse("ANSWERS_FOR_UNIT", declared.person);
}

function keepsFromOwnUnit({ unit }: Declared, { scope, subject }: RecusedFrom): boolean {
  if (!unit) return false;
  return scope === "UNIT" ? subject === unit.id : scope === "REGION" && isUnder(unit.region, subject as RegionCode);
}
