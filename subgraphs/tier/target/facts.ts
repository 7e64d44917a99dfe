import { tierOfId } from "../../../schema/contract/ids";
import { requirementsFor } from "../../domain/lifecycle";
import type { RefusalCode } from "../../domain/refusals";
import type { TargetFacts } from "../../domain/target/requirements";
import type { TargetCommand, TargetStatus } from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { Db } from "../../storage/db";
import { findTargetsInAction } from "../../storage/immediateAction/immediateAction.repository";
import { findSubmitted } from "../../storage/publication/publication.repository";
import { findRectificationsOfTargets } from "../../storage/rectification/rectification.repository";
import { findTeams } from "../../storage/target/appointment.repository";
import { findingStatusesOf, findReliedOn, findTargetsWithWork } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { findJudged } from "../../storage/verdict/verdict.repository";
import { findThoseThatFollow, findThoseToFollow } from "../finding/finding.follow";
import { tellsNumberOfPerson } from "../finding/text.service";
import type { TierProfile } from "../profile";

/** What the requirements of commands look at beside the target: asked for what they require, and for nothing else.
 * @param purpose whether the findings that would follow are locked: to offer a command is no change */
export async function factsFor(
  db: Db,
  { tier, submits }: TierProfile,
  commands: readonly TargetCommand[],
  targets: readonly TargetRow[],
  purpose: "TO_MOVE" | "TO_OFFER" = "TO_MOVE",
): Promise<(id: string) => Omit<TargetFacts, "round">> {
  const ids = targets.map(({ id }) => id);
  const required = requirementsFor<TargetStatus, TargetCommand>(targetTransitions, commands);
  const needs = (...codes: RefusalCode[]) => codes.some((code) => required.has(code));
  const teams = needs("TEAM_INCOMPLETE", "FOREIGN_TEAM_REQUIRED") ? await findTeams(db, ids) : undefined;
  const findings = needs("FINDINGS_NOT_REPORTED", "FINDINGS_STILL_OPEN", "FEEDBACK_RELIED_ON")
    ? await findingStatusesOf(db, ids)
    : undefined;
  const judged = needs("VERDICTS_MISSING", "VERDICTS_UNDECIDED") ? await findJudged(db, ids) : [];
  const rectifications = needs("RECTIFICATION_NOT_COMPLETED", "FEEDBACK_RELIED_ON")
    ? await findRectificationsOfTargets(db, ids)
    : [];
  const submitted = needs("NOTHING_SUBMITTED") ? await findSubmitted(db, ids) : undefined;
  const inAction = needs("IMMEDIATE_ACTIONS_OPEN") ? await findTargetsInAction(db, ids) : undefined;
  const relied = needs("FEEDBACK_RELIED_ON") ? await findReliedOn(db, ids) : [];
  const proposed = new Map(targets.map((target) => [target.id, target.withdrawalProposedBy]));
  const worked = needs("WORK_RECORDED") ? await findTargetsWithWork(db, ids) : undefined;
  // a hidden one is not read here, and who may not see it decides nothing
  const findToTell = purpose === "TO_MOVE" ? findThoseToFollow : findThoseThatFollow;
  const toTell = needs("TEXT_NAMES_PERSON") ? await findToTell(db, "FED_BACK", ids) : [];
  // the first of the list is named, whatever order they were locked in
  const telling = toTell.filter(tellsNumberOfPerson).sort((a, b) => a.ordinal - b.ordinal);
  const unitOffices = new Map(targets.map(({ id, unitOffice }) => [id, unitOffice]));
  const unattested = new Set(
    targets.flatMap(({ id, unitId, attestedAt }) => (tierOfId(unitId) === tier || attestedAt ? [] : id)),
  );
  return (id) => ({
    submitted: !submits || (submitted?.has(id) ?? false),
    unitAttested: !unattested.has(id),
    unitOffice: unitOffices.get(id) ?? null,
    actionsOpen: inAction?.has(id) ?? false,
    tellingNumber: telling.find((each) => each.targetId === id)?.id,
    workRecorded: worked?.has(id) ?? false,
    team: teams?.get(id) ?? [],
    findings: findings?.get(id) ?? [],
    judged: judged.filter((each) => each.targetId === id),
    rectification: rectifications.find((each) => each.targetId === id)?.status,
    unitBrought: relied.some((each) => each.targetId === id && each.unitBrought),
    lookedBackOn: relied.some((each) => each.targetId === id && each.lookedBackOn),
    withdrawalProposedBy: proposed.get(id) ?? null,
  });
}
