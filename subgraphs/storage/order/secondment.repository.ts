import type { AgreedSecondment } from "../../domain/order/secondment";
import type { Db } from "../db";
import type { AppointmentRow } from "../target/appointment.row";

/** What offices below have agreed to lend a round. */
export async function findAgreedSecondments(db: Db, office: string, roundId: string): Promise<AgreedSecondment[]> {
  return db.rows<AgreedSecondment>(
    `select addressee, people, starts_on, ends_on from office_order
     where office = $1 and issuer = $1 and round_id = $2 and kind = 'SECONDMENT' and status = 'CLOSED'`,
    [office, roundId],
  );
}

/** The appointments in a round that rest on a secondment: they end with it. */
export async function findAppointmentsOfSeconded(
  db: Db,
  roundId: string,
  home: string,
  people: readonly string[],
): Promise<AppointmentRow[]> {
  return db.rows<AppointmentRow>(
    `select * from appointment where round_id = $1 and home_office = $2 and person = any ($3) and ended_at is null
     order by id for update`,
    [roundId, home, people],
  );
}
