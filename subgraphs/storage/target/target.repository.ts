import type { FindingStatus } from "../../domain/finding/finding";
import type { TeamRole } from "../../domain/lifecycle";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, toPage } from "../page";
import type { AppointmentRow } from "./appointment.row";
import type { TargetRow } from "./target.row";

export async function findTargetsById(db: Db, ids: readonly string[]): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where id = any ($1)", [ids]);
}

/** The first targets of each round, newest first: one statement for all rounds. */
export async function findTargetsOfRounds(
  db: Db,
  roundIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<TargetRow>>> {
  const where = new Conditions();
  const list = where.parameter(roundIds);
  where.add("t.round_id = r.id");
  where.before("t.added_at", "t.id", page.after);
  const sql = `select t.* from unnest(${list}::text[]) as r (id)
    cross join lateral (select * from round_target t where ${where.all()}
      order by t.added_at desc, t.id desc limit ${where.parameter(page.first + 1)}) t`;
  const rows = await db.rows<TargetRow>(sql, where.parameters);
  return new Map(
    roundIds.map((id) => [
      id,
      toPage(
        rows.filter((row) => row.roundId === id),
        page,
      ),
    ]),
  );
}

/** Reads targets for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findTargetsToMove(db: Db, ids: readonly string[]): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where id = any ($1) order by id for update", [ids]);
}

/** The person's team roles in each target, valid today (Asia/Shanghai). */
export async function findTeamRoles(
  db: Db,
  person: string,
  targetIds: readonly string[],
): Promise<Map<string, TeamRole[]>> {
  const rows = await db.rows<{ targetId: string; role: TeamRole }>(
    `select target_id, role from appointment where person = $1 and target_id = any ($2)
       and valid_from <= office_today() and (valid_to is null or valid_to >= office_today())`,
    [person, targetIds],
  );
  const roles = new Map<string, TeamRole[]>();
  for (const { targetId, role } of rows) roles.set(targetId, [...(roles.get(targetId) ?? []), role]);
  return roles;
}

export async function findAppointmentsOfTargets(db: Db, targetIds: readonly string[]): Promise<AppointmentRow[]> {
  return db.rows<AppointmentRow>("select * from appointment where target_id = any ($1) order by valid_from, id", [
    targetIds,
  ]);
}

/** Whether the caller is recused from a finding of the target: the cells count what the book hides from this person. */
export async function hidesFindings(db: Db, targetId: string): Promise<boolean> {
  const [row] = await db.rows<{ hidden: boolean }>(
    `select (select count(*) from finding_cell where target_id = $1)
          > (select count(*) from finding where target_id = $1) as hidden`,
    [targetId],
  );
  return row?.hidden === true;
}

export async function findingStatusesOf(db: Db, targetId: string): Promise<FindingStatus[]> {
  const rows = await db.rows<{ status: FindingStatus }>("select status from finding where target_id = $1", [targetId]);
  return rows.map((row) => row.status);
}

/** 移交 The team's access ends with the handover after the hearing. */
export async function endAppointments(db: Db, targetId: string, lastDay: string): Promise<void> {
  await db.rows(
    `update appointment set valid_to = greatest(valid_from, $2::date)
     where target_id = $1 and (valid_to is null or valid_to > $2::date)`,
    [targetId, lastDay],
  );
}
