import type { PageKey } from "../../../schema/contract/cursor";
import {
  FINDING_RECORDERS,
  type FindingCommand,
  FOLLOWS_TARGET,
  isDraft,
  missedStep,
} from "../../domain/finding/finding";
import { decisionBy, mayObjectOn, type ObjectionPeriod } from "../../domain/finding/objection";
import { findingTransitions } from "../../domain/finding/transitions";
import { type Actor, decide, follow, holdsOneOf, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { type TargetStatus } from "../../domain/target/target";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { correctDisclosed, findDisclosuresById } from "../../storage/disclosure/disclosure.repository";
import {
  type FindingFilter,
  findFeedbackDays,
  findFindingsOfTargetsToMove,
  holdTargetsOfFindings,
  saveFindings,
} from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { recordObjections } from "../../storage/finding/objection.repository";
import { findTargetsById, findTeamRoles } from "../../storage/target/target.repository";
import { bookWith, type Change, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badInput, notFound } from "../graph/errors";
import { optionalRegion } from "../graph/regionArgument";
import { codesOf } from "../taxonomy/taxonomy.service";
import { entryOf, lockFindings } from "./finding.change";
import type { FindingFilterInput, MoveFindingsInput, ReviseFindingInput } from "./finding.type";
import { decideOpen, objectedOn, objectionPeriods, objectionsTo } from "./objection.service";
import { checkTexts, keepWritten, textOf, withText } from "./text.service";

export function findingKey(finding: { openedAt: string; id: string }): PageKey {
  return { at: finding.openedAt, id: finding.id };
}

/** What a list of findings is narrowed to, as the repository reads it.
 * @throws BAD_USER_INPUT where the region is none */
export async function filterOf(db: Db, asked: FindingFilterInput | null | undefined): Promise<FindingFilter> {
  const { region, liveStatus, focus, category, roundId, targetId } = asked ?? {};
  return {
    region: optionalRegion(region, "filter.region"),
    liveStatus: liveStatus ?? undefined,
    focus: await codesOf(db, "FOCUS", focus),
    category: await codesOf(db, "CATEGORY", category),
    roundId: roundId ?? undefined,
    targetId: targetId ?? undefined,
  };
}

/** Changes the text of a draft. */
export async function reviseFinding(
  context: TierContext,
  input: ReviseFindingInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("finding", [id]), "reviseFinding", key, input, async (db, context) => {
    const locked = await lockFindings(db, [id], FINDING_RECORDERS, () => "input.id");
    if (isRefused(locked)) return locked;
    const finding = locked[0] as FindingRow;
    const roles = await findTeamRoles(db, [finding.targetId]);
    if (!holdsOneOf(context.actor(roles.get(finding.targetId)), finding, FINDING_RECORDERS)) {
      return refuse("ROLE_REQUIRED", id, FINDING_RECORDERS);
    }
    if (finding.version !== input.version) return refuse("STALE_VERSION", id);
    if (!isDraft(finding.status)) return refuse("ILLEGAL_TRANSITION", id);
    const refused = await checkTexts(context, db, finding.unitId, [{ text: input, path: "input" }]);
    if (refused) return refused;
    const next = withText({ ...finding, version: finding.version + 1 }, input);
    await saveFindings(db, [next]);
    await keepWritten(context, db, [next], null);
    return { ids: [id], entries: [entryOf(next, "FindingRevised", textOf(next))] };
  });
}

/** Carries out one command on findings: all of them or none. */
export async function moveFindings(
  context: TierContext,
  input: MoveFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = namedIn(context, input);
  return changeBook(context, bookWith("finding", ids), "moveFindings", key, input, (db, context) =>
    moveNamed(context, db, ids, input),
  );
}

/** The same for the findings of one target, as a part of a larger change: whoever answers for its unit.
 * @throws NOT_FOUND where one is of another target */
export async function moveFindingsOf(
  context: TierContext,
  db: Db,
  targetId: string,
  input: MoveFindingsInput,
): Promise<Change | Refused> {
  return moveNamed(context, db, namedIn(context, input), input, targetId);
}

function namedIn(context: TierContext, { findings }: MoveFindingsInput): string[] {
  return requireOwnIds(
    context,
    findings.map(({ id }) => id),
    pathOf,
  );
}

function pathOf(i: number): string {
  return `input.findings.${i}.id`;
}

async function moveNamed(
  context: TierContext,
  db: Db,
  ids: string[],
  input: MoveFindingsInput,
  onlyOf?: string,
): Promise<Change | Refused> {
  if (input.text && ids.length > 1) {
    throw badInput({ path: "input.text", reason: "a text is of one finding: move it alone" });
  }
  const parties = partiesOf(findingTransitions, input.command);
  if (decisionBy(input.command)) await holdTargetsOfFindings(db, ids);
  const locked = await lockFindings(db, ids, parties, pathOf);
  if (isRefused(locked)) return locked;
  const elsewhere = locked.findIndex(({ targetId }) => onlyOf !== undefined && targetId !== onlyOf);
  if (elsewhere >= 0) throw notFound(pathOf(elsewhere));
  const targetIds = [...new Set(locked.map((finding) => finding.targetId))];
  const teamRoles = await findTeamRoles(db, targetIds);
  const fedBack = input.command === "CLOSE" ? await findFeedbackDays(db, targetIds) : new Map<string, string>();
  const periods = input.command === "OBJECT" ? await objectionPeriods(db, locked) : new Map<string, ObjectionPeriod>();
  const moved: Moved[] = [];
  for (const [i, finding] of locked.entries()) {
    if (finding.version !== input.findings[i]?.version) return refuse("STALE_VERSION", finding.id);
    const actor = context.actor(teamRoles.get(finding.targetId));
    const next = moveOne(context, finding, input, actor, {
      fedBack: fedBack.has(finding.targetId),
      period: periods.get(finding.targetId),
    });
    if (isRefused(next)) return next;
    moved.push(next);
  }
  const told = await saveMoved(context, db, input, moved);
  if (isRefused(told)) return told;
  const details = { ...input, findings: undefined, text: undefined };
  const entries = moved.map(({ finding, event }) =>
    entryOf(finding, event, input.text ? { ...details, ...textOf(finding) } : details),
  );
  const late = decisionBy(input.command) ? await catchUp(context, db, moved) : [];
  return { ids, entries: [...entries, ...told, ...late] };
}

interface Moved {
  finding: FindingRow;
  event: string;
}

function moveOne(
  context: TierContext,
  finding: FindingRow,
  step: MoveFindingsInput,
  actor: Actor,
  { fedBack, period }: { fedBack: boolean; period: ObjectionPeriod | undefined },
): Moved | Refused {
  const note = step.note?.trim();
  const on = objectedOn(context, step, actor, finding);
  const moved = decide(findingTransitions, finding, step.command, actor, {
    REASON_REQUIRED: Boolean(note),
    REPLY_REQUIRED: Boolean(note),
    PROOF_REQUIRED: Boolean(note),
    DIRECT_REPORT_REASON_REQUIRED: Boolean(step.exception),
    DATE_IN_FUTURE: on <= context.today(),
    DATE_OUT_OF_ORDER: period !== undefined && on >= period.from,
    WITHIN_OBJECTION_DAYS: mayObjectOn(on, period),
    TEXT_REQUIRED: Boolean(step.text),
    NOT_FED_BACK: fedBack,
    SOMEBODY_ELSE_REQUIRED: finding.claimedBy !== context.standing.person,
  });
  if (isRefused(moved)) return moved;
  const next: FindingRow = {
    ...inStatus(context, finding, moved.to),
    note: note || finding.note,
    unitReply: step.command === "EXCHANGE_FACTS" ? (note ?? null) : finding.unitReply,
    // who confirmed the text has not read the reply
    confirmedNoPerson: finding.confirmedNoPerson && step.command !== "EXCHANGE_FACTS",
    proof: step.command === "CLAIM" ? (note ?? null) : finding.proof,
    claimedBy: step.command === "CLAIM" ? context.standing.person : finding.claimedBy,
    exchangeException: step.command === "REPORT" ? (step.exception ?? null) : finding.exchangeException,
  };
  return { finding: step.command === "CORRECT" && step.text ? withText(next, step.text) : next, event: moved.event };
}

/** Writes the findings, and what belongs to the step: the corrected text, the objection, its decision. */
async function saveMoved(
  context: TierContext,
  db: Db,
  step: MoveFindingsInput,
  moved: readonly Moved[],
): Promise<JournalEntry[] | Refused> {
  const findings = moved.map(({ finding }) => finding);
  const [first] = findings;
  if (step.command === "CORRECT" && step.text && first) {
    const refused = await checkTexts(context, db, first.unitId, [{ text: step.text, path: "input.text" }]);
    if (refused) return refused;
  }
  await saveFindings(db, findings);
  if (step.command === "OBJECT") await recordObjections(db, objectionsTo(context, step, findings));
  await decideOpen(context, db, step, findings);
  if (step.command !== "CORRECT") return [];
  await keepWritten(context, db, findings, step.note ?? null);
  return tellCorrected(db, findings);
}

/** Whoever was told of the findings is told the corrected texts. */
async function tellCorrected(db: Db, findings: readonly FindingRow[]): Promise<JournalEntry[]> {
  const ids = findings.map(({ id }) => id);
  const corrected = await correctDisclosed(db, ids);
  const disclosures = await findDisclosuresById(db, [...new Set(corrected.map(({ disclosureId }) => disclosureId))]);
  return corrected.flatMap(({ disclosureId, findingId, textVersion }) =>
    disclosures
      .filter(({ id }) => id === disclosureId)
      .map((disclosure) => disclosureEntry(disclosure, "DisclosureCorrected", { findingId, textVersion })),
  );
}

/** What an objection kept from following its target follows now. */
async function catchUp(context: TierContext, db: Db, moved: readonly Moved[]): Promise<JournalEntry[]> {
  const findings = moved.map(({ finding }) => finding);
  const targets = await findTargetsById(db, [...new Set(findings.map(({ targetId }) => targetId))]);
  const late = findings.filter(({ status, targetId }) => {
    const target = targets.find(({ id }) => id === targetId);
    return target && missedStep(status, target.status);
  });
  return late.length ? followAll(context, db, late, "START_RECTIFICATION") : [];
}

function inStatus(context: TierContext, finding: FindingRow, status: FindingRow["status"]): FindingRow {
  const next = { ...finding, version: finding.version + 1 };
  if (status === finding.status) return next;
  return { ...next, status, statusAt: context.now(), previousStatus: finding.status };
}

/** The findings take the step that follows from their targets', which all came to the same status. */
export async function followTargetsTo(
  context: TierContext,
  db: Db,
  status: TargetStatus,
  targetIds: readonly string[],
): Promise<JournalEntry[]> {
  const step = FOLLOWS_TARGET[status];
  if (!step) return [];
  return followAll(context, db, await findFindingsOfTargetsToMove(db, targetIds, step.from), step.command);
}

/** Findings take a step that follows from another object's and that nobody commands.
 * @param findings locked by this transaction
 * @param because what the journal says of the reason, beside the command */
export async function followAll(
  context: TierContext,
  db: Db,
  findings: readonly FindingRow[],
  command: FindingCommand,
  because: object = {},
): Promise<JournalEntry[]> {
  const moved = findings.map((finding) => {
    const { to, event } = follow(findingTransitions, finding, command);
    return { finding: inStatus(context, finding, to), event };
  });
  await saveFindings(
    db,
    moved.map(({ finding }) => finding),
  );
  return moved.map(({ finding, event }) => entryOf(finding, event, { command, follows: finding.targetId, ...because }));
}

const disclosureEntry = entriesOf("Disclosure");
