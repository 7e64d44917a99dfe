import type { Custody } from "../../domain/clue/custody";
import type { Db } from "../db";
import { Conditions, type Page, rowsFor, toPage } from "../page";
import type { ClueAlertRow } from "./clue.row";

/** Notes that somebody was denied a clue, once an hour, where there is such a clue.
 * @returns whether this was the first time in the hour, and of a clue that there is */
export async function isFirstDenial(db: Db, clueId: string, person: string, at: string): Promise<boolean> {
  await db.rows("select set_config('app.asked_clue', $1, true)", [clueId]);
  const noted = await db.rows(
    `insert into clue_denial (clue_id, person, hour) select clue_id, $2, date_trunc('hour', $3::timestamptz) from clue_known
     where clue_id = $1 on conflict do nothing returning 1`,
    [clueId, person, at],
  );
  return noted.length > 0;
}

/** Raises an alert where the caller is one whom the clue concerns, and nothing otherwise: one statement for everybody. */
export async function raiseAlert(
  db: Db,
  alert: Pick<ClueAlertRow, "id" | "clueId" | "onDay" | "sealed">,
): Promise<void> {
  await db.rows(
    `insert into clue_alert (id, office, clue_id, owner, on_day, sealed)
     select $1, s.office, s.clue_id, s.owner, $3, $4 from clue_subject s where s.clue_id = $2 limit 1`,
    [alert.id, alert.clueId, alert.onDay, alert.sealed],
  );
}

/** The alerts of clues that the caller holds, the latest day first. */
export async function findAlerts(
  db: Db,
  page: { first: number; after?: { dueOn: string; id: string } },
): Promise<Page<ClueAlertRow>> {
  const where = new Conditions();
  if (page.after) {
    const [day, id] = [where.parameter(page.after.dueOn), where.parameter(page.after.id)];
    where.add(`on_day <= ${day}::date and (on_day < ${day}::date or id > ${id})`);
  }
  const sql = `select * from clue_alert where ${where.all()} order by on_day desc, id limit ${rowsFor(page)}`;
  return toPage(await db.rows<ClueAlertRow>(sql, where.parameters), page);
}

export interface KeyUse {
  holder: Custody;
  generation: string;
  clues: number;
}

/** How many clues each generation of these custodies' keys opens, or opens the reporter of. */
export async function countKeyUse(db: Db, custodies: readonly Custody[]): Promise<KeyUse[]> {
  return db.rows<KeyUse>(
    `select holder, generation, count(*)::int as clues from (
       select holder, generation, clue_id from clue_key where holder = any ($1) and ended_at is null
       union select owner, generation, clue_id from clue_reporter where owner = any ($1)) as used
     group by 1, 2 order by 1, 2`,
    [custodies],
  );
}

interface ClueReconciliationRow {
  direction: "SENT" | "RECEIVED";
  custody: Custody;
  counterpart: Custody;
  handedOver: number;
  signed: number;
  returned: number;
  concluded: number;
  open: number;
  unsignedOverdue: number;
}

/** What went between these custodies and others in a month, by the receipts that both sides keep.
 * @param month first day of it */
export async function reconcileClues(
  db: Db,
  custodies: readonly Custody[],
  month: string,
  today: string,
): Promise<ClueReconciliationRow[]> {
  return db.rows<ClueReconciliationRow>(
    `select d.direction, d.custody, d.counterpart, count(*)::int as handed_over, count(r.received_at)::int as signed,
       count(r.returned_at)::int as returned, count(r.concluded_at)::int as concluded,
       count(*) filter (where r.returned_at is null and r.concluded_at is null)::int as open,
       count(*) filter (where c.met_on is null and c.due_on < $3::date)::int as unsigned_overdue
     from clue_receipt r
     left join clue_clock c on c.receipt_id = r.id and c.clock = 'CLUE_RECEIPT'
     cross join lateral (values
       ('SENT', r.sender, r.receiver), ('RECEIVED', r.receiver, r.sender)) as d (direction, custody, counterpart)
     where d.custody = any ($1) and office_day(r.arrived_at) >= $2::date
       and office_day(r.arrived_at) < $2::date + interval '1 month'
     group by 1, 2, 3 order by 1, 2, 3`,
    [custodies, month, today],
  );
}
