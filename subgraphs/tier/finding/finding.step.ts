import {
  type FindingCommand,
  type FindingStatus,
  mayGoUnheard,
  takesExceptionBack,
  takesReplyBack,
} from "../../domain/finding/finding";
import { type FindingFacts, findingRequirements } from "../../domain/finding/requirements";
import { FINAL, mayTakeBackForOthers } from "../../domain/finding/takingBack";
import { findingTransitions } from "../../domain/finding/transitions";
import { type Actor, decide, enteredBy, holdsOneOf } from "../../domain/lifecycle";
import { isRefused, type Refused } from "../../domain/refusals";
import type { FindingRow } from "../../storage/finding/finding.row";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { inStatus } from "./finding.follow";
import type { MoveFindingsInput } from "./finding.type";
import { objectedOn } from "./objection.service";
import { withText } from "./text.service";

export interface Moved {
  finding: FindingRow;
  event: string;
}

/** Carries out one command on one finding, which is locked: the row as it is after it, not saved yet. */
export function moveOne(
  context: TierContext,
  finding: FindingRow,
  step: MoveFindingsInput,
  actor: Actor,
  facts: FindingFacts,
): Moved | Refused {
  const note = step.note?.trim();
  const met = findingRequirements(facts, {
    person: context.standing.person,
    decides: holdsOneOf(actor, finding, mayTakeBackForOthers(finding)),
    on: objectedOn(context, step, actor, finding),
    today: context.today(),
    note: Boolean(note),
    exception: Boolean(step.exception),
    text: Boolean(step.text),
  });
  const moved = decide(findingTransitions, finding, step.command, actor, met);
  if (isRefused(moved)) return isFinal(finding, step.command) ? { ...moved, refused: "STEP_IS_FINAL" } : moved;
  if (step.exception && !mayGoUnheard(finding.status)) {
    throw badField("input.exception", "EXCEPTION_UNHEARD");
  }
  const stepped = inStatus(context, finding, moved.to);
  const next: FindingRow = {
    ...stepped,
    note: note || finding.note,
    ...heard(context, finding, step.command, note),
    // who confirmed the text has not read the reply
    confirmedNoPerson: finding.confirmedNoPerson && step.command !== "EXCHANGE_FACTS",
    ...claimed(context, finding, step.command, note, { at: stepped.statusAt, by: enteredBy(actor, finding) }),
    ...proposed(context, finding, step.command, moved.to, note),
    exchangeException: exceptionAfter(finding, step),
  };
  return { finding: step.command === "CORRECT" && step.text ? withText(next, step.text) : next, event: moved.event };
}

function isFinal({ status }: FindingRow, command: FindingCommand): boolean {
  return command === "TAKE_BACK" && FINAL.includes(status);
}

function exceptionAfter({ status, exchangeException }: FindingRow, { command, exception }: MoveFindingsInput) {
  if (takesExceptionBack(command, status)) return null;
  return command === "REPORT" ? (exception ?? null) : exchangeException;
}

/** The claim as it is after a step. Who claimed stays known when the claim is taken back: the unit has brought something. */
function claimed(
  context: TierContext,
  before: FindingRow,
  command: FindingCommand,
  proof: string | undefined,
  entered: { at: string; by: FindingRow["claimEnteredBy"] },
): Partial<FindingRow> {
  if (command === "CLAIM") {
    const { person } = context.standing;
    return { proof: proof ?? null, claimedBy: person, claimedAt: entered.at, claimEnteredBy: entered.by };
  }
  const takenBack = command === "TAKE_BACK" && before.status === "CLAIMED_DONE";
  return takenBack ? { proof: null, claimedAt: null, claimEnteredBy: null } : {};
}

/** Who proposes to take the last step back; and of a claim that stands again, since when it waits and whose it is: who took its
 * verification back did not claim. */
function proposed(
  context: TierContext,
  { claimedAt, claimedBy }: FindingRow,
  command: FindingCommand,
  to: FindingStatus,
  reason: string | undefined,
): Partial<FindingRow> {
  if (command === "PROPOSE_TAKE_BACK") {
    return { takeBackProposedBy: context.standing.person, takeBackReason: reason ?? null };
  }
  if (command === "KEEP_STEP") return { takeBackProposedBy: null, takeBackReason: null };
  return command === "TAKE_BACK" && to === "CLAIMED_DONE" && claimedAt
    ? { statusAt: claimedAt, statusBy: claimedBy }
    : {};
}

/** What the unit said, and who took back that it was heard. */
function heard(
  context: TierContext,
  { status, unitReply, exchangeTakenBackBy }: FindingRow,
  command: FindingCommand,
  reply: string | undefined,
): Pick<FindingRow, "unitReply" | "exchangeTakenBackBy"> {
  if (command === "EXCHANGE_FACTS") return { unitReply: reply ?? null, exchangeTakenBackBy: null };
  if (!takesReplyBack(command, status)) return { unitReply, exchangeTakenBackBy };
  return { unitReply: null, exchangeTakenBackBy: context.standing.person };
}
