import type { Colour, DayUnit } from "../../domain/deadline/deadline";
import { ORDER_OPEN, type OrderKind, type OrderStatus, type OrderWay } from "../../domain/order/order";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, plannedFor, rowsFor, toPage } from "../page";
import { INSERT_ORDERS, MOVE_ORDERS, type OrderRow, type ReadableOrder } from "./order.row";

export interface OrderFilter {
  ways?: readonly OrderWay[];
  kinds?: readonly OrderKind[];
  statuses?: readonly OrderStatus[];
  /** neither closed, withdrawn nor undeliverable */
  open?: boolean;
  overdue?: boolean;
  colours?: readonly Colour[];
  issueId?: string;
  /** 抽调 that is agreed on and runs on this day */
  lentOn?: string;
  /** of offices in this region and below */
  region?: string;
}

/** Until when the addressee has something to do; `waitsUntil` of the domain says the same. */
export const WAITS_UNTIL = `case o.status when 'ISSUED' then o.receipt_due_on when 'ACCEPTED' then o.due_on
  when 'RETURNED' then o.due_on end`;
const WAY = `case when o.issuer = o.office then 'OUT' when o.addressee = o.office then 'IN' else 'COPY' end`;
/** @param today placeholder of the date */
const readable = (today: string) => `select o.*, ${WAY} as way, w.waits_until,
    case when w.waits_until is not null then colour_of(${today}::date, w.waits_until, o.warning_days) end as colour
  from office_order o cross join lateral (select ${WAITS_UNTIL} as waits_until) w`;

export async function findOrdersById(db: Db, ids: readonly string[], today: string): Promise<ReadableOrder[]> {
  return db.rows<ReadableOrder>(`${readable("$2")} where o.id = any ($1)`, [ids, today]);
}

/** The orders of an office: what it issued, what came down to it, and what it has a copy of, latest first. */
export async function findOrders(
  db: Db,
  office: string,
  today: string,
  filter: OrderFilter,
  page: PageRequest,
): Promise<Page<ReadableOrder>> {
  const where = new Conditions();
  const day = where.parameter(today);
  where.equal("o.office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.oneOf(WAY, filter.ways);
  where.equalToOne("o.kind", filter.kinds);
  where.equalToOne("o.status", filter.statuses);
  // spelt out: it is what the index of the open ones says
  if (filter.open || filter.overdue || filter.colours) where.add(`o.status in ('${ORDER_OPEN.join("', '")}')`);
  if (filter.overdue) where.add(`w.waits_until < ${day}::date`);
  if (filter.colours) {
    where.oneOf(
      `case when w.waits_until is not null then colour_of(${day}::date, w.waits_until, o.warning_days) end`,
      filter.colours,
    );
  }
  where.equal("o.issue_id", filter.issueId);
  if (filter.lentOn) {
    const on = `${where.parameter(filter.lentOn)}::date`;
    where.add(`o.kind = 'SECONDMENT' and o.status = 'CLOSED' and o.starts_on <= ${on} and o.ends_on >= ${on}`);
  }
  where.under("o.addressee", filter.region);
  where.before("o.issued_at", "o.id", page.after);
  const sql = `${readable(day)} where ${where.all()} order by o.issued_at desc, o.id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReadableOrder>(sql, where.parameters, plannedFor(filter.region)), page);
}

/** Reads orders for a change, in a fixed order so that two such changes cannot lock each other out: copies are not among them. */
export async function findOrdersToMove(db: Db, ids: readonly string[]): Promise<OrderRow[]> {
  return db.rows<OrderRow>("select * from office_order where id = any ($1) order by id for update", [ids]);
}

export async function insertOrders(db: Pick<Db, "rows">, orders: readonly OrderRow[]): Promise<void> {
  await db.rows(INSERT_ORDERS, [JSON.stringify(orders)]);
}

export async function saveOrders(db: Db, orders: readonly OrderRow[]): Promise<void> {
  await db.rows(MOVE_ORDERS, [JSON.stringify(orders)]);
}

/** Days of an order by the issuer's policies of a day. */
interface OrderDays {
  receiptDueOn: string;
  dueOn: string;
  warningDays: number;
}

export async function findOrderDays(db: Db, office: string, start: string): Promise<OrderDays> {
  const rows = await db.rows<{ clock: string; dueOn: string; warningDays: number; unit: DayUnit }>(
    `select k.clock, coalesce(due_on($2::date, p.days, p.unit), $2::date + p.days) as due_on, p.warning_days
     from unnest(array['ORDER_RECEIPT', 'ORDER_ANSWER']) as k (clock) cross join lateral policy_on($1, k.clock, $2::date) p`,
    [office, start],
  );
  const [receipt, answer] = ["ORDER_RECEIPT", "ORDER_ANSWER"].map((clock) => rows.find((row) => row.clock === clock));
  if (!receipt || !answer) throw new Error("no policy says how long an order gives");
  return { receiptDueOn: receipt.dueOn, dueOn: answer.dueOn, warningDays: answer.warningDays };
}

/** What of an office's own work an answer may name: the findings that a current submission lists, with the units that each is
 * about, and the rounds that were filed. */
export async function findSubmitted(
  db: Db,
  office: string,
  { findingIds, roundIds }: { findingIds: readonly string[]; roundIds: readonly string[] },
): Promise<{ id: string; unitIds: string[] }[]> {
  return db.rows(
    `select finding_id as id, array_append(recusal_unit_ids, unit_id) as unit_ids from published_finding
     where finding_id = any ($2) and office = $1 and is_current
     union all select round_id, '{}' from filing where round_id = any ($3) and office = $1`,
    [office, findingIds, roundIds],
  );
}
