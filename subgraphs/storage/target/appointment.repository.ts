import type { Role } from "../../../schema/contract/standing";
import type { TeamMember } from "../../domain/target/team";
import type { Db } from "../db";
import type { AppointmentRow } from "./appointment.row";
import type { TargetRow } from "./target.row";

export async function findAppointmentsOfTargets(db: Db, targetIds: readonly string[]): Promise<AppointmentRow[]> {
  return db.rows<AppointmentRow>("select * from appointment where target_id = any ($1) order by valid_from, id", [
    targetIds,
  ]);
}

/** Everybody who is or was in the teams, also those whom a member of them may not read. */
export async function findTeams(db: Db, targetIds: readonly string[]): Promise<Map<string, TeamMember[]>> {
  const rows = await db.rows<TeamMember & { targetId: string }>(
    "select target_id, person, role, home_office, valid_from, valid_to, ended_at from team_cell where target_id = any ($1)",
    [targetIds],
  );
  return new Map(targetIds.map((id) => [id, rows.filter(({ targetId }) => targetId === id)]));
}

export async function findAppointment(db: Db, id: string): Promise<AppointmentRow | undefined> {
  const [found] = await db.rows<AppointmentRow>("select * from appointment where id = $1", [id]);
  return found;
}

export async function findAppointmentToEnd(db: Db, id: string): Promise<AppointmentRow | undefined> {
  const [found] = await db.rows<AppointmentRow>("select * from appointment where id = $1 for update", [id]);
  return found;
}

/** The appointments that the handover ends. */
export async function findAppointmentsToHandOver(db: Db, targetIds: readonly string[]): Promise<AppointmentRow[]> {
  return db.rows<AppointmentRow>(
    "select * from appointment where target_id = any ($1) and ended_at is null order by id for update",
    [targetIds],
  );
}

export interface AppointmentEnd {
  endedAt: string;
  endedBy: string;
  /** null for the handover */
  endReason: string | null;
}

export async function endAppointments(db: Db, ids: readonly string[], end: AppointmentEnd): Promise<void> {
  await db.rows("update appointment set ended_at = $2, ended_by = $3, end_reason = $4 where id = any ($1)", [
    ids,
    end.endedAt,
    end.endedBy,
    end.endReason,
  ]);
}

/** What somebody is kept from by a recusal. */
type WorkedOn = Pick<TargetRow, "unitId" | "roundId" | "region">;

interface StaffMember {
  id: string;
  office: string;
  roles: Role[];
  /** from the target, by a recusal that holds today */
  recused: boolean;
}

/** Of the people who are to be appointed, those of this tier with an active account that is no unit's. For the rest of the
 * transaction the appointing director may see this much of each, whichever office of the tier it is of. */
export async function findStaff(db: Db, target: WorkedOn, people: readonly string[]): Promise<StaffMember[]> {
  await db.rows("select set_config('app.appointing', $1, true)", [`{${people.join(",")}}`]);
  return db.rows<StaffMember>(
    `select a.id, a.office, array(select r.role from account_role r where r.account_id = a.id) as roles,
       exists (select 1 from recusal x where x.account_id = a.id and x.ended_on is null
         and x.since <= office_today() and (x.until is null or x.until >= office_today())
         and (x.scope = 'UNIT' and x.subject = $2 or x.scope = 'ROUND' and x.subject = $3
              or x.scope = 'REGION' and x.subject = any (array[left($4, 2), left($4, 4), left($4, 6), left($4, 9), $4]))
       ) as recused
     from account a where a.id = any ($1) and a.active and a.unit_id is null`,
    [people, target.unitId, target.roundId, target.region],
  );
}
