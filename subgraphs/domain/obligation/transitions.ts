import { type Actor, holdsOneOf, offered, type Subject, type TransitionTable } from "../lifecycle";
import type { ObligationCommand, ObligationStatus } from "./obligation";

export const obligationTransitions = {
  SCHEDULED: {
    LAPSE: { to: "LAPSED", event: "ObligationLapsed", by: ["PLATFORM"] },
    FULFIL: {
      to: "DONE",
      event: "ObligationDone",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER"],
    },
  },
  DONE: {
    TAKE_BACK: {
      to: "SCHEDULED",
      event: "ObligationTakenBack",
      by: ["CLERK", "DIRECTOR"],
      requires: ["REASON_REQUIRED", "NOT_YOUR_STEP"],
    },
  },
  LAPSED: {},
} as const satisfies TransitionTable<ObligationStatus, ObligationCommand>;

/** Who takes back that it was done: who recorded it, and the director. */
export function isTheirsToTakeBack(actor: Actor, obligation: { office: string; doneBy: string | null }): boolean {
  return obligation.doneBy === actor.person || holdsOneOf(actor, obligation, ["DIRECTOR"]);
}

/** What a person is offered: what an obligation would accept with whatever the command's own arguments can supply. */
export function offeredOfObligation(
  obligation: Subject<ObligationStatus> & { doneBy: string | null },
  actor: Actor,
): ObligationCommand[] {
  const met = { NOT_YOUR_STEP: isTheirsToTakeBack(actor, obligation) };
  return offered<ObligationStatus, ObligationCommand>(obligationTransitions, obligation, actor, () => met);
}
