import type { PageKey } from "../../../schema/contract/cursor";
import { newId } from "../../../schema/contract/ids";
import {
  ANSWERERS,
  BROUGHT_BY,
  type DisclosurePurpose,
  FED_BACK_UNHEARD,
  isRevocable,
} from "../../domain/disclosure/disclosure";
import { disclosureTransitions } from "../../domain/disclosure/transitions";
import { decide, holdsOneOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findDueDates } from "../../storage/deadline/deadline.repository";
import {
  answerFor,
  discloseFindings,
  findDisclosureToMove,
  saveDisclosure,
} from "../../storage/disclosure/disclosure.repository";
import { type DisclosedFindingRow, DisclosureRow } from "../../storage/disclosure/disclosure.row";
import type { RoundRow } from "../../storage/round/round.row";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, change, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { moveFindingsOf } from "../finding/finding.service";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import type { FeedbackInput } from "../target/target.type";
import type { AnswerFeedbackInput, MoveDisclosureInput } from "./disclosure.type";
import { findGrantees } from "./feedbackUnits";

export function disclosureKey(disclosure: DisclosureRow): PageKey {
  return { at: disclosure.issuedAt, id: disclosure.id };
}

export function disclosedFindingKey(finding: DisclosedFindingRow): PageKey {
  return { at: finding.openedAt, id: finding.findingId };
}

/** Materialises what is fed back with the targets: to each unit, to its superior body, and to whomever the office names. */
export async function issueFeedback(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  rounds: ReadonlyMap<string, RoundRow>,
  on: string,
  feedback: FeedbackInput | null | undefined,
): Promise<JournalEntry[]> {
  await requireTimeToAnswer(context, db, targets, on, feedback?.expiresOn);
  const granteesOf = await findGrantees(context, db, targets, feedback);
  const disclosures = targets.flatMap((target) => {
    const round = rounds.get(target.roundId) as RoundRow;
    return granteesOf(target).map(({ id, name, purpose }, place) => ({
      ...aboutTarget(target, round),
      id: newId(context.profile.tier),
      purpose,
      granteeUnit: id,
      granteeOffice: null,
      granteeName: name,
      status: "ISSUED" as const,
      version: 1,
      documentNumber: feedback?.documentNumber ?? null,
      issuedOn: on,
      issuedAt: context.now(place),
      issuedBy: context.standing.person,
      expiresOn: feedback?.expiresOn ?? null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      note: null,
      withdrawnAt: null,
      withdrawalReason: null,
    }));
  });
  await db.manager.insert(DisclosureRow, disclosures);
  for (const purpose of Object.keys(FED_BACK_UNHEARD) as DisclosurePurpose[]) {
    const ids = disclosures.filter((disclosure) => disclosure.purpose === purpose).map(({ id }) => id);
    if (ids.length > 0) await discloseFindings(db, ids, FED_BACK_UNHEARD[purpose]);
  }
  return disclosures.map((disclosure) => entryOf(disclosure, "DisclosureIssued", disclosure));
}

/** A feedback outlives the clocks of its unit, which start when the unit can know of it.
 * @throws BAD_USER_INPUT where it would expire before the report of the rectification is due */
async function requireTimeToAnswer(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  on: string,
  expiresOn: string | null | undefined,
): Promise<void> {
  if (!expiresOn) return;
  const start = on > context.today() ? on : context.today();
  const starts = targets.map(({ office }) => ({ office, start }));
  const due = await findDueDates(db, "RECTIFICATION_REPORT", starts);
  const last = due.reduce<string>((latest, day) => (day && day > latest ? day : latest), start);
  if (expiresOn < last) throw badField("input.feedback.expiresOn", "ENDS_TOO_EARLY", { day: last });
}

function aboutTarget(target: TargetRow, round: RoundRow) {
  const { office, roundId, id: targetId, unitId, unitName, region } = target;
  return { office, roundId, roundTitle: round.title, targetId, unitId, unitName, region, synthetic: round.synthetic };
}

/** A grantee acknowledges, or the office withdraws. */
export async function moveDisclosure(
  context: TierContext,
  input: MoveDisclosureInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  checkGiven(input, BROUGHT_BY);
  return changeBook(context, bookWith("disclosure", [id]), "moveDisclosure", key, input, async (db, context) => {
    const disclosure = await findDisclosureToMove(db, id);
    if (!disclosure) throw notFound("input.id");
    if (disclosure.version !== input.version) return refuse("STALE_VERSION", id);
    const moved = decide(disclosureTransitions, asked(disclosure), input.command, context.actor(), {
      FEEDBACK_STANDS: isRevocable(disclosure.purpose),
      REASON_REQUIRED: Boolean(input.note?.trim()),
    });
    if (isRefused(moved)) return moved;
    const acknowledged = moved.to === "ACKNOWLEDGED";
    const next: DisclosureRow = {
      ...disclosure,
      status: moved.to,
      version: disclosure.version + 1,
      note: input.note ?? disclosure.note,
      acknowledgedAt: acknowledged ? context.now() : disclosure.acknowledgedAt,
      acknowledgedBy: acknowledged ? context.standing.person : disclosure.acknowledgedBy,
    };
    await saveDisclosure(db, next);
    return { ids: [id], entries: [entryOf(next, moved.event, { command: input.command, note: input.note })] };
  });
}

/** A unit answers what was fed back to it: the office's findings move, through the unit's own feedback and no other way. */
export async function answerFeedback(
  context: TierContext,
  input: AnswerFeedbackInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.disclosureId, "input.disclosureId");
  return change(context, "answerFeedback", key, input, async (db) => {
    const disclosure = await findDisclosureToMove(db, id);
    if (!disclosure) throw notFound("input.disclosureId");
    if (!answersFor(context, disclosure)) return refuse("ROLE_REQUIRED", id, ANSWERERS);
    await answerFor(db, disclosure.targetId);
    const step = { command: input.answer, findings: input.findings, note: input.note };
    const moved = await moveFindingsOf(context, db, disclosure.targetId, step);
    return isRefused(moved) ? moved : { ids: [id], entries: moved.entries };
  });
}

/** Whether the caller answers what a disclosure says: for the unit that it is about, and not for who has a copy. */
export function answersFor(context: TierContext, disclosure: DisclosureRow): boolean {
  return disclosure.purpose === "FEEDBACK" && holdsOneOf(context.actor(), asked(disclosure), ANSWERERS);
}

/** The unit that a disclosure asks is its grantee, whichever unit it is about. */
export function asked(disclosure: DisclosureRow) {
  return { ...disclosure, unitId: disclosure.granteeUnit ?? undefined };
}

const entryOf = entriesOf("Disclosure");
