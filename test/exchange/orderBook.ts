import { newId } from "../../schema/contract/ids";
import { entriesOf } from "../../subgraphs/journal/append";
import { rowsBy } from "../../subgraphs/storage/db";
import { insertOrders } from "../../subgraphs/storage/order/order.repository";
import type { OrderRow } from "../../subgraphs/storage/order/order.row";
import type { Party } from "./parties";

const issuerSays = entriesOf("Order");
const addresseeSays = entriesOf("ReceivedOrder");

/** Issues an order, as the issuer's subgraph does. @returns its id */
export async function issue(party: Party, issuer: string, addressee: string): Promise<string> {
  const id = newId(party.tier);
  const issuedAt = party.now();
  const told = {
    ...{ addressee, issueId: newId(party.tier), kind: "TASK" as const, title: "虚构派单", request: "请报告。（虚构）" },
    ...{
      basis: null,
      documentNumber: null,
      releaseIds: [],
      synthetic: true,
      issuedAt,
      issuedBy: "province:99.director",
    },
    ...{ receiptDueOn: "2026-03-05", dueOn: "2026-03-23", warningDays: 3, status: "ISSUED" as const, version: 1 },
  };
  const row: OrderRow = {
    ...{ ...told, id, office: issuer, issuer, statusAt: issuedAt, followed: 0, receivedAt: null, acceptedAt: null },
    ...{ acceptedBy: null, answer: null, answerNumber: 0, answeredAt: null, answeredBy: null, findingIds: [] },
    ...{
      roundIds: [],
      unitIds: [],
      people: [],
      roundId: null,
      startsOn: null,
      endsOn: null,
      peopleWanted: null,
      reason: null,
      reminders: 0,
      remindedAt: null,
    },
  };
  await insertOrders(rowsBy(party.admin), [row]);
  await party.happens(issuerSays({ office: issuer, id, version: 1 }, "OrderIssued", told));
  return id;
}

const EVENTS: Record<string, [event: string, status: string | null]> = {
  ACCEPT: ["OrderAccepted", "ACCEPTED"],
  DECLINE: ["OrderDeclined", "DECLINED"],
  REPORT_BACK: ["OrderReportedBack", "REPORTED_BACK"],
  INSIST: ["OrderInsisted", "ISSUED"],
  REMIND: ["OrderReminded", null],
  RETURN: ["OrderReturned", "RETURNED"],
  CLOSE: ["OrderClosed", "CLOSED"],
  WITHDRAW: ["OrderWithdrawn", "WITHDRAWN"],
};

/** One step of either side, as its subgraph writes it. */
export async function step(party: Party, id: string, command: string, said: object = {}): Promise<void> {
  const [event, to] = EVENTS[command] as [string, string | null];
  const [row] = await party.sql<{ office: string; issuer: string; addressee: string; version: number; status: string }>(
    `update office_order set status = coalesce($2, status), version = version + 1, due_on = coalesce($3::date, due_on)
     where id = $1 returning *`,
    [id, to, (said as { dueOn?: string }).dueOn ?? null],
  );
  const { office, issuer, addressee, version, status } = row as NonNullable<typeof row>;
  const days = { receiptDueOn: "2026-03-05", dueOn: "2026-03-23" };
  const directed = { command, addressee, status, version, reason: null, ...days, ...said };
  await party.happens(
    office === issuer
      ? issuerSays({ office, id, version }, event, directed)
      : addresseeSays({ office, id, version }, event, { command, issuer, version, ...said }),
  );
}

/** An entry that no subgraph would write. */
export async function forge(
  party: Party,
  kind: "Order" | "ReceivedOrder",
  office: string,
  id: string,
  event: string,
  details: object,
) {
  await party.happens(entriesOf(kind)({ office, id, version: 7 }, event, details));
}

/** Where an order stands by a party's row: `CLOSED`, and nothing where there is none. */
export async function standing(party: Party, id: string): Promise<string[]> {
  return (await party.sql<{ status: string }>("select status from office_order where id = $1", [id])).map(
    ({ status }) => status,
  );
}
