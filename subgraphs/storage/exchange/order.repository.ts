import type { Enrolment } from "../../domain/office/office";
import type { Db } from "../db";
import { WAITS_UNTIL } from "../order/order.repository";
import { FOLLOW_ORDERS, INSERT_ORDERS, type OrderRow, type TurnedOrder } from "../order/order.row";

type Rows = Pick<Db, "rows">;

/** The row of an order here, held: the lock is shared with whoever moves it at the same moment. */
export async function holdOrder(db: Rows, office: string, id: string): Promise<OrderRow | undefined> {
  const [order] = await db.rows<OrderRow>("select * from office_order where id = $1 and office = $2 for update", [
    ...[id, office],
  ]);
  return order;
}

export async function keepOrder(db: Rows, order: OrderRow): Promise<void> {
  await db.rows(INSERT_ORDERS, [JSON.stringify([order])]);
}

export async function followOrder(db: Rows, order: OrderRow): Promise<void> {
  await db.rows(FOLLOW_ORDERS, [JSON.stringify([order])]);
}

export async function findEnrolment(db: Rows, office: string): Promise<Enrolment | undefined> {
  const [row] = await db.rows<{ enrolment: Enrolment }>("select enrolment from office where code = $1", [office]);
  return row?.enrolment;
}

/** Orders as they stand in an office's own rows now. */
export async function findOrdersNow(db: Rows, office: string, ids: readonly string[]): Promise<OrderRow[]> {
  return db.rows("select * from office_order where id = any ($1) and office = $2 order by issued_at, id", [
    ...[[...new Set(ids)], office],
  ]);
}

/** @returns those of the ids under which an order is here */
export async function findKnownOrders(db: Rows, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>("select id from office_order where id = any ($1)", [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** Its issuer was set back and does not know these any more: marked, not deleted; or it does again. */
export async function loseOrders(db: Rows, office: string, issuer: string, ids: readonly string[], at: string | null) {
  await db.rows("update office_order set lost_at = $4 where office = $1 and issuer = $2 and id = any ($3)", [
    ...[office, issuer, ids, at],
  ]);
}

/** Orders that wait for their addressee and whose colour has turned since somebody was last told, on whichever side. */
export async function findTurnedOrders(db: Rows, today: string, atMost: number): Promise<TurnedOrder[]> {
  return db.rows(
    `select o.id, o.office, o.issuer, o.version, o.status, w.waits_until as due_on, c.colour
     from office_order o cross join lateral (select ${WAITS_UNTIL} as waits_until) w
     cross join lateral (select colour_of($1::date, w.waits_until, o.warning_days) as colour) c
     where o.status in ('ISSUED', 'ACCEPTED', 'RETURNED') and o.lost_at is null and c.colour <> 'GREEN'
       and (o.alerted, o.alerted_due_on) is distinct from (c.colour, w.waits_until)
     order by o.id limit $2 for update of o skip locked`,
    [today, atMost],
  );
}

export async function saveTurnedOrders(db: Rows, turned: readonly TurnedOrder[]): Promise<void> {
  await db.rows(
    `update office_order o set alerted = t.colour, alerted_due_on = t."dueOn"
     from jsonb_to_recordset($1) as t (id text, office text, colour text, "dueOn" date)
     where o.id = t.id and o.office = t.office`,
    [JSON.stringify(turned)],
  );
}
