import type { PageKey } from "../../../schema/contract/cursor";
import { tierOfId } from "../../../schema/contract/ids";
import type { Tier } from "../../../schema/contract/tier";
import { type Correction, correctionsOf } from "../../domain/correction/correction";
import { decide, partiesOf, requirementsFor } from "../../domain/lifecycle";
import { isRefused, type RefusalCode, type Refused, refuse } from "../../domain/refusals";
import { type TargetFacts, targetRequirements } from "../../domain/target/requirements";
import {
  BROUGHT_BY,
  CLEARED_BY,
  CONSEQUENCES,
  type Consequence,
  DATE_OF,
  lastDate,
  roundFollows,
  type TargetCommand,
  type TargetStatus,
} from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findTargetsInAction } from "../../storage/immediateAction/immediateAction.repository";
import { findRectificationsOfTargets } from "../../storage/rectification/rectification.repository";
import { findRoundToMove, targetStatusesOf } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { findTeams } from "../../storage/target/appointment.repository";
import {
  findingStatusesOf,
  findPartlyHidden,
  findTargetsById,
  findTargetsToMove,
  findTargetsWithWork,
  findTeamRoles,
  saveTargets,
} from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { findJudged } from "../../storage/verdict/verdict.repository";
import { bookWith, type Change, changeBook, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { issueFeedback } from "../disclosure/disclosure.service";
import { attestFeedback } from "../disclosure/feedbackUnits";
import { followTargetsTo } from "../finding/finding.follow";
import { notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { scheduleObligations } from "../obligation/obligation.service";
import { openRectifications } from "../rectification/rectification.service";
import { followTargets } from "../round/round.service";
import { entryOf } from "./follow";
import type { HearingInput, MoveTargetsInput } from "./target.type";
import { handOver } from "./team.service";

export function targetKey(target: TargetRow): PageKey {
  return { at: target.addedAt, id: target.id };
}

/** Carries out one command on targets of one round; findings and round follow. */
export async function moveTargets(
  context: TierContext,
  input: MoveTargetsInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = requireOwnIds(
    context,
    input.targets.map((target) => target.id),
    (i) => `input.targets.${i}.id`,
  );
  checkGiven(input, BROUGHT_BY);
  return changeBook(context, bookWith("round_target", ids), "moveTargets", key, input, async (db, context) => {
    const known = await findTargetsById(db, ids);
    const hidden = ids.find((id) => !known.some((target) => target.id === id));
    if (hidden) throw notFound(`input.targets.${ids.indexOf(hidden)}.id`);
    const rounds = await lockRounds(db, known);
    const targets = await findTargetsToMove(db, ids);
    const foreign = ids.find((id) => !targets.some((target) => target.id === id));
    if (foreign) return refuse("ROLE_REQUIRED", foreign, partiesOf(targetTransitions, input.command));
    return moveLocked(context, db, input, rounds, targets);
  });
}

/** Rounds before targets, in a fixed order: every change locks in this order, so none waits for another in a circle. */
async function lockRounds(db: Db, targets: TargetRow[]): Promise<Map<string, RoundRow>> {
  const rounds = new Map<string, RoundRow>();
  for (const id of [...new Set(targets.map((target) => target.roundId))].sort()) {
    const round = await findRoundToMove(db, id);
    if (round) rounds.set(id, round);
  }
  return rounds;
}

interface Moved {
  target: TargetRow;
  event: string;
  /** those of this step */
  corrections: readonly Correction[];
}

async function moveLocked(
  context: TierContext,
  db: Db,
  input: MoveTargetsInput,
  rounds: Map<string, RoundRow>,
  locked: TargetRow[],
): Promise<Change | Refused> {
  const ids = input.targets.map((target) => target.id);
  const teamRoles = await findTeamRoles(db, ids);
  const targets = input.command === "FEED_BACK" ? attestFeedback(context, locked, input.feedback) : locked;
  if (isRefused(targets)) return targets;
  const factsOf = await factsFor(db, context.profile.tier, input.command, targets);
  const moved: Moved[] = [];
  for (const { id, version } of input.targets) {
    const target = targets.find((row) => row.id === id) as TargetRow;
    const round = rounds.get(target.roundId);
    if (!round) return refuse("ROLE_REQUIRED", id, partiesOf(targetTransitions, input.command));
    if (target.version !== version) return refuse("STALE_VERSION", id);
    const met = targetRequirements({ round, ...factsOf(id) }, stepOf(context, input, round, target));
    const step = decide(targetTransitions, target, input.command, context.actor(teamRoles.get(id)), met);
    if (isRefused(step)) return step;
    const next = nextTarget(context, input, target, step.to);
    moved.push({ target: next, event: step.event, corrections: next.corrections.slice(target.corrections.length) });
  }
  // who may not see a part does not decide about the whole
  const asksForVerdicts = input.command === "REPORT" || input.command === "ARCHIVE";
  const judgedToo = asksForVerdicts ? targets.flatMap(({ predecessorId }) => predecessorId ?? []) : [];
  const partlyHidden = await findPartlyHidden(db, [...ids, ...judgedToo]);
  if (partlyHidden) return refuse("PERSON_RECUSED", partlyHidden);
  return { ids, entries: await saveMoved(context, db, input, rounds, moved) };
}

/** Writes the targets, and what follows: appointments end, findings and rounds take their steps. */
async function saveMoved(
  context: TierContext,
  db: Db,
  { command, on, hearing, feedback, note }: MoveTargetsInput,
  rounds: Map<string, RoundRow>,
  moved: Moved[],
): Promise<JournalEntry[]> {
  const targets = moved.map(({ target }) => target);
  const ids = targets.map(({ id }) => id);
  const [first] = targets as [TargetRow];
  const day = on ?? context.today();
  await saveTargets(db, targets);
  const entries = moved.map(({ target, event, corrections }) =>
    entryOf(target, event, { command, on, hearing, feedback, note, ...(corrections.length ? { corrections } : {}) }),
  );
  const carryOut: Record<Consequence, () => Promise<JournalEntry[]>> = {
    HAND_OVER: () => handOver(context, db, ids),
    MOVE_FINDINGS: () => followTargetsTo(context, db, first.status, ids),
    DISCLOSE: () => issueFeedback(context, db, targets, rounds, day, feedback),
    OPEN_RECTIFICATION: () => openRectifications(context, db, targets, rounds, day),
    SCHEDULE_OBLIGATIONS: () => scheduleObligations(context, db, targets),
  };
  for (const consequence of CONSEQUENCES[first.status] ?? []) entries.push(...(await carryOut[consequence]()));
  for (const round of rounds.values()) {
    const follows = roundFollows(round.status, await targetStatusesOf(db, round.id));
    if (follows) entries.push(...(await followTargets(db, round, follows)));
  }
  return entries;
}

/** What the requirements of a command look at beside the target: asked for what it requires, and for nothing else. */
async function factsFor(
  db: Db,
  tier: Tier,
  command: TargetCommand,
  targets: readonly TargetRow[],
): Promise<(id: string) => Omit<TargetFacts, "round">> {
  const ids = targets.map(({ id }) => id);
  const required = requirementsFor<TargetStatus, TargetCommand>(targetTransitions, command);
  const needs = (...codes: RefusalCode[]) => codes.some((code) => required.has(code));
  const teams = needs("TEAM_INCOMPLETE", "FOREIGN_TEAM_REQUIRED") ? await findTeams(db, ids) : undefined;
  const findings = needs("FINDINGS_NOT_REPORTED", "FINDINGS_STILL_OPEN") ? await findingStatusesOf(db, ids) : undefined;
  const judged = needs("VERDICTS_MISSING", "VERDICTS_UNDECIDED") ? await findJudged(db, ids) : [];
  const rectifications = needs("RECTIFICATION_NOT_COMPLETED") ? await findRectificationsOfTargets(db, ids) : [];
  const inAction = needs("IMMEDIATE_ACTIONS_OPEN") ? await findTargetsInAction(db, ids) : undefined;
  const worked = needs("WORK_RECORDED") ? await findTargetsWithWork(db, ids) : undefined;
  const unattested = new Set(
    targets.flatMap(({ id, unitId, attestedAt }) => (tierOfId(unitId) === tier || attestedAt ? [] : id)),
  );
  return (id) => ({
    unitAttested: !unattested.has(id),
    actionsOpen: inAction?.has(id) ?? false,
    workRecorded: worked?.has(id) ?? false,
    team: teams?.get(id) ?? [],
    findings: findings?.get(id) ?? [],
    judged: judged.filter((each) => each.targetId === id),
    rectification: rectifications.find((each) => each.targetId === id)?.status,
  });
}

function stepOf(context: TierContext, input: MoveTargetsInput, round: RoundRow, target: TargetRow) {
  const on = input.on ?? context.today();
  return {
    on,
    today: context.today(),
    after: lastDate(target) ?? round.authorisedOn ?? on,
    hearing: Boolean(input.hearing),
    reason: Boolean(input.note?.trim()),
  };
}

function nextTarget(
  context: TierContext,
  input: MoveTargetsInput,
  target: TargetRow,
  status: TargetRow["status"],
): TargetRow {
  const dated = DATE_OF[status];
  return {
    ...target,
    status,
    version: target.version + 1,
    ...(dated ? { [dated]: input.on ?? context.today() } : {}),
    ...(input.command === "HEAR" ? heard(input.hearing) : {}),
    ...cleared(context, input, target),
    note: input.note ?? target.note,
  };
}

/** What a step that leads back takes away, and what the record keeps of it. */
function cleared(context: TierContext, { command, note }: MoveTargetsInput, target: TargetRow): Partial<TargetRow> {
  const dates = CLEARED_BY[command];
  if (!dates) return {};
  const none = Object.fromEntries(dates.map((date) => [date, null]));
  const why = { at: context.now(), by: context.standing.person, reason: note ?? "" };
  return { ...none, corrections: [...target.corrections, ...correctionsOf(dates, target, none, why)] };
}

function heard(hearing: HearingInput | null | undefined): Pick<TargetRow, "hearingBody" | "hearingDocumentNumber"> {
  return { hearingBody: hearing?.body ?? null, hearingDocumentNumber: hearing?.documentNumber ?? null };
}
