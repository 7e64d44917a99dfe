import { newId } from "../../../schema/contract/ids";
import { decisionBy, type ObjectionPeriod } from "../../domain/finding/objection";
import { type Actor, isOfUnit } from "../../domain/lifecycle";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findDueDates } from "../../storage/deadline/deadline.repository";
import { correctDisclosed, findDisclosuresById } from "../../storage/disclosure/disclosure.repository";
import { findFeedbackDays } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { decideObjections, type NewObjection } from "../../storage/finding/objection.repository";
import type { TierContext } from "../context";
import type { MoveFindingsInput } from "./finding.type";

/** The day on which the unit objected: the office may enter what came in on an earlier one, a unit objects today. */
export function objectedOn(context: TierContext, step: MoveFindingsInput, actor: Actor, finding: FindingRow): string {
  return (!isOfUnit(actor, finding) && step.on) || context.today();
}

/** By target: within which days its unit may object, as the policies of their offices say. */
export async function objectionPeriods(db: Db, findings: readonly FindingRow[]): Promise<Map<string, ObjectionPeriod>> {
  const targets = new Map(findings.map(({ targetId, office }) => [targetId, office]));
  const days = [...(await findFeedbackDays(db, [...targets.keys()]))];
  const starts = days.map(([targetId, start]) => ({ office: targets.get(targetId) as string, start }));
  const ends = await findDueDates(db, "OBJECTION", starts);
  return new Map(days.map(([targetId, from], i) => [targetId, { from, to: ends[i] }]));
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
export async function tellCorrected(db: Db, findings: readonly FindingRow[]): Promise<JournalEntry[]> {
  const ids = findings.map(({ id }) => id);
  const corrected = await correctDisclosed(db, ids);
  const disclosures = await findDisclosuresById(db, [...new Set(corrected.map(({ disclosureId }) => disclosureId))]);
  return corrected.flatMap(({ disclosureId, findingId, textVersion }) =>
    disclosures
      .filter(({ id }) => id === disclosureId)
      .map((disclosure) => disclosureEntry(disclosure, "DisclosureCorrected", { findingId, textVersion })),
  );
}

const disclosureEntry = entriesOf("Disclosure");
