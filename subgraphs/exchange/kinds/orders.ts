import * as v from "valibot";
import { copiedTo, isOrderedBy } from "../../domain/order/order";
import { findKnownOrders, findOrdersNow } from "../../storage/exchange/order.repository";
import { ABOUT_NOTHING, type Draft, type Entry, type Kind, type Rows } from "./kind";
import { eachOf, followIssuer, receiveOrder } from "./orderEffects";
import {
  Decided,
  type DecidedOrder,
  Issued,
  type IssuedOrder,
  Progressed,
  type ProgressedOrder,
} from "./orderPayloads";

/** 派单: to the office that it is for, and a copy to each between. */
export const orderIssued: Kind = {
  name: "OrderIssued",
  from: ["Order.OrderIssued"],
  between: isOrderedBy,
  draft: async (_, entries) =>
    entries.flatMap((entry) =>
      toBoth(entry, "OrderIssued", (office) => enclosedFor(office, entry.details as Enclosing)),
    ),
  read: (payload) => v.parse(Issued, payload),
  own: ({ id, issueId, roundId, releaseIds }: IssuedOrder) => {
    return [id, issueId, ...releaseIds, ...(roundId ? [roundId] : [])];
  },
  regions: ({ addressee }: IssuedOrder) => [addressee],
  apply: (effects, messages) => eachOf(effects, messages, receiveOrder),
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
  draft: async (_, entries) => entries.flatMap((entry) => toBoth(entry, "OrderDecided", () => entry.details)),
  read: (payload) => v.parse(Decided, payload),
  own: ({ id }: DecidedOrder) => [id],
  regions: ({ addressee }: DecidedOrder) => [addressee],
  apply: (effects, messages) => eachOf(effects, messages, followIssuer),
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
  apply: (effects, messages) => eachOf(effects, messages, followIssuer),
  about,
  present: restate,
};

function about({ addressee, roundId }: { addressee: string; roundId?: string | null }) {
  return { ...ABOUT_NOTHING, region: addressee, roundId: roundId ?? "" };
}

type Enclosing = Pick<IssuedOrder, "addressee" | "releaseIds">;

/** A release goes to whom it was made to, and so does the word of it. */
function enclosedFor<Said extends Enclosing>(office: string, said: Said): Said {
  return office === said.addressee ? said : { ...said, releaseIds: [] };
}

function toBoth(entry: Entry, kind: string, detailsFor: (office: string) => object): Draft[] {
  const { addressee } = entry.details;
  const offices = [addressee, ...copiedTo(entry.office, addressee)];
  return offices.map((office) => draftOf(entry, kind, office, detailsFor(office)));
}

function draftOf(
  { office: source, objectId: id, number: journal, at }: Entry,
  kind: string,
  destination: string,
  details: object,
): Draft {
  return { kind, source, destination, subject: id, journal, at, payload: JSON.stringify({ id, ...details }) };
}

/** How the orders stand now that were spoken of: for an issuer that was set back. */
async function restate(
  db: Rows,
  { source, destination, payloads, now }: { source: string; destination: string; payloads: unknown[]; now: string },
): Promise<Draft[]> {
  const ids = (payloads as { id: string }[]).map(({ id }) => id);
  const orders = await findOrdersNow(db, source, ids);
  return orders.map((order): Draft => {
    const payload = JSON.stringify({ ...enclosedFor(destination, v.parse(Issued, order)), restated: true });
    return { kind: "OrderIssued", source, destination, subject: order.id, journal: 0, at: now, payload };
  });
}
