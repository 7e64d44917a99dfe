import { type Custody, custodiesOf, partsOfCustody, ROLE_OF_BODY } from "../../domain/clue/custody";
import type { Actor } from "../../domain/lifecycle";
import type { Refused } from "../../domain/refusals";
import type { JournalEntry } from "../../journal/append";
import type { TierContext } from "../context";

/** A rule or a key said no in the middle of the work: nothing of it is written. */
export class ClueRefused extends Error {
  constructor(readonly refused: Refused) {
    super(refused.refused);
  }
}

/** An entry stands in the record of the clue, under the office of whoever acted. */
export function clueEntry(
  context: TierContext,
  { id, version }: { id: string; version: number },
  event: string,
  details: object,
): JournalEntry {
  const { office } = context.standing;
  return { office, event, objectKind: "Clue", objectId: id, objectVersion: version, details };
}

/** Where the caller holds clues of this tier. */
export function custodiesHere(context: TierContext): Custody[] {
  const { standing, profile } = context;
  return standing.tier === profile.tier ? custodiesOf(standing) : [];
}

/** The caller as somebody of a custody: with its role alone, and nowhere else. */
export function actorOf(context: TierContext, custody: Custody): Actor {
  const { office, body } = partsOfCustody(custody);
  const actor = context.actor();
  const roles = actor.office === office ? actor.roles.filter((role) => role === ROLE_OF_BODY[body]) : [];
  return { ...actor, roles, teamRoles: [] };
}
