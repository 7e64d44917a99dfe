import { newId } from "../../../schema/contract/ids";
import { decisionBy } from "../../domain/finding/objection";
import type { Actor } from "../../domain/lifecycle";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { decideObjections, type NewObjection } from "../../storage/finding/objection.repository";
import type { TierContext } from "../context";
import type { MoveFindingsInput } from "./finding.type";

/** The day on which the unit objected: the office may enter what came in on an earlier one, a unit objects today. */
export function objectedOn(context: TierContext, step: MoveFindingsInput, actor: Actor): string {
  return (actor.roles.includes("CLERK") && step.on) || context.today();
}

export function objectionsTo(
  context: TierContext,
  step: MoveFindingsInput,
  findings: readonly FindingRow[],
): NewObjection[] {
  return findings.map(({ id, office }) => ({
    id: newId(context.profile.tier),
    office,
    findingId: id,
    objectedBy: context.standing.person,
    objectedOn: objectedOn(context, step, context.actor()),
    recordedAt: context.now(),
    text: step.note?.trim() ?? "",
  }));
}

/** Ends the open objections where the command decides them. */
export async function decideOpen(
  context: TierContext,
  db: Db,
  step: MoveFindingsInput,
  findings: readonly FindingRow[],
): Promise<void> {
  const decision = decisionBy(step.command);
  if (!decision) return;
  await decideObjections(
    db,
    findings.map(({ id }) => id),
    {
      decision,
      decidedBy: context.standing.person,
      decidedAt: context.now(),
      reason: step.note?.trim() ?? null,
      documentNumber: step.documentNumber ?? null,
    },
  );
}
