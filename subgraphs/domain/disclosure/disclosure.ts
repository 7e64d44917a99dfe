import type { Role } from "../../../schema/contract/standing";
import type { ExchangeException, FindingCommand } from "../finding/finding";

/** 披露 Disclosure: what goes downward or sideways, materialised with exactly the fields that it names, for one grantee.
 * FEEDBACK 反馈 goes to the inspected unit, FEEDBACK_COPY to its superior body and whomever the office names. */
export const DISCLOSURE_PURPOSES = ["FEEDBACK", "FEEDBACK_COPY"] as const;
export type DisclosurePurpose = (typeof DISCLOSURE_PURPOSES)[number];

export const DISCLOSURE_STATUSES = ["ISSUED", "ACKNOWLEDGED", "WITHDRAWN"] as const;
export type DisclosureStatus = (typeof DISCLOSURE_STATUSES)[number];

/** ASK_AGAIN follows from a text that is masked: whoever had acknowledged it does so again. */
export const DISCLOSURE_COMMANDS = ["ACKNOWLEDGE", "ASK_AGAIN", "WITHDRAW", "TAKE_BACK"] as const;
export type DisclosureCommand = (typeof DISCLOSURE_COMMANDS)[number];

/** Which step brings what: no other one takes it. */
export const BROUGHT_BY = { note: ["WITHDRAW"] } as const satisfies Record<string, readonly DisclosureCommand[]>;

/** Of the findings that were reported without an exchange of the facts, those that are fed back all the same: what concerns
 * the unit's head goes to the copies alone, what may become a case to nobody. Whoever is concerned must not learn of it from
 * the office itself. */
export const FED_BACK_UNHEARD: Record<DisclosurePurpose, readonly ExchangeException[]> = {
  FEEDBACK: [],
  FEEDBACK_COPY: ["UNIT_HEAD"],
};

/** Whether a disclosure may be withdrawn by itself. Objections, claims, plan and report of a unit go through its own feedback: it
 * ends with the target's feedback as a whole (TAKE_BACK), and a tombstone with the reason stays with everybody who had it. */
export function isRevocable(purpose: DisclosurePurpose): boolean {
  return purpose !== "FEEDBACK";
}

/** How a unit answers what was fed back to it: it claims that a finding is rectified, takes that back, or objects to it. */
export const UNIT_ANSWERS = ["CLAIM", "TAKE_BACK", "OBJECT"] as const satisfies readonly FindingCommand[];
export type UnitAnswer = (typeof UNIT_ANSWERS)[number];

/** Who answers for a unit, as `answering_unit()` says it; the body above it reads its copy. */
export const ANSWERERS = ["UNIT_LIAISON", "UNIT_HEAD"] as const satisfies readonly Role[];
