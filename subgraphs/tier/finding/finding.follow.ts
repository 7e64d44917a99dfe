import { type FindingCommand, FOLLOWS_TARGET, isWithheld, missedStep } from "../../domain/finding/finding";
import { findingTransitions } from "../../domain/finding/transitions";
import { follow } from "../../domain/lifecycle";
import type { TargetStatus } from "../../domain/target/target";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import {
  findFindingsOfTargets,
  findFindingsOfTargetsToMove,
  saveFindings,
} from "../../storage/finding/moving.repository";
import { findTargetsById } from "../../storage/target/target.repository";
import type { TierContext } from "../context";
import { entryOf } from "./finding.change";

/** The findings take the step that follows from their targets', which all came to the same status. */
export async function followTargetsTo(
  context: TierContext,
  db: Db,
  status: TargetStatus,
  targetIds: readonly string[],
): Promise<JournalEntry[]> {
  const step = FOLLOWS_TARGET[status];
  return step ? followAll(context, db, await findThoseToFollow(db, status, targetIds), step.command) : [];
}

/** The findings that take a step once their targets come to a status, locked. */
export async function findThoseToFollow(
  db: Db,
  status: TargetStatus,
  targetIds: readonly string[],
): Promise<FindingRow[]> {
  const findings = await findFindingsOfTargetsToMove(db, targetIds, FOLLOWS_TARGET[status]?.from ?? []);
  return findings.filter((finding) => !isWithheld(finding));
}

/** The same, to look at. */
export async function findThoseThatFollow(
  db: Db,
  status: TargetStatus,
  targetIds: readonly string[],
): Promise<FindingRow[]> {
  const findings = await findFindingsOfTargets(db, targetIds, FOLLOWS_TARGET[status]?.from ?? []);
  return findings.filter((finding) => !isWithheld(finding));
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

/** What an objection kept from following its target follows now.
 * @param findings whose objection was decided by this transaction */
export async function catchUp(context: TierContext, db: Db, findings: readonly FindingRow[]): Promise<JournalEntry[]> {
  if (findings.length === 0) return [];
  const targets = await findTargetsById(db, [...new Set(findings.map(({ targetId }) => targetId))]);
  const late = findings.filter(({ status, targetId }) => {
    const target = targets.find(({ id }) => id === targetId);
    return target && missedStep(status, target.status);
  });
  return late.length ? followAll(context, db, late, "START_RECTIFICATION") : [];
}

/** The finding's next version in a status, not saved yet. */
export function inStatus(context: TierContext, finding: FindingRow, status: FindingRow["status"]): FindingRow {
  const next = { ...finding, version: finding.version + 1 };
  if (status === finding.status) return next;
  return {
    ...next,
    status,
    statusAt: context.now(),
    previousStatus: finding.status,
    statusBy: context.standing.person,
    // whatever comes instead, what was proposed of the step before is over
    takeBackProposedBy: null,
    takeBackReason: null,
  };
}
