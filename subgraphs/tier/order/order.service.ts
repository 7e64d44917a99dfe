import { commandsFor, decide, type Moved, offered } from "../../domain/lifecycle";
import {
  type AnswerCommand,
  type IssuerCommand,
  type OrderCommand,
  type OrderStatus,
  type OrderWay,
  type ReceivedOrderCommand,
  type ReceivedOrderStatus,
} from "../../domain/order/order";
import { mayName } from "../../domain/order/secondment";
import { orderTransitions, receivedOrderTransitions } from "../../domain/order/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import {
  findOrderDays,
  findOrdersById,
  findOrdersToMove,
  findSubmitted,
  saveOrders,
} from "../../storage/order/order.repository";
import type { OrderRow, ReadableOrder } from "../../storage/order/order.row";
import { bookWith, changeBook, requireId } from "../change";
import { officeDay } from "../clock";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import type { MoveOrdersInput } from "./order.type";
import { refusePeople, sendHome } from "./secondment.service";

/** Carries out one command on orders of the own office, whichever side of them it is on: all of them or none. The other side's
 * row follows by a message. */
export async function moveOrders(
  context: TierContext,
  input: MoveOrdersInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = requireIds(input);
  return changeBook(context, bookWith("office_order", ids), "moveOrders", key, input, async (db, context) => {
    const locked = new Map((await findOrdersToMove(db, ids)).map((row) => [row.id, row]));
    const missing = ids.filter((id) => !locked.has(id));
    if (missing.length) return refuseUnlessHidden(context, db, ids, missing);
    const moved: OrderRow[] = [];
    const entries: JournalEntry[] = [];
    for (const { id, version } of input.orders) {
      const order = locked.get(id) as OrderRow;
      if (order.version !== version) return refuse("STALE_VERSION", id);
      if (order.status === "WITHDRAWN") return refuse("ORDER_WITHDRAWN", id);
      const step = await (isIssuers(order) ? direct : answer)(context, db, order, input);
      if (isRefused(step)) return step;
      moved.push(step.order);
      entries.push(...step.entries);
    }
    await saveOrders(db, moved);
    return { ids, entries };
  });
}

const isIssuers = ({ office, issuer }: Pick<OrderRow, "office" | "issuer">) => office === issuer;

interface Step {
  order: OrderRow;
  entries: JournalEntry[];
}

/** What the issuer does about an order that is out. */
async function direct(
  context: TierContext,
  db: Db,
  order: OrderRow,
  { command, note, dueOn }: MoveOrdersInput,
): Promise<Step | Refused> {
  const today = context.today();
  const moved = decide<OrderStatus, OrderCommand, typeof orderTransitions>(
    orderTransitions,
    order,
    command as OrderCommand,
    context.actor(),
    {
      REASON_REQUIRED: Boolean(note?.trim()),
      ORDER_DUE_PASSED: !dueOn || dueOn >= today,
      ...standingFacts(context, order),
    },
  );
  if (isRefused(moved)) return moved;
  const values = await directed(context, db, order, command as IssuerCommand, { note: note ?? null, dueOn });
  const next = along(context, order, moved, values);
  const { addressee, status, version, reason, receiptDueOn } = next;
  const details = { command, addressee, status, version, reason, receiptDueOn, dueOn: next.dueOn };
  const settled = order.status === "CLOSED" ? await sendHome(context, db, order, note ?? "") : [];
  return { order: next, entries: [issued(next, moved.event, details), ...settled] };
}

/** What the issuer's steps require of the order itself, whatever comes with them: the offer asks the same. */
function standingFacts(context: TierContext, order: Pick<OrderRow, "kind" | "remindedAt" | "answeredBy">) {
  return {
    REMINDED_TODAY: !order.remindedAt || officeDay(new Date(order.remindedAt)) < context.today(),
    SOMEBODY_ELSE_REQUIRED: order.answeredBy !== context.standing.person,
    ORDER_SETTLED: order.kind === "SECONDMENT",
  };
}

/** What of the order a command of the issuer changes. What is to be done again has new days: the policy's, or the one that is named. */
async function directed(
  context: TierContext,
  db: Db,
  order: OrderRow,
  command: IssuerCommand,
  { note, dueOn }: { note: string | null; dueOn?: string | null },
): Promise<Partial<OrderRow>> {
  if (command === "REMIND") return { reminders: order.reminders + 1, remindedAt: context.now() };
  if (command === "CLOSE") return { reason: null };
  if (command === "WITHDRAW") return { reason: note };
  const days = await findOrderDays(db, order.office, context.today());
  const due = dueOn ?? days.dueOn;
  return { reason: note, dueOn: due, receiptDueOn: days.receiptDueOn < due ? days.receiptDueOn : due };
}

/** What the addressee answers an order with. */
async function answer(context: TierContext, db: Db, order: OrderRow, input: MoveOrdersInput): Promise<Step | Refused> {
  const { command, note } = input;
  const findingIds = [...new Set(input.findingIds ?? [])];
  const roundIds = [...new Set(input.roundIds ?? [])];
  const people = [...new Set(input.people ?? [])];
  const named = [...findingIds, ...roundIds];
  const known = named.length ? await findSubmitted(db, order.office, { findingIds, roundIds }) : [];
  const moved = decide<ReceivedOrderStatus, ReceivedOrderCommand, typeof receivedOrderTransitions>(
    receivedOrderTransitions,
    order as OrderRow & { status: ReceivedOrderStatus },
    command as ReceivedOrderCommand,
    context.actor(),
    {
      REASON_REQUIRED: Boolean(note?.trim()),
      ANSWER_REQUIRED: Boolean(note?.trim()) || people.length > 0,
      NOT_SUBMITTED: named.every((id) => known.some((each) => each.id === id)),
      PEOPLE_REQUIRED: mayName(order, people.length),
    },
  );
  if (isRefused(moved)) return moved;
  const unfit = command === "REPORT_BACK" ? await refusePeople(db, order, people) : undefined;
  if (unfit) return unfit;
  const { person } = context.standing;
  const now = context.now();
  const unitIds = [...new Set(known.flatMap((each) => each.unitIds))];
  const values: Record<AnswerCommand, Partial<OrderRow>> = {
    ACCEPT: { acceptedAt: now, acceptedBy: person, reason: null },
    DECLINE: { reason: note },
    REPORT_BACK: {
      ...{ answer: note, answerNumber: order.answerNumber + 1, answeredAt: now, answeredBy: person, reason: null },
      ...{ findingIds, roundIds, unitIds, people },
    },
  };
  const next = along(context, order, moved, values[command as AnswerCommand]);
  const { issuer, version, reason } = next;
  const answered = command === "REPORT_BACK" && { answer: note, findingIds, roundIds, unitIds, people };
  const details = { command, issuer, version, reason, ...answered };
  return { order: next, entries: [received(next, moved.event, details)] };
}

function along(context: TierContext, order: OrderRow, moved: Moved<OrderStatus>, values: Partial<OrderRow>): OrderRow {
  const at = moved.to === order.status ? order.statusAt : context.now();
  return { ...order, ...values, status: moved.to, statusAt: at, version: order.version + 1 };
}

function requireIds({ orders }: MoveOrdersInput): string[] {
  const ids = orders.map(({ id }, i) => requireId(id, `input.orders.${i}.id`));
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0) throw badField(`input.orders.${twice}.id`, "NAMED_TWICE");
  return ids;
}

/** A copy is read and not moved; so is an order of a book that the caller reads without being of its office. For everyone else it
 * does not exist. */
async function refuseUnlessHidden(context: TierContext, db: Db, ids: string[], missing: string[]): Promise<Refused> {
  const readable = new Map((await findOrdersById(db, missing, context.today())).map((order) => [order.id, order]));
  const hidden = missing.find((id) => !readable.has(id));
  if (hidden) throw notFound(`input.orders.${ids.indexOf(hidden)}.id`);
  const [first] = missing as [string];
  const isCopy = readable.get(first)?.way === "COPY";
  return isCopy ? refuse("ORDER_IS_A_COPY", first) : refuse("ROLE_REQUIRED", first, ["CLERK", "DIRECTOR"]);
}

/** What somebody may do about the own office's row now. */
export async function commandsOn(
  context: TierContext,
  order: ReadableOrder,
): Promise<(OrderCommand | ReceivedOrderCommand)[]> {
  const actor = await context.actorIn(order.office);
  const byWay: Record<OrderWay, () => (OrderCommand | ReceivedOrderCommand)[]> = {
    OUT: () => {
      const facts = standingFacts(context, order);
      return offered<OrderStatus, OrderCommand>(orderTransitions, order, actor, () => facts);
    },
    IN: () =>
      commandsFor<ReceivedOrderStatus, ReceivedOrderCommand>(
        receivedOrderTransitions,
        order as ReadableOrder & { status: ReceivedOrderStatus },
        actor,
      ),
    COPY: () => [],
  };
  return byWay[order.way]();
}

const issued = entriesOf("Order");
const received = entriesOf("ReceivedOrder");
