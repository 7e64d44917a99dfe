import { TIERS, type Tier } from "../../../schema/contract/tier";
import { type Refused, refuse } from "../refusals";

/** 轮次 Round: belongs to the office that authorised it. */
export const ROUND_STATUSES = ["PREPARING", "AUTHORISED", "RUNNING", "CLOSED", "WITHDRAWN"] as const;
export type RoundStatus = (typeof ROUND_STATUSES)[number];

/** START, CLOSE and TAKE_BACK follow from the targets: the last when the only entry was taken back. */
export const ROUND_COMMANDS = [
  "AUTHORISE",
  "START",
  "CLOSE",
  "TAKE_BACK",
  "WITHDRAW",
  "CORRECT",
  "PROPOSE_CORRECTION",
  "APPROVE_CORRECTION",
  "REJECT_CORRECTION",
] as const;
export type RoundCommand = (typeof ROUND_COMMANDS)[number];

/** Which step brings what: no other one takes it. A withdrawal that is recorded on behalf names its document too. */
export const BROUGHT_BY = {
  documentNumber: ["AUTHORISE", "WITHDRAW"],
  body: ["AUTHORISE"],
  correction: ["CORRECT", "PROPOSE_CORRECTION"],
} as const satisfies Record<string, readonly RoundCommand[]>;

export const ROUND_KINDS = ["REGULAR", "SPECIAL", "MOBILE", "LOOK_BACK"] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

export const METHODS = ["TOWNSHIP_WITH_VILLAGES", "INTEGRATED", "SPOT", "DIRECT_VILLAGE", "BACKPACK", "QR"] as const;
export type Method = (typeof METHODS)[number];

export const ASSIGNMENT_MODES = [
  "OWN_TIER",
  "UPGRADED",
  "CROSS",
  "RING",
  "POOLED",
  "ASSISTED",
  "RECUSAL_SWAP",
] as const;
export type AssignmentMode = (typeof ASSIGNMENT_MODES)[number];

/** Under these, a team has somebody of another office 交叉、推磨、助攻、回避巡. */
const FOREIGN_TEAM_MODES: readonly AssignmentMode[] = ["CROSS", "RING", "ASSISTED", "RECUSAL_SWAP"];

export function needsForeignTeam(mode: AssignmentMode): boolean {
  return FOREIGN_TEAM_MODES.includes(mode);
}

/** Whose units a round inspects: 本级 those of the own register, 提级 those of the registers below, and 交叉、推磨、统合、助攻、
 * 回避巡 either, since a city arranges them for its counties.
 * @param unit tier and id of the unit, as its id says it
 * @returns Refused UPGRADED_REQUIRED or UNIT_NOT_BELOW where the mode does not go with the unit */
export function admitsUnit(mode: AssignmentMode, owner: Tier, unit: { id: string; tier: Tier }): Refused | undefined {
  const below = TIERS.indexOf(unit.tier) > TIERS.indexOf(owner);
  if (mode === "UPGRADED") return below ? undefined : refuse("UNIT_NOT_BELOW", unit.id);
  const admitted = unit.tier === owner || (below && mode !== "OWN_TIER");
  return admitted ? undefined : refuse("UPGRADED_REQUIRED", unit.id);
}

/** A look-back has a round that it looks back on, and no other kind has one. */
export function lacksPredecessor(kind: RoundKind, predecessor: string | null): boolean {
  return (kind === "LOOK_BACK") !== (predecessor !== null);
}

/** 第几天: the day of the planned period, from 1.
 * @returns undefined outside of the period, or where none is planned */
export function dayOfPeriod(startsOn: string | null, endsOn: string | null, today: string): number | undefined {
  if (!startsOn || today < startsOn || (endsOn && today > endsOn)) return undefined;
  return daysOfPeriod(startsOn, today);
}

/** How many days a period has, both its ends included. */
export function daysOfPeriod(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** The body that authorises a round and hears its reports, where none is named. */
export const LEADING_GROUP = "领导小组";

/** 授权 what a body has authorised by a document. */
export const AUTHORISATION_KINDS = ["ROUND"] as const;
export type AuthorisationKind = (typeof AUTHORISATION_KINDS)[number];

/** Who prepares a round and its targets in the owning office. */
export const ROUND_PREPARERS = ["CLERK", "DIRECTOR"] as const;

/** The leading group authorises a round for its targets: none comes in behind its back. */
export function takesTargets(status: RoundStatus): boolean {
  return status === "PREPARING";
}
