import type { Role } from "../../../schema/contract/standing";
import { BOOK_READERS } from "../office/office";

/** What may be asked "who can see this" of. */
export const READABLE_KINDS = ["ROUND", "TARGET", "FINDING", "ORDER"] as const;
export type ReadableKind = (typeof READABLE_KINDS)[number];

/** The rules of visibility, as the database's one view of them names them (docs/adr/0004), each with the kinds of objects
 * of which it shows something. */
export const READING_RULES = {
  OWN_OFFICE: ["ROUND", "TARGET", "FINDING", "ORDER"],
  ENTERED_FOR: ["ROUND", "TARGET", "FINDING", "ORDER"],
  TEAM: ["ROUND", "TARGET", "FINDING"],
  LOOK_BACK: ["TARGET", "FINDING"],
  FILED: ["ROUND", "TARGET"],
  INSPECTED: ["ROUND", "TARGET"],
  SUBMITTED: ["TARGET", "FINDING"],
  DISCLOSED: ["TARGET", "FINDING"],
  ANSWERS: ["TARGET", "FINDING"],
  SIGNS: ["TARGET"],
  RELEASED: ["TARGET", "FINDING"],
  ORDERED: ["ORDER"],
} as const satisfies Record<string, readonly ReadableKind[]>;
export type ReadingRule = keyof typeof READING_RULES;
export const READING_RULE_NAMES = Object.keys(READING_RULES) as [ReadingRule, ...ReadingRule[]];

export function rulesAbout(kind: ReadableKind): ReadingRule[] {
  return READING_RULE_NAMES.filter((rule) => (READING_RULES[rule] as readonly ReadableKind[]).includes(kind));
}

/** Who asks for the office's own sake, and who asks for the record's. */
const AUDITOR: Role = "AUDIT_ADMIN";

export function isAuditor(roles: readonly Role[]): boolean {
  return roles.includes(AUDITOR);
}

/** Whether these roles ever ask who can see something: never a custodian's, beside whatever else is held. */
export function mayAskForReaders(roles: readonly Role[]): boolean {
  return !roles.includes("CUSTODIAN") && roles.some((role) => role === AUDITOR || BOOK_READERS.includes(role));
}
export const READERS_ASKERS: readonly Role[] = [...BOOK_READERS, AUDITOR];
