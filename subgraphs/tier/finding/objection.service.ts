import { newId } from "../../../schema/contract/ids";
import type { DisclosureCommand, DisclosureStatus } from "../../domain/disclosure/disclosure";
import { disclosureTransitions } from "../../domain/disclosure/transitions";
import { decisionBy } from "../../domain/finding/objection";
import { type Actor, enteredBy, follow, isOfUnit } from "../../domain/lifecycle";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import {
  correctDisclosed,
  findDisclosuresById,
  findTellingToMove,
  saveDisclosure,
  sealBefore,
} from "../../storage/disclosure/disclosure.repository";
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

/** Whoever was told of a finding that is masked gets the masked text, loses those before, and acknowledges anew what it had
 * acknowledged. */
export async function tellMasked(context: TierContext, db: Db, finding: FindingRow): Promise<JournalEntry[]> {
  const standing = await findTellingToMove(db, finding.id);
  const told = await tellCorrected(db, [finding], undefined, "DisclosureMasked");
  await sealBefore(db, finding.id, { at: context.now(), by: context.standing.person });
  const again = standing.filter(({ status }) => status === "ACKNOWLEDGED");
  for (const disclosure of again) {
    const { to, event } = follow<DisclosureStatus, DisclosureCommand>(disclosureTransitions, disclosure, "ASK_AGAIN");
    const { acknowledgedAt, acknowledgedBy } = disclosure;
    const open = { acknowledgedAt: null, acknowledgedBy: null };
    const next = { ...disclosure, ...open, status: to, version: disclosure.version + 1 };
    await saveDisclosure(db, next);
    told.push(disclosureEntry(next, event, { follows: finding.id, acknowledgedAt, acknowledgedBy }));
  }
  return told;
}

/** Whoever was told of the findings is told the corrected texts.
 * @param at since when they are corrected, see `correctDisclosed` */
export async function tellCorrected(
  db: Db,
  findings: readonly FindingRow[],
  at: string | undefined,
  event = "DisclosureCorrected",
): Promise<JournalEntry[]> {
  const ids = findings.map(({ id }) => id);
  const corrected = await correctDisclosed(db, ids, at);
  const disclosures = await findDisclosuresById(db, [...new Set(corrected.map(({ disclosureId }) => disclosureId))]);
  return corrected.flatMap(({ disclosureId, findingId, textVersion }) =>
    disclosures
      .filter(({ id }) => id === disclosureId)
      .map((disclosure) => disclosureEntry(disclosure, event, { findingId, textVersion })),
  );
}

const disclosureEntry = entriesOf("Disclosure");
