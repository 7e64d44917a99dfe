import * as v from "valibot";
import { commandsFor, follow } from "../../domain/lifecycle";
import {
  copiedTo,
  ISSUER_COMMANDS,
  isOrderedBy,
  ORDER_STATUSES,
  type OrderStatus,
  type ReceivedOrderCommand,
  type ReceivedOrderStatus,
} from "../../domain/order/order";
import { receivedOrderTransitions } from "../../domain/order/transitions";
import { appendJournal, entriesOf } from "../../journal/append";
import {
  findEnrolment,
  findKnownOrders,
  findOrdersNow,
  followOrder,
  holdOrder,
  keepOrder,
  loseOrders,
} from "../../storage/exchange/order.repository";
import type { OrderRow } from "../../storage/order/order.row";
import {
  ABOUT_NOTHING,
  type Arrived,
  type Draft,
  type Effects,
  type Entry,
  Impossible,
  type Kind,
  type Met,
} from "./kind";

const day = v.pipe(v.string(), v.isoDate());
const Issued = v.object({
  id: v.string(),
  addressee: v.string(),
  issueId: v.string(),
  kind: v.string(),
  title: v.string(),
  request: v.string(),
  basis: v.nullable(v.string()),
  documentNumber: v.nullable(v.string()),
  issuedAt: v.string(),
  issuedBy: v.string(),
  synthetic: v.boolean(),
  receiptDueOn: day,
  dueOn: day,
  warningDays: v.number(),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
  reason: v.optional(v.nullable(v.string())),
  /** its issuer was set back: how the order stands by what it still knows */
  restated: v.optional(v.boolean()),
});
type IssuedOrder = v.InferOutput<typeof Issued>;

const Decided = v.object({
  id: v.string(),
  addressee: v.string(),
  command: v.picklist(ISSUER_COMMANDS),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
  reason: v.nullable(v.string()),
  receiptDueOn: day,
  dueOn: day,
});
type DecidedOrder = v.InferOutput<typeof Decided>;

const Progressed = v.object({
  id: v.string(),
  addressee: v.string(),
  status: v.picklist(ORDER_STATUSES),
  version: v.number(),
});
type ProgressedOrder = v.InferOutput<typeof Progressed>;

/** 派单: to the office that it is for, and a copy to each between. */
export const orderIssued: Kind = {
  name: "OrderIssued",
  from: ["Order.OrderIssued"],
  between: isOrderedBy,
  draft: async (_, entries) => entries.flatMap((entry) => toBoth(entry, "OrderIssued", entry.details)),
  read: (payload) => v.parse(Issued, payload),
  own: ({ id, issueId }: IssuedOrder) => [id, issueId],
  regions: ({ addressee }: IssuedOrder) => [addressee],
  apply: (effects, messages) => eachOf(effects, messages, receive),
  about,
  known: (db, ids) => findKnownOrders(db, ids),
  present: restate,
};

/** The issuer insists, reminds, returns, closes or withdraws. */
export const orderDecided: Kind = {
  name: "OrderDecided",
  from: ["OrderInsisted", "OrderReminded", "OrderReturned", "OrderClosed", "OrderWithdrawn"].map(
    (event) => `Order.${event}`,
  ),
  between: isOrderedBy,
  draft: async (_, entries) => entries.flatMap((entry) => toBoth(entry, "OrderDecided", entry.details)),
  read: (payload) => v.parse(Decided, payload),
  own: ({ id }: DecidedOrder) => [id],
  regions: ({ addressee }: DecidedOrder) => [addressee],
  apply: (effects, messages) => eachOf(effects, messages, follows),
  about,
  present: restate,
};

/** What the issuer has heard of its addressee, for those who have a copy: the status alone. */
export const orderProgressed: Kind = {
  name: "OrderProgressed",
  from: ["OrderAccepted", "OrderDeclined", "OrderReportedBack", "OrderBounced"].map((event) => `Order.${event}`),
  between: isOrderedBy,
  draft: async (_, entries) =>
    entries.flatMap((entry) => {
      const { addressee, status } = entry.details;
      return copiedTo(entry.office, addressee).map((office) =>
        draftOf(entry, "OrderProgressed", office, { addressee, status, version: entry.objectVersion }),
      );
    }),
  read: (payload) => v.parse(Progressed, payload),
  own: ({ id }: ProgressedOrder) => [id],
  regions: ({ addressee }: ProgressedOrder) => [addressee],
  apply: (effects, messages) => eachOf(effects, messages, follows),
  about,
  present: restate,
};

function about({ addressee }: { addressee: string }) {
  return { ...ABOUT_NOTHING, region: addressee };
}

function toBoth(entry: Entry, kind: string, details: { addressee: string }): Draft[] {
  const offices = [details.addressee, ...copiedTo(entry.office, details.addressee)];
  return offices.map((office) => draftOf(entry, kind, office, details));
}

function draftOf(
  { office: source, objectId: id, number: journal, at }: Entry,
  kind: string,
  destination: string,
  details: object,
): Draft {
  return { kind, source, destination, subject: id, journal, at, payload: JSON.stringify({ id, ...details }) };
}

type Take<Payload> = (effects: Effects, message: Arrived<Payload>) => Promise<Met>;

async function eachOf<Payload>(
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

async function receive(effects: Effects, message: Arrived<IssuedOrder>): Promise<Met> {
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
    ...{ answeredBy: null, findingIds: [], roundIds: [], unitIds: [], reason: null, reminders: 0, remindedAt: null },
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

async function follows(effects: Effects, message: Arrived<DecidedOrder | ProgressedOrder>): Promise<Met> {
  const { payload, at } = message;
  const row = await rowOf(effects.db, message);
  if (!row) return { setAside: "UNKNOWN_ORDER" };
  if (payload.version <= row.followed) return { setAside: "OVERTAKEN" };
  const followed = { ...row, followed: payload.version };
  if (isCopy(row)) {
    const told =
      "command" in payload ? { reason: payload.reason, dueOn: payload.dueOn, receiptDueOn: payload.receiptDueOn } : {};
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

/** How the orders stand now that were spoken of: for an issuer that was set back. */
async function restate(
  db: Effects["db"],
  { source, destination, payloads, now }: { source: string; destination: string; payloads: unknown[]; now: string },
): Promise<Draft[]> {
  const ids = (payloads as { id: string }[]).map(({ id }) => id);
  const orders = await findOrdersNow(db, source, ids);
  return orders.map((order): Draft => {
    const payload = JSON.stringify({ ...v.parse(Issued, order), restated: true });
    return { kind: "OrderIssued", source, destination, subject: order.id, journal: 0, at: now, payload };
  });
}

const entryOf = entriesOf("ReceivedOrder");
