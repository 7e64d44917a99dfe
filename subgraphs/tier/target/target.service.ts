import type { PageKey } from "../../../schema/contract/cursor";
import { BEFORE_REPORT, type FindingStatus, SETTLED } from "../../domain/finding/finding";
import { decide, type Met, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { needsForeignTeam } from "../../domain/round/round";
import { DATE_OF, lastDate, roundFollows } from "../../domain/target/target";
import { hasForeigner, isComplete, type TeamMember, teamOn } from "../../domain/target/team";
import { targetTransitions } from "../../domain/target/transitions";
import { isJudged } from "../../domain/verdict/verdict";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findCompletedTargets } from "../../storage/rectification/rectification.repository";
import { findRoundToMove, targetStatusesOf } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { findTeams } from "../../storage/target/appointment.repository";
import {
  findingStatusesOf,
  findPartlyHidden,
  findTargetsById,
  findTargetsToMove,
  findTeamRoles,
  saveTargets,
} from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { findJudged } from "../../storage/verdict/verdict.repository";
import { type Change, change, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { issueFeedback } from "../disclosure/disclosure.service";
import { followTargetsTo } from "../finding/finding.service";
import { notFound } from "../graph/errors";
import { scheduleObligations } from "../obligation/obligation.service";
import { openRectifications } from "../rectification/rectification.service";
import { followTargets } from "../round/round.service";
import { entryOf } from "./follow";
import type { MoveTargetsInput } from "./target.type";
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
  return change(context, "moveTargets", key, input, async (db) => {
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
}

async function moveLocked(
  context: TierContext,
  db: Db,
  input: MoveTargetsInput,
  rounds: Map<string, RoundRow>,
  targets: TargetRow[],
): Promise<Change | Refused> {
  const ids = input.targets.map((target) => target.id);
  const teamRoles = await findTeamRoles(db, ids);
  const findings = await findingStatusesOf(db, ids);
  const completed = await findCompletedTargets(db, ids);
  const teams = await findTeams(db, ids);
  const judged = await findJudged(db, ids);
  const moved: Moved[] = [];
  for (const { id, version } of input.targets) {
    const target = targets.find((row) => row.id === id) as TargetRow;
    const round = rounds.get(target.roundId);
    if (!round) return refuse("ROLE_REQUIRED", id, partiesOf(targetTransitions, input.command));
    if (target.version !== version) return refuse("STALE_VERSION", id);
    const met = {
      ...requirementsOf(context, input, round, target, findings.get(id) ?? [], completed.has(id)),
      ...teamRequirements(round, teams.get(id) ?? [], input.on ?? context.today()),
      VERDICTS_MISSING: !judged.some((each) => each.targetId === id && isJudged(each.status) && !each.verdictId),
    };
    const step = decide(targetTransitions, target, input.command, context.actor(teamRoles.get(id)), met);
    if (isRefused(step)) return step;
    moved.push({ target: nextTarget(context, input, target, step.to), event: step.event });
  }
  // who may not see a part does not decide about the whole
  const judgedToo = input.command === "REPORT" ? targets.flatMap(({ predecessorId }) => predecessorId ?? []) : [];
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
  await saveTargets(db, targets);
  const entries = moved.map(({ target, event }) => entryOf(target, event, { command, on, hearing, feedback, note }));
  const [first] = targets;
  if (first?.status === "HEARD") entries.push(...(await handOver(context, db, ids)));
  if (first?.status === "RECTIFYING") entries.push(...(await scheduleObligations(context, db, targets)));
  if (first) entries.push(...(await followTargetsTo(context, db, first.status, ids)));
  if (first?.status === "FED_BACK") {
    const fedBackOn = on ?? context.today();
    entries.push(...(await issueFeedback(context, db, targets, rounds, fedBackOn, feedback)));
    entries.push(...(await openRectifications(context, db, targets, rounds, fedBackOn)));
  }
  for (const round of rounds.values()) {
    const follows = roundFollows(round.status, await targetStatusesOf(db, round.id));
    if (follows) entries.push(...(await followTargets(db, round, follows)));
  }
  return entries;
}

function requirementsOf(
  context: TierContext,
  input: MoveTargetsInput,
  round: RoundRow,
  target: TargetRow,
  findings: readonly FindingStatus[],
  rectified: boolean,
): Omit<Met<typeof targetTransitions>, keyof ReturnType<typeof teamRequirements> | "VERDICTS_MISSING"> {
  const on = input.on ?? context.today();
  return {
    ROUND_NOT_AUTHORISED: round.status === "AUTHORISED" || round.status === "RUNNING",
    DATE_IN_FUTURE: on <= context.today(),
    DATE_OUT_OF_ORDER: on >= (lastDate(target) ?? round.authorisedOn ?? on),
    FINDINGS_NOT_REPORTED: !findings.some((status) => BEFORE_REPORT.includes(status)),
    FINDINGS_STILL_OPEN: findings.every((status) => SETTLED.includes(status)),
    RECTIFICATION_NOT_COMPLETED: rectified,
    HEARING_REQUIRED: Boolean(input.hearing),
    REASON_REQUIRED: Boolean(input.note?.trim()),
  };
}

/** Who has appointed anybody has a team, and a team is complete; some modes have one from elsewhere. */
function teamRequirements(round: RoundRow, everybody: readonly TeamMember[], on: string) {
  const team = teamOn(everybody, on);
  const fromElsewhere = needsForeignTeam(round.assignmentMode);
  const needed = fromElsewhere || everybody.some(({ endedAt }) => !endedAt);
  return {
    TEAM_INCOMPLETE: !needed || isComplete(team),
    FOREIGN_TEAM_REQUIRED: !fromElsewhere || hasForeigner(team, round.office),
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
    ...(input.hearing ? { hearingBody: input.hearing.body, hearingDocumentNumber: input.hearing.documentNumber } : {}),
    note: input.note ?? target.note,
  };
}
