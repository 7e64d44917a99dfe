import { follow } from "../../domain/lifecycle";
import { followsEvaluation, type TargetCommand, type TargetStatus } from "../../domain/target/target";
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

export const entryOf = entriesOf("RoundTarget");
