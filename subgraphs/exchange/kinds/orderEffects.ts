import { commandsFor, follow } from "../../domain/lifecycle";
import {
  copiedTo,
  type OrderStatus,
  type ReceivedOrderCommand,
  type ReceivedOrderStatus,
} from "../../domain/order/order";
import { receivedOrderTransitions } from "../../domain/order/transitions";
import { appendJournal, entriesOf } from "../../journal/append";
import { findEnrolment, followOrder, holdOrder, keepOrder, loseOrders } from "../../storage/exchange/order.repository";
import type { OrderRow } from "../../storage/order/order.row";
import { type Arrived, type Effects, Impossible, type Met } from "./kind";
import type { DecidedOrder, IssuedOrder, ProgressedOrder } from "./orderPayloads";

// What an issuer's messages do to the rows of its addressee and of those who have a copy.

type Take<Payload> = (effects: Effects, message: Arrived<Payload>) => Promise<Met>;

/** One message after the other: orders are few. */
export async function eachOf<Payload>(
  effects: Effects,
  messages: readonly Arrived<Payload>[],
  take: Take<Payload>,
): Promise<Met[]> {
  const met: Met[] = [];
  for (const message of messages) met.push(await take(effects, message));
  return met;
}

/** The own row of what a message is about. @throws Impossible where it is another's */
async function rowOf(db: Effects["db"], { source, destination, payload }: Arrived<{ id: string; addressee: string }>) {
  const { id, addressee } = payload;
  if (addressee !== destination && !copiedTo(source, addressee).includes(destination)) {
    throw new Impossible("an order goes to its addressee and to those between");
  }
  const row = await holdOrder(db, destination, id);
  const isSame = !row || (row.issuer === source && row.addressee === addressee);
  if (!isSame) throw new Impossible("this order is between other offices");
  return row;
}

/** An order comes down: it becomes a row here, or goes back. */
export async function receiveOrder(effects: Effects, message: Arrived<IssuedOrder>): Promise<Met> {
  const { db, now } = effects;
  const { source, destination, payload } = message;
  const known = await rowOf(db, message);
  if (known && !payload.restated) return { setAside: "OVERTAKEN" };
  if ((await findEnrolment(db, destination)) === "NOT_ENROLLED") return bounce(effects, message);
  const row = known ?? newRow(message, now);
  if (!known) {
    await keepOrder(db, row);
    const event = destination === payload.addressee ? "OrderReceived" : "OrderCopied";
    const { title, request, dueOn } = payload;
    await appendJournal(db, "platform", now, [entryOf(row, event, { issuer: source, title, request, dueOn })]);
  } else await loseOrders(db, destination, source, [row.id], null);
  if (payload.restated) await settle(effects, row, payload);
  return "APPLIED";
}

function newRow({ source, destination, payload }: Arrived<IssuedOrder>, now: string): OrderRow {
  const { restated: _, reason: __, ...order } = payload;
  return {
    ...(order as IssuedOrder & Pick<OrderRow, "kind">),
    ...{ office: destination, issuer: source, status: "ISSUED", statusAt: now, version: 1, followed: payload.version },
    ...{ receivedAt: now, acceptedAt: null, acceptedBy: null, answer: null, answerNumber: 0, answeredAt: null },
    ...{
      answeredBy: null,
      findingIds: [],
      roundIds: [],
      unitIds: [],
      people: [],
      reason: null,
      reminders: 0,
      remindedAt: null,
    },
  };
}

/** An office that takes no part has nobody who would read it: the order goes back, and nothing of it stays. */
async function bounce({ db, now }: Effects, { source, destination, payload }: Arrived<IssuedOrder>): Promise<Met> {
  if (destination === payload.addressee) {
    const row = { id: payload.id, office: destination, version: 1 };
    await appendJournal(db, "platform", now, [
      entryOf(row, "OrderBounced", { command: "BOUNCE", issuer: source, version: 1 }),
    ]);
  }
  return { setAside: "NOT_ENROLLED" };
}

const SAID_BY: Partial<Record<OrderStatus, ReceivedOrderCommand>> = {
  CLOSED: "CLOSE",
  RETURNED: "RETURN",
  WITHDRAWN: "WITHDRAW",
};

/** What a set-back issuer says counts: what it does not know any more of its decisions is taken back, what it has decided
 * meanwhile is followed. Its versions are counted anew, since what it said meanwhile comes after this. */
async function settle(
  effects: Effects,
  row: OrderRow,
  { status, reason = null, receiptDueOn, dueOn }: IssuedOrder,
): Promise<void> {
  let now: OrderRow = { ...row, followed: 0 };
  if (isCopy(row)) return move(effects, now, { status: copied(row, status), event: "OrderCopyFollowed" });
  await followOrder(effects.db, now);
  const steps: ReceivedOrderCommand[] =
    status === row.status ? [] : ["RESTATE", ...(SAID_BY[status] ? [SAID_BY[status]] : [])];
  for (const command of steps) {
    if (!mayFollow(now, command)) continue;
    const { to, event } = stepOf(now, command);
    now = { ...now, reason, receiptDueOn, dueOn };
    await move(effects, now, { status: to, event, details: { command, reason } });
    now = { ...now, status: to, version: now.version + 1 };
  }
}

/** What its issuer does about it, or has heard of it, is followed. */
export async function followIssuer(effects: Effects, message: Arrived<DecidedOrder | ProgressedOrder>): Promise<Met> {
  const { payload, at } = message;
  const row = await rowOf(effects.db, message);
  if (!row) return { setAside: "UNKNOWN_ORDER" };
  if (payload.version <= row.followed) return { setAside: "OVERTAKEN" };
  const followed = { ...row, followed: payload.version };
  if (isCopy(row)) {
    const told =
      "command" in payload
        ? { reason: payload.reason, dueOn: payload.dueOn, receiptDueOn: payload.receiptDueOn }
        : { reason: null };
    await move(effects, { ...followed, ...told }, { status: copied(row, payload.status), event: "OrderCopyFollowed" });
    return "APPLIED";
  }
  if (!("command" in payload)) throw new Impossible("an addressee is not told of itself");
  const { command, reason, receiptDueOn, dueOn } = payload;
  if (!mayFollow(row, command)) {
    await followOrder(effects.db, followed);
    return { setAside: row.status };
  }
  const { to, event } = stepOf(row, command);
  const values =
    command === "REMIND" ? { reminders: row.reminders + 1, remindedAt: at } : { reason, receiptDueOn, dueOn };
  await move(effects, { ...followed, ...values }, { status: to, event, details: { command, reason, dueOn, at } });
  return "APPLIED";
}

const isCopy = ({ office, addressee }: OrderRow) => office !== addressee;
/** What was withdrawn does not come back by itself. */
const copied = (row: OrderRow, status: OrderStatus) => (row.status === "WITHDRAWN" ? row.status : status);
const ofAddressee = (row: OrderRow) => row as OrderRow & { status: ReceivedOrderStatus };
function mayFollow(row: OrderRow, command: ReceivedOrderCommand): boolean {
  const open = commandsFor<ReceivedOrderStatus, ReceivedOrderCommand>(
    receivedOrderTransitions,
    ofAddressee(row),
    "PLATFORM",
  );
  return open.includes(command);
}

const stepOf = (row: OrderRow, command: ReceivedOrderCommand) =>
  follow<ReceivedOrderStatus, ReceivedOrderCommand>(receivedOrderTransitions, ofAddressee(row), command);

async function move(
  { db, now }: Effects,
  row: OrderRow,
  { status, event, details = {} }: { status: OrderStatus; event: string; details?: object },
): Promise<void> {
  const statusAt = status === row.status ? row.statusAt : now;
  const moved = { ...row, status, statusAt, version: row.version + 1 };
  await followOrder(db, moved);
  await appendJournal(db, "platform", now, [entryOf(moved, event, { issuer: row.issuer, status, ...details })]);
}

const entryOf = entriesOf("ReceivedOrder");
