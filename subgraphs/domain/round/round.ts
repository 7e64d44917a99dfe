/** 轮次 Round: belongs to the office that authorised it. */
export const ROUND_STATUSES = ["PREPARING", "AUTHORISED", "RUNNING", "CLOSED", "WITHDRAWN"] as const;
export type RoundStatus = (typeof ROUND_STATUSES)[number];

/** START and CLOSE follow from the targets. */
export const ROUND_COMMANDS = ["AUTHORISE", "START", "CLOSE", "WITHDRAW"] as const;
export type RoundCommand = (typeof ROUND_COMMANDS)[number];

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

/** Who prepares a round and its targets in the owning office. */
export const ROUND_PREPARERS = ["CLERK", "DIRECTOR"] as const;

/** The leading group authorises a round for its targets: none comes in behind its back. */
export function takesTargets(status: RoundStatus): boolean {
  return status === "PREPARING";
}
