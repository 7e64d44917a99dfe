import * as v from "valibot";
import { homeTierOfAccount } from "../../../schema/contract/ids";
import { tierOfOffice } from "../../../schema/contract/regionCode";
import { commandsFor, follow } from "../../domain/lifecycle";
import { ANSWER_COMMANDS, isOrderedBy, type OrderCommand, type OrderStatus } from "../../domain/order/order";
import { orderTransitions } from "../../domain/order/transitions";
import { appendJournal, entriesOf } from "../../journal/append";
import { findOrdersNow, followOrder, holdOrder } from "../../storage/exchange/order.repository";
import type { OrderRow } from "../../storage/order/order.row";
import { ABOUT_NOTHING, type Arrived, type Draft, type Effects, Impossible, type Kind, type Met } from "./kind";

const Answered = v.object({
  id: v.string(),
  /** RESTATE: the addressee was set back; its versions are counted anew */
  command: v.picklist([...ANSWER_COMMANDS, "BOUNCE", "RESTATE"]),
  version: v.number(),
  by: v.string(),
  reason: v.optional(v.nullable(v.string())),
  answer: v.optional(v.nullable(v.string())),
  findingIds: v.optional(v.array(v.string()), []),
  roundIds: v.optional(v.array(v.string()), []),
  unitIds: v.optional(v.array(v.string()), []),
  /** accounts that are lent */
  people: v.optional(v.array(v.string()), []),
  enteredByOffice: v.optional(v.nullable(v.string())),
});
type Answer = v.InferOutput<typeof Answered>;

/** What the addressee of an order says of it, to its issuer alone. */
export const orderAnswered: Kind = {
  name: "OrderAnswered",
  from: ["OrderAccepted", "OrderDeclined", "OrderReportedBack", "OrderBounced"].map(
    (event) => `ReceivedOrder.${event}`,
  ),
  between: (source, destination) => isOrderedBy(destination, source),
  draft: async (_, entries) =>
    entries.map((entry): Draft => {
      const { issuer, ...details } = entry.details;
      const { office: source, objectId: id, number: journal, at, actor: by, enteredByOffice = null } = entry;
      const payload = JSON.stringify({ id, by, enteredByOffice, ...details });
      return { kind: "OrderAnswered", source, destination: issuer, subject: id, journal, at, payload };
    }),
  read: (payload) => v.parse(Answered, payload),
  own: ({ findingIds, roundIds }: Answer) => [...findingIds, ...roundIds],
  async apply(effects, messages) {
    const met: Met[] = [];
    for (const message of messages) met.push(await take(effects, message));
    return met;
  },
  about: () => ABOUT_NOTHING,
  async present(db, { source, destination, payloads, now }) {
    const ids = (payloads as Answer[]).map(({ id }) => id);
    return (await findOrdersNow(db, source, ids)).map(({ id: subject, version }): Draft => {
      const payload = JSON.stringify({ id: subject, command: "RESTATE", version, by: "platform" });
      return { kind: "OrderAnswered", source, destination, subject, journal: 0, at: now, payload };
    });
  },
};

async function take({ db, now }: Effects, { source, destination, at, payload }: Arrived<Answer>): Promise<Met> {
  const row = await holdOrder(db, destination, payload.id);
  if (!row) return { setAside: "UNKNOWN_ORDER" };
  const isBetween = row.issuer === destination && row.addressee === source;
  if (!isBetween) throw new Impossible("this order is between other offices");
  const tier = tierOfOffice(source);
  if (payload.people.some((person) => homeTierOfAccount(person) !== tier))
    throw new Impossible("an office lends its own people");
  const { command, version } = payload;
  if (command === "RESTATE") {
    await followOrder(db, { ...row, followed: 0 });
    return "APPLIED";
  }
  const followed = { ...row, followed: version };
  if (version <= row.followed) return { setAside: "OVERTAKEN" };
  if (!commandsFor<OrderStatus, OrderCommand>(orderTransitions, row, "PLATFORM").includes(command)) {
    await followOrder(db, followed);
    return { setAside: row.status };
  }
  const { to, event } = follow<OrderStatus, OrderCommand>(orderTransitions, row, command);
  const statusAt = to === row.status ? row.statusAt : now;
  const moved = { ...followed, ...valuesOf(row, at, payload), status: to, statusAt, version: row.version + 1 };
  await followOrder(db, moved);
  const { by, reason = null, answer, findingIds, roundIds, people, enteredByOffice = null } = payload;
  const answered = command === "REPORT_BACK" && { answer, findingIds, roundIds, people };
  const details = { command, addressee: source, status: to, by, at, reason, enteredByOffice, ...answered };
  await appendJournal(db, "platform", now, [entryOf(moved, event, details)]);
  return "APPLIED";
}

function valuesOf(row: OrderRow, at: string, { command, by, reason = null, ...said }: Answer): Partial<OrderRow> {
  if (command === "ACCEPT") return { acceptedAt: at, acceptedBy: by, reason: null };
  if (command === "BOUNCE") return {};
  if (command === "DECLINE") return { reason };
  const { answer = null, findingIds, roundIds, unitIds, people } = said;
  const named = { findingIds, roundIds, unitIds, people };
  return { answer, answerNumber: row.answerNumber + 1, answeredAt: at, answeredBy: by, reason: null, ...named };
}

const entryOf = entriesOf("Order");
