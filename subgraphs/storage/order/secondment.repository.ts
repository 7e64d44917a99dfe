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

/** Who of these an office has named for, or lent to, another round on some of the same days. An order that came back or was withdrawn
 * binds nobody.
 * @returns the first of them */
export async function findLentElsewhere(
  db: Db,
  { id, office, startsOn, endsOn }: { id: string; office: string; startsOn: string; endsOn: string },
  people: readonly string[],
): Promise<string | undefined> {
  const [lent] = await db.rows<{ person: string }>(
    `select p.person from unnest($5::text[]) with ordinality as p (person, n)
     where exists (select from office_order o
       where o.office = $2 and o.addressee = $2 and o.id <> $1 and o.kind = 'SECONDMENT' and o.status in ('REPORTED_BACK', 'CLOSED')
         and o.lost_at is null and o.starts_on <= $4 and o.ends_on >= $3 and p.person = any (o.people))
     order by n limit 1`,
    [id, office, startsOn, endsOn, people],
  );
  return lent?.person;
}
