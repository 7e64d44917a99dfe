import type { PageKey } from "../../../schema/contract/cursor";
import { newId } from "../../../schema/contract/ids";
import { decide, enteredBy, isOfUnit, type Met, partiesOf, type StepEnteredBy } from "../../domain/lifecycle";
import {
  BROUGHT_BY,
  DATE_OF,
  type Evaluation,
  gradeProposed,
  OPENS_REVIEW,
} from "../../domain/rectification/rectification";
import {
  coversPlan,
  type RectificationFacts,
  rectificationRequirements,
} from "../../domain/rectification/requirements";
import { namesOfMissing } from "../../domain/rectification/review";
import { cameFrom, FINAL } from "../../domain/rectification/takingBack";
import { rectificationTransitions } from "../../domain/rectification/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf } from "../../journal/append";
import type { Db } from "../../storage/db";
import { answerFor } from "../../storage/disclosure/disclosure.repository";
import {
  countSubmissions,
  findFedBack,
  findMissingSignatures,
  findRectificationsById,
  findRectificationToMove,
  saveRectification,
} from "../../storage/rectification/rectification.repository";
import { MeasureRow, type RectificationRow } from "../../storage/rectification/rectification.row";
import { findPartlyHidden } from "../../storage/target/target.repository";
import { bookWith, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import { correctEvaluation, evaluateTarget, takeEvaluationBack } from "../target/follow";
import { offeredRectifications, rectificationFacts } from "./offered";
import type { MeasureInput, MoveRectificationInput } from "./rectification.type";
import { openReview } from "./review.service";
import { judge, undone } from "./undoing.service";

export function rectificationKey(rectification: RectificationRow): PageKey {
  return { at: rectification.openedAt, id: rectification.id };
}

/** Moves a rectification along: the unit plans and reports, the office reviews, evaluates and completes. */
export async function moveRectification(
  context: TierContext,
  input: MoveRectificationInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  checkGiven(input, BROUGHT_BY);
  return changeBook(context, bookWith("rectification", [id]), "moveRectification", key, input, async (db, context) => {
    const [known] = await findRectificationsById(db, [id]);
    if (!known) throw notFound("input.id");
    await answerFor(db, known.targetId);
    const rectification = await findRectificationToMove(db, id);
    if (!rectification) return refuse("ROLE_REQUIRED", id, partiesOf(rectificationTransitions, input.command));
    if (rectification.version !== input.version) return refuse("STALE_VERSION", id);
    const on = input.on ?? context.today();
    checkDue(input.plan?.measures ?? [], on);
    const facts = (await rectificationFacts(db, [input.command], [rectification]))(rectification);
    const met = await requirementsOf(context, db, rectification, input, facts, on);
    const subject = { ...rectification, previousStatus: cameFrom(rectification) };
    const moved = decide(rectificationTransitions, subject, input.command, context.actor(), met);
    const final = input.command === "TAKE_BACK" && FINAL.includes(rectification.status);
    if (isRefused(moved) && final) return { ...moved, refused: "STEP_IS_FINAL" };
    if (isRefused(moved)) {
      const told = await withMissing(db, moved, id);
      return withOffered(told, id, () => offeredRectifications(context, db, [rectification]));
    }
    // who may not see a part does not decide about the whole; a unit is told of a part only
    const ofOffice = await context.readsBookOf(rectification.office);
    if (ofOffice && (await findPartlyHidden(db, [rectification.targetId])).length) return refuse("PERSON_RECUSED", id);
    const by = enteredBy(context.actor(), rectification);
    const grade = gradeProposed(facts.signatures);
    const next = nextOf(context, rectification, { ...input, grade }, moved.to, on, by);
    await saveRectification(db, next);
    const corrections = next.corrections.slice(rectification.corrections.length);
    const gone = input.command === "TAKE_BACK" ? { takenBack: takenFrom(rectification) } : {};
    const entries = [
      entryOf(next, moved.event, {
        ...{ ...input, id: undefined, ...gone },
        ...(input.command === "EVALUATE" && { evaluation: grade }),
        ...(corrections.length && { corrections }),
      }),
    ];
    if (input.command === "SUBMIT_PLAN") await savePlan(context, db, next, input.plan?.measures ?? []);
    if (OPENS_REVIEW.includes(input.command)) await openReview(context, db, next, on, input.evaluation ?? null);
    if (input.command === "EVALUATE") entries.push(...(await evaluateTarget(db, next.targetId, on)));
    const ofEvaluation = corrections.find(({ field }) => field === "evaluatedOn");
    if (ofEvaluation && input.command === "CORRECT") {
      entries.push(...(await correctEvaluation(db, next.targetId, ofEvaluation)));
    }
    if (ofEvaluation && input.command === "TAKE_BACK") {
      entries.push(...(await takeEvaluationBack(db, next.targetId, ofEvaluation)));
    }
    return { ids: [id], entries };
  });
}

/** Who waits for signatures is told for whose. */
async function withMissing(db: Db, refused: Refused, id: string): Promise<Refused> {
  if (refused.refused !== "SIGNATURES_MISSING") return refused;
  return { ...refused, more: namesOfMissing(await findMissingSignatures(db, id)) };
}

/** What the record keeps of a step that is taken back. */
function takenFrom({ status, statusOn, evaluation, takeBackProposedBy, takeBackReason }: RectificationRow): object {
  const proposal = takeBackProposedBy ? { proposedBy: takeBackProposedBy, reason: takeBackReason } : {};
  return { status, statusOn, ...(evaluation && { evaluation }), ...proposal };
}

/** @throws BAD_USER_INPUT where a measure is due before the day of its plan */
function checkDue(measures: readonly MeasureInput[], on: string): void {
  const late = measures.findIndex(({ dueOn }) => dueOn < on);
  if (late < 0) return;
  throw badField(`input.plan.measures.${late}.dueOn`, "BEFORE_THE_PLAN");
}

/** Whether each requirement of a command holds. */
async function requirementsOf(
  context: TierContext,
  db: Db,
  rectification: RectificationRow,
  input: MoveRectificationInput,
  facts: RectificationFacts & { archivedOn: string | null },
  on: string,
): Promise<Met<typeof rectificationTransitions>> {
  return rectificationRequirements(facts, {
    on,
    today: context.today(),
    after: rectification.statusOn,
    byUnit: isOfUnit(context.actor(), rectification),
    plan: input.command === "SUBMIT_PLAN" && (await isPlanComplete(db, rectification, input)),
    report: Boolean(input.report?.trim()),
    evaluation: input.evaluation ?? null,
    reason: Boolean(input.note?.trim()),
    person: context.standing.person,
    ...(input.command === "CORRECT" && {
      correction: judge(context, rectification, input.correction, facts.archivedOn),
    }),
  });
}

/** A plan covers what was fed back, and has no measure for another finding.
 * @throws NOT_FOUND where a measure names a finding that the unit was not told of */
async function isPlanComplete(db: Db, { targetId }: RectificationRow, input: MoveRectificationInput): Promise<boolean> {
  if (!input.plan?.text.trim()) return false;
  const fedBack = await findFedBack(db, targetId);
  const planned = new Set(input.plan.measures.map(({ findingId }) => findingId));
  const unknown = input.plan.measures.findIndex(
    (each) => !fedBack.some(({ findingId }) => findingId === each.findingId),
  );
  if (unknown >= 0) throw notFound(`input.plan.measures.${unknown}.findingId`);
  return coversPlan(fedBack, planned);
}

async function savePlan(
  context: TierContext,
  db: Db,
  { id, office }: RectificationRow,
  measures: readonly MeasureInput[],
): Promise<void> {
  const submission = (await countSubmissions(db, id)) + 1;
  const rows = measures.map(({ findingId, text, responsible, dueOn }, i) => ({
    ...{ id: newId(context.profile.tier), office, rectificationId: id, submission, ordinal: i + 1 },
    ...{ findingId, text, responsible, dueOn },
  }));
  await db.manager.insert(MeasureRow, rows);
}

function nextOf(
  context: TierContext,
  rectification: RectificationRow,
  input: MoveRectificationInput & { grade: Evaluation | null },
  status: RectificationRow["status"],
  on: string,
  by: StepEnteredBy,
): RectificationRow {
  const { command, plan, report, grade, note } = input;
  const version = rectification.version + 1;
  const back = undone(context, rectification, input, status);
  // a correction is no step: since when it stands where it stands, stays
  const statusAt = status === rectification.status ? rectification.statusAt : context.now();
  if (back) return { ...rectification, ...back, status, statusAt, version };
  const dated = DATE_OF[status];
  return {
    ...rectification,
    status,
    statusOn: on,
    statusAt: context.now(),
    version,
    ...{ takeBackProposedBy: null, takeBackReason: null },
    ...(command === "EVALUATE" ? { continuedOn: null } : {}),
    ...(command === "SUBMIT_PLAN" ? { plan: plan?.text ?? null, planEnteredBy: by } : {}),
    ...(command === "REPORT" ? { report: report ?? null, reportEnteredBy: by } : {}),
    ...(command === "EVALUATE" ? { evaluation: grade } : {}),
    note: note ?? null,
    ...(dated ? { [dated]: on } : {}),
  };
}

const entryOf = entriesOf("Rectification");
