import type { PageKey } from "../../../schema/contract/cursor";
import { newId } from "../../../schema/contract/ids";
import { BEFORE_REPORT, SETTLED } from "../../domain/finding/finding";
import { decide, holdsOneOf, partiesOf } from "../../domain/lifecycle";
import { APPOINTERS } from "../../domain/office/office";
import { isRefused, type RefusalCode, type Refused, refuse } from "../../domain/refusals";
import { ROUND_PREPARERS, takesTargets } from "../../domain/round/round";
import { DATE_OF, lastDate, roundFollows } from "../../domain/target/target";
import { targetTransitions } from "../../domain/target/transitions";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findRoundToMove, targetStatusesOf } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { AppointmentRow } from "../../storage/target/appointment.row";
import {
  endAppointments,
  findingStatusesOf,
  findTargetsById,
  findTargetsToMove,
  findTeamRoles,
} from "../../storage/target/target.repository";
import { TargetRow } from "../../storage/target/target.row";
import { type Change, change, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { followTarget } from "../finding/finding.service";
import { notFound } from "../graph/errors";
import { followTargets } from "../round/round.service";
import type { AddTargetsInput, AppointTeamInput, MoveTargetsInput } from "./target.type";

export function targetKey(target: TargetRow): PageKey {
  return { at: target.addedAt, id: target.id };
}

/** Adds units of the register to a round of the caller's office. */
export async function addTargets(
  context: TierContext,
  input: AddTargetsInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(ROUND_PREPARERS);
  const roundId = requireOwnId(context, input.roundId, "input.roundId");
  const unitIds = requireOwnIds(
    context,
    input.targets.map((target) => target.unitId),
    (i) => `input.targets.${i}.unitId`,
  );
  return change(context, "addTargets", key, input, async (db) => {
    const round = await findRoundToMove(db, roundId);
    if (!round || round.office !== context.standing.office) throw notFound("input.roundId");
    if (!takesTargets(round.status)) return refuse("ROUND_NOT_OPEN", roundId);
    const units = await registeredUnits(db, round.office, unitIds, context.today());
    const missing = unitIds.find((id) => !units.has(id));
    if (missing) return refuse("UNIT_NOT_IN_REGISTER", missing);
    const [taken] = await db.rows<{ unitId: string }>(
      "select unit_id from round_target where round_id = $1 and unit_id = any ($2) limit 1",
      [roundId, unitIds],
    );
    if (taken) return refuse("TARGET_ALREADY_IN_ROUND", taken.unitId);
    const targets = input.targets.map((target, i): TargetRow => {
      const unit = units.get(target.unitId) as { name: string; region: string };
      return plannedTarget(context, round, { ...target, ...unit }, i);
    });
    await db.manager.insert(TargetRow, targets);
    return {
      ids: targets.map((target) => target.id),
      entries: targets.map((target) =>
        entryOf(target, "TargetAdded", { unitId: target.unitId, method: target.method }),
      ),
    };
  });
}

function plannedTarget(
  context: TierContext,
  round: RoundRow,
  unit: { unitId: string; name: string; region: string; method?: TargetRow["method"] },
  place: number,
): TargetRow {
  return {
    id: newId(context.profile.tier),
    office: round.office,
    roundId: round.id,
    unitId: unit.unitId,
    unitName: unit.name,
    region: unit.region,
    method: unit.method ?? null,
    status: "PLANNED",
    version: 1,
    enteredOn: null,
    reportedOn: null,
    heardOn: null,
    hearingBody: null,
    hearingDocumentNumber: null,
    fedBackOn: null,
    rectificationStartedOn: null,
    evaluatedOn: null,
    archivedOn: null,
    note: null,
    addedAt: context.now(place),
  };
}

async function registeredUnits(db: Db, office: string, ids: string[], day: string) {
  const rows = await db.rows<{ id: string; name: string; region: string }>(
    `select id, name, region from unit where office = $1 and id = any ($2)
       and valid_from <= $3::date and (valid_to is null or valid_to > $3::date)`,
    [office, ids, day],
  );
  return new Map(rows.map((row) => [row.id, row]));
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
    const hidden = ids.findIndex((id) => !known.some((target) => target.id === id));
    if (hidden >= 0) throw notFound(`input.targets.${hidden}.id`);
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

async function moveLocked(
  context: TierContext,
  db: Db,
  input: MoveTargetsInput,
  rounds: Map<string, RoundRow>,
  targets: TargetRow[],
): Promise<Change | Refused> {
  const teamRoles = await findTeamRoles(
    db,
    context.standing.person,
    targets.map((target) => target.id),
  );
  const entries: JournalEntry[] = [];
  for (const { id, version } of input.targets) {
    const target = targets.find((row) => row.id === id) as TargetRow;
    const round = rounds.get(target.roundId);
    if (!round) return refuse("ROLE_REQUIRED", id, partiesOf(targetTransitions, input.command));
    if (target.version !== version) return refuse("STALE_VERSION", id);
    const isMet = await requirementsOf(context, db, input, round, target);
    const moved = decide(targetTransitions, target, input.command, context.actor(teamRoles.get(id)), isMet);
    if (isRefused(moved)) return moved;
    const next = nextTarget(context, input, target, moved.to);
    await db.manager.update(TargetRow, { id }, next);
    if (input.command === "HEAR") await endAppointments(db, id, context.today());
    entries.push(
      entryOf(next, moved.event, { command: input.command, on: input.on, hearing: input.hearing, note: input.note }),
    );
    entries.push(...(await followTarget(context, db, next)));
  }
  for (const round of rounds.values()) {
    const follows = roundFollows(round.status, await targetStatusesOf(db, round.id));
    if (follows) entries.push(...(await followTargets(db, round, follows)));
  }
  return { ids: input.targets.map((target) => target.id), entries };
}

async function requirementsOf(
  context: TierContext,
  db: Db,
  input: MoveTargetsInput,
  round: RoundRow,
  target: TargetRow,
): Promise<(code: RefusalCode) => boolean> {
  const on = input.on ?? context.today();
  const findings = await findingStatusesOf(db, target.id);
  const met: Partial<Record<RefusalCode, boolean>> = {
    ROUND_NOT_AUTHORISED: round.status === "AUTHORISED" || round.status === "RUNNING",
    DATE_IN_FUTURE: on <= context.today(),
    DATE_OUT_OF_ORDER: on >= (lastDate(target) ?? round.authorisedOn ?? on),
    FINDINGS_NOT_REPORTED: !findings.some((status) => BEFORE_REPORT.includes(status)),
    FINDINGS_STILL_OPEN: findings.every((status) => SETTLED.includes(status)),
    HEARING_REQUIRED: Boolean(input.hearing),
    REASON_REQUIRED: Boolean(input.note?.trim()),
  };
  return (code) => met[code] === true;
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

/** Appoints people to the team of a target of the caller's office. */
export async function appointTeam(
  context: TierContext,
  input: AppointTeamInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.targetId, "input.targetId");
  return change(context, "appointTeam", key, input, async (db) => {
    const [target] = await findTargetsById(db, [id]);
    if (!target) throw notFound("input.targetId");
    if (!holdsOneOf(context.actor(), target.office, APPOINTERS)) return refuse("ROLE_REQUIRED", id, APPOINTERS);
    const appointments = input.members.map(
      (member): AppointmentRow => ({
        ...member,
        validTo: member.validTo ?? null,
        id: newId(context.profile.tier),
        office: target.office,
        roundId: target.roundId,
        targetId: id,
      }),
    );
    const invalid = appointments.find(({ validFrom, validTo }) => validTo && validTo < validFrom);
    if (invalid) return refuse("PERIOD_INVALID", invalid.person);
    const recused = await findRecused(
      db,
      target,
      input.members.map((member) => member.person),
    );
    if (recused) return refuse("PERSON_RECUSED", recused);
    await db.manager.insert(AppointmentRow, appointments);
    const entry = (appointment: AppointmentRow): JournalEntry => ({
      office: target.office,
      event: "TeamMemberAppointed",
      objectKind: "Appointment",
      objectId: appointment.id,
      objectVersion: 1,
      details: appointment,
    });
    return { ids: [id], entries: appointments.map(entry) };
  });
}

/** Of people of the own office; those of other tiers are kept out at every read by their own standing. */
async function findRecused(db: Db, target: TargetRow, people: string[]): Promise<string | undefined> {
  const [found] = await db.rows<{ accountId: string }>(
    `select account_id from recusal where account_id = any ($1)
       and since <= office_today() and (until is null or until >= office_today())
       and (scope = 'UNIT' and subject = $2 or scope = 'ROUND' and subject = $3
            or scope = 'REGION' and subject = any (array[left($4, 2), left($4, 4), left($4, 6), left($4, 9), $4]))
     limit 1`,
    [people, target.unitId, target.roundId, target.region],
  );
  return found?.accountId;
}

function entryOf(target: TargetRow, event: string, details: object): JournalEntry {
  const { office, id, version } = target;
  return { office, event, objectKind: "RoundTarget", objectId: id, objectVersion: version, details };
}
