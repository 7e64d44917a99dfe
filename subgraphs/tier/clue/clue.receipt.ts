import { type ClueCommand, type ClueStatus, OUTCOMES_OF } from "../../domain/clue/clue";
import { clueReceiptTransitions, clueTransitions } from "../../domain/clue/transitions";
import { decide, follow } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { endKey, findReceipts, lockClue, lockReceipt, saveClue, saveReceipt } from "../../storage/clue/clue.repository";
import type { ClueReceiptRow } from "../../storage/clue/clue.row";
import { requireId } from "../change";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { handOver, signFor } from "./clue.chain";
import { changeClues, NotReached } from "./clue.desk";
import { actorOf, clueEntry, custodiesHere } from "./clue.entry";
import { addNote, openClue } from "./clue.opening";
import type { MoveClueReceiptInput } from "./clue.type";
import { sendStep } from "./parcel.sending";

/** A step of the receiver: signs for a clue or gives it back, proposes and decides its disposal, concludes it. The sender's clue
 * follows in the same transaction. */
export async function moveClueReceipt(
  context: TierContext,
  input: MoveClueReceiptInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireId(input.id, "input.id");
  const { command } = input;
  refuseStrayFields(input);
  return changeClues(context, "moveClueReceipt", key, input, async (db) => {
    const clue = await lockClue(db, id);
    if (!clue || context.standing.tier !== context.profile.tier) throw new NotReached(id, "input.id");
    const receipt = await lockReceipt(db, id, custodiesHere(context));
    if (!receipt) return refuseSender(id, (await findReceipts(db, [id])).at(-1), command);
    const moved = decide(
      clueReceiptTransitions,
      { ...receipt, id },
      command,
      actorOf(context, receipt.receiver),
      requirements(context, receipt, input),
    );
    if (isRefused(moved)) return withOutcomes(moved, receipt);
    if (receipt.version !== input.version) return refuse("STALE_VERSION", id);
    const opened = await openClue(context, db, clue);
    await signFor(context, db, opened.chain, receipt.receiver);
    if (input.note?.trim() && command !== "RECEIVE") await addNote(context, db, clue, opened, command, input.note);
    const away = { RETURN: "RETURNED", CONCLUDE: "CONCLUDED" } as const;
    if (command === "RETURN" || command === "CONCLUDE") {
      const given = { event: away[command], from: receipt.receiver, to: receipt.sender };
      await handOver(context, db, clue, opened.chain, given);
    }
    const next = stepOf(context, { ...receipt, status: moved.to, version: receipt.version + 1 }, input);
    await saveReceipt(db, next);
    const { to: status } = follow<ClueStatus, ClueCommand>(clueTransitions, clue, command);
    await saveClue(db, { ...clue, status, version: clue.version + 1 });
    const details = { receiptVersion: next.version, disposal: next.disposal, outcome: next.outcome };
    const moment = { ...clue, version: clue.version + 1 };
    const told = await sendStep(context, db, moment, next, command);
    // from here on the receiver does not see the clue any more
    if (command === "RETURN") await endKey(db, opened.holding.id, context.now());
    return { ids: [id], entries: [clueEntry(context, moment, moved.event, details), ...told] };
  });
}

function refuseStrayFields({ command, disposal, outcome }: MoveClueReceiptInput): void {
  if (disposal && command !== "PROPOSE_DISPOSAL") {
    throw badField("input.disposal", "NOT_OF_THIS_COMMAND", { commands: "PROPOSE_DISPOSAL" });
  }
  if (outcome && command !== "CONCLUDE") {
    throw badField("input.outcome", "NOT_OF_THIS_COMMAND", { commands: "CONCLUDE" });
  }
}

function requirements(
  context: TierContext,
  receipt: ClueReceiptRow,
  { note, disposal, outcome }: MoveClueReceiptInput,
) {
  return {
    REASON_REQUIRED: Boolean(note?.trim()),
    DISPOSAL_REQUIRED: Boolean(disposal),
    SOMEBODY_ELSE_REQUIRED: context.standing.person !== receipt.proposedBy,
    OUTCOME_REQUIRED: Boolean(outcome && receipt.disposal && OUTCOMES_OF[receipt.disposal].includes(outcome)),
  };
}

function withOutcomes(refused: Refused, { disposal }: ClueReceiptRow): Refused {
  if (refused.refused !== "OUTCOME_REQUIRED" || !disposal) return refused;
  return { ...refused, allowed: OUTCOMES_OF[disposal] };
}

/** Who holds the clue and is not its receiver is told who is. */
function refuseSender(
  id: string,
  receipt: ClueReceiptRow | undefined,
  command: MoveClueReceiptInput["command"],
): Refused {
  const edges = receipt ? clueReceiptTransitions[receipt.status] : {};
  const by = (edges as Record<string, { by: readonly string[] } | undefined>)[command]?.by;
  return by ? refuse("ROLE_REQUIRED", id, by) : refuse("ILLEGAL_TRANSITION", id, []);
}

function stepOf(context: TierContext, receipt: ClueReceiptRow, input: MoveClueReceiptInput): ClueReceiptRow {
  const [at, by] = [context.now(), context.standing.person];
  switch (input.command) {
    case "RECEIVE":
      return { ...receipt, receivedAt: at, receivedBy: by };
    case "RETURN":
      return { ...receipt, returnedAt: at };
    case "PROPOSE_DISPOSAL":
      return {
        ...receipt,
        disposal: input.disposal ?? null,
        proposedAt: at,
        proposedBy: by,
        decidedAt: null,
        decidedBy: null,
      };
    case "DECIDE_DISPOSAL":
      return { ...receipt, decidedAt: at, decidedBy: by };
    case "REJECT_DISPOSAL":
      return { ...receipt, disposal: null, proposedAt: null, proposedBy: null };
    case "CONCLUDE":
      return { ...receipt, outcome: input.outcome ?? null, concludedAt: at };
  }
}
