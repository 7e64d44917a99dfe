import { type Correcting, type Correction, correctionsOf } from "../../domain/correction/correction";
import { follow } from "../../domain/lifecycle";
import {
  followsEvaluation,
  followsEvaluationTakenBack,
  type TargetCommand,
  type TargetStatus,
} from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findTargetsToMove, saveTargets } from "../../storage/target/target.repository";

/** The target takes the step that follows from the first evaluation of its rectification. */
export async function evaluateTarget(db: Db, targetId: string, on: string): Promise<JournalEntry[]> {
  const [target] = await findTargetsToMove(db, [targetId]);
  if (!target) throw new Error("a rectification without its target");
  const command = followsEvaluation(target.status);
  if (!command) return [];
  const { to, event } = follow<TargetStatus, TargetCommand>(targetTransitions, target, command);
  // the unit has answered: what anybody proposed of its feedback is over
  const over = { withdrawalProposedBy: null, withdrawalReason: null };
  const next = { ...target, ...over, status: to, evaluatedOn: on, version: target.version + 1 };
  await saveTargets(db, [next]);
  return [entryOf(next, event, { command, follows: "rectification", on })];
}

/** The target is in rectification again once the evaluation is taken back with which it was evaluated.
 * @param why of that step */
export async function takeEvaluationBack(db: Db, targetId: string, why: Correcting): Promise<JournalEntry[]> {
  const [target] = await findTargetsToMove(db, [targetId]);
  const command = target && followsEvaluationTakenBack(target.status);
  if (!command) return [];
  const { to, event } = follow<TargetStatus, TargetCommand>(targetTransitions, target, command);
  const made = correctionsOf(["evaluatedOn"], target, { evaluatedOn: null }, why);
  const corrections = [...target.corrections, ...made];
  const next = { ...target, status: to, evaluatedOn: null, corrections, version: target.version + 1 };
  await saveTargets(db, [next]);
  return [entryOf(next, event, { command, follows: "rectification", corrections: made })];
}

/** The day of the evaluation is corrected with that of the rectification, where it is the same. */
export async function correctEvaluation(
  db: Db,
  targetId: string,
  { from, to, ...why }: Correction,
): Promise<JournalEntry[]> {
  const [target] = await findTargetsToMove(db, [targetId]);
  if (!target || target.evaluatedOn !== from) return [];
  const made = correctionsOf(["evaluatedOn"], target, { evaluatedOn: to }, why);
  const next = {
    ...target,
    evaluatedOn: to,
    corrections: [...target.corrections, ...made],
    version: target.version + 1,
  };
  await saveTargets(db, [next]);
  return [entryOf(next, "TargetCorrected", { follows: "rectification", corrections: made })];
}

export const entryOf = entriesOf("RoundTarget");
