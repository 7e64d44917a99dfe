import type { PageKey } from "../../../schema/contract/cursor";
import { decide, partiesOf } from "../../domain/lifecycle";
import { isDecisionOnPaper } from "../../domain/office/onBehalf";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { targetRequirements } from "../../domain/target/requirements";
import {
  BROUGHT_BY,
  type Consequence,
  consequencesOf,
  DATE_OF,
  FINAL,
  lastDate,
  roundFollows,
} from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findFirstActionDays } from "../../storage/immediateAction/immediateAction.repository";
import { findRoundToMove, findWholeRounds } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import {
  findPartlyHidden,
  findTargetsById,
  findTargetsToMove,
  findTeamRoles,
  saveTargets,
} from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, type Change, changeBook, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { issueFeedback } from "../disclosure/disclosure.service";
import { attestFeedback } from "../disclosure/feedbackUnits";
import { followTargetsTo } from "../finding/finding.follow";
import { notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import { lapseObligations, scheduleObligations } from "../obligation/obligation.service";
import { openRectifications } from "../rectification/opening.service";
import { followTargets } from "../round/round.service";
import { corrected, judge } from "./correction.service";
import { factsFor } from "./facts";
import { entryOf } from "./follow";
import { DECIDES_VERDICTS, offeredTargets } from "./offered";
import type { HearingInput, MoveTargetsInput } from "./target.type";
import { handOver } from "./team.service";
import { holdFeedback, takeDisclosuresBack, takeFindingsBack, withdrawRectifications } from "./withdrawal.service";

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
  before: TargetRow;
  target: TargetRow;
  event: string;
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
  if (input.command === "WITHDRAW_FEEDBACK") await holdFeedback(db, ids);
  const factsOf = await factsFor(db, context.profile, [input.command], targets);
  const firstActions = input.command === "CORRECT" ? await findFirstActionDays(db, ids) : new Map<string, string>();
  const moved: Moved[] = [];
  for (const { id, version } of input.targets) {
    const target = targets.find((row) => row.id === id) as TargetRow;
    const round = rounds.get(target.roundId);
    if (!round) return refuse("ROLE_REQUIRED", id, partiesOf(targetTransitions, input.command));
    if (target.version !== version) return refuse("STALE_VERSION", id);
    const onPaper = context.enteringFrom && isDecisionOnPaper(targetTransitions, target, input.command);
    if (onPaper && !input.documentNumber?.trim()) return refuse("DOCUMENT_REQUIRED", id);
    const facts = factsOf(id);
    const around = { team: facts.team, firstActionOn: firstActions.get(id) ?? null };
    const correction = input.command === "CORRECT" ? judge(context, input, round, target, around) : undefined;
    const met = targetRequirements({ round, ...facts }, { ...stepOf(context, input, round, target), correction });
    const step = decide(targetTransitions, target, input.command, context.actor(teamRoles.get(id)), met);
    // the finding is what its author has to clear
    if (isRefused(step) && step.refused === "TEXT_NAMES_PERSON") return { ...step, subject: facts.tellingNumber };
    const final = input.command === "TAKE_BACK" && FINAL.includes(target.status);
    if (isRefused(step) && final) return { ...step, refused: "STEP_IS_FINAL" };
    if (isRefused(step)) return withOffered(step, id, () => offeredTargets(context, db, [target]));
    moved.push({ before: target, target: nextTarget(context, input, target, step.to), event: step.event });
  }
  // who may not see a part does not decide about the whole
  const asksForVerdicts = DECIDES_VERDICTS.includes(input.command);
  const judgedToo = asksForVerdicts ? targets.flatMap(({ predecessorId }) => predecessorId ?? []) : [];
  const [partlyHidden] = await findPartlyHidden(db, [...ids, ...judgedToo]);
  if (partlyHidden) return refuse("PERSON_RECUSED", partlyHidden);
  return { ids, entries: await saveMoved(context, db, input, rounds, moved) };
}

/** Writes the targets, and what follows: appointments end, findings and rounds take their steps. */
async function saveMoved(
  context: TierContext,
  db: Db,
  { command, on, hearing, feedback, note, documentNumber }: MoveTargetsInput,
  rounds: Map<string, RoundRow>,
  moved: Moved[],
): Promise<JournalEntry[]> {
  const targets = moved.map(({ target }) => target);
  const ids = targets.map(({ id }) => id);
  const [first] = targets as [TargetRow];
  const day = on ?? context.today();
  await saveTargets(db, targets);
  const said = { command, on, hearing, feedback, note, documentNumber };
  const entries = moved.map(({ before, target, event }) => {
    const corrections = target.corrections.slice(before.corrections.length);
    return entryOf(target, event, corrections.length ? { ...said, corrections } : said);
  });
  const carryOut: Record<Consequence, () => Promise<JournalEntry[]>> = {
    HAND_OVER: () => handOver(context, db, ids),
    MOVE_FINDINGS: () => followTargetsTo(context, db, first.status, ids),
    DISCLOSE: () => issueFeedback(context, db, targets, rounds, day, feedback),
    OPEN_RECTIFICATION: () => openRectifications(context, db, targets, rounds, day),
    SCHEDULE_OBLIGATIONS: () => scheduleObligations(context, db, targets),
    TAKE_FINDINGS_BACK: () => takeFindingsBack(context, db, ids),
    TAKE_DISCLOSURES_BACK: () => takeDisclosuresBack(context, db, reasonsOf(moved)),
    WITHDRAW_RECTIFICATION: () => withdrawRectifications(context, db, ids),
    LAPSE_OBLIGATIONS: () => lapseObligations(db, ids),
  };
  for (const consequence of consequencesOf(command, first.status)) entries.push(...(await carryOut[consequence]()));
  for (const round of rounds.values()) {
    const follows = roundFollows(round.status, (await findWholeRounds(db, [round.id]))[0]?.statuses ?? []);
    if (follows) entries.push(...(await followTargets(db, round, follows)));
  }
  return entries;
}

/** Why each feedback was to be withdrawn, as its director said it. */
function reasonsOf(moved: readonly Moved[]): Map<string, string> {
  return new Map(moved.map(({ before }) => [before.id, before.withdrawalReason ?? ""]));
}

function stepOf(context: TierContext, input: MoveTargetsInput, round: RoundRow, target: TargetRow) {
  const on = input.on ?? context.today();
  return {
    on,
    today: context.today(),
    after: lastDate(target) ?? round.authorisedOn ?? on,
    hearing: Boolean(input.hearing),
    reason: Boolean(input.note?.trim()),
    person: context.standing.person,
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
    // a step back comes to a status whose date is known
    ...(dated && target[dated] === null ? { [dated]: input.on ?? context.today() } : {}),
    ...(input.command === "HEAR" ? heard(input.hearing) : {}),
    ...corrected(context, input, target),
    ...withdrawal(context, input, target),
    note: input.note ?? target.note,
  };
}

/** Who proposes to withdraw the feedback, and why; nobody does once that is decided. */
function withdrawal(context: TierContext, { command, note }: MoveTargetsInput, target: TargetRow) {
  if (command === "PROPOSE_WITHDRAWAL") {
    return { withdrawalProposedBy: context.standing.person, withdrawalReason: note?.trim() ?? null };
  }
  const { withdrawalProposedBy, withdrawalReason } = target;
  const decided = command === "KEEP_FEEDBACK" || command === "WITHDRAW_FEEDBACK";
  return decided ? { withdrawalProposedBy: null, withdrawalReason: null } : { withdrawalProposedBy, withdrawalReason };
}

function heard(hearing: HearingInput | null | undefined): Pick<TargetRow, "hearingBody" | "hearingDocumentNumber"> {
  return { hearingBody: hearing?.body ?? null, hearingDocumentNumber: hearing?.documentNumber ?? null };
}
