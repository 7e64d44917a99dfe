import { newId } from "../../../schema/contract/ids";
import { decisionBy } from "../../domain/finding/objection";
import { type Actor, enteredBy, isOfUnit } from "../../domain/lifecycle";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { correctDisclosed, findDisclosuresById } from "../../storage/disclosure/disclosure.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { decideObjections, type NewObjection } from "../../storage/finding/objection.repository";
import type { TierContext } from "../context";
import type { MoveFindingsInput } from "./finding.type";

/** The day on which the unit objected: the office may enter what came in on an earlier one, a unit objects today. */
export function objectedOn(context: TierContext, step: MoveFindingsInput, actor: Actor, finding: FindingRow): string {
  return (!isOfUnit(actor, finding) && step.on) || context.today();
}

export function objectionsTo(
  context: TierContext,
  step: MoveFindingsInput,
  findings: readonly FindingRow[],
): NewObjection[] {
  return findings.map((finding) => ({
    id: newId(context.profile.tier),
    office: finding.office,
    findingId: finding.id,
    objectedBy: context.standing.person,
    objectedOn: objectedOn(context, step, context.actor(), finding),
    recordedAt: context.now(),
    enteredBy: enteredBy(context.actor(), finding),
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

/** Whoever was told of the findings is told the corrected texts. */
export async function tellCorrected(db: Db, findings: readonly FindingRow[], at: string): Promise<JournalEntry[]> {
  const ids = findings.map(({ id }) => id);
  const corrected = await correctDisclosed(db, ids, at);
  const disclosures = await findDisclosuresById(db, [...new Set(corrected.map(({ disclosureId }) => disclosureId))]);
  return corrected.flatMap(({ disclosureId, findingId, textVersion }) =>
    disclosures
      .filter(({ id }) => id === disclosureId)
      .map((disclosure) => disclosureEntry(disclosure, "DisclosureCorrected", { findingId, textVersion })),
  );
}

const disclosureEntry = entriesOf("Disclosure");
