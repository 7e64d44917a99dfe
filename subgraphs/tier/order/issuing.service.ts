import { newId } from "../../../schema/contract/ids";
import type { RegionCode } from "../../../schema/contract/regionCode";
import { isOrderedBy, ORDER_ISSUERS } from "../../domain/order/order";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf } from "../../journal/append";
import { findOrderDays, insertOrders } from "../../storage/order/order.repository";
import type { OrderRow } from "../../storage/order/order.row";
import { change } from "../change";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import type { IssueOrdersInput } from "./order.type";
import { secondmentOf } from "./secondment.service";

/** Issues one order to each of several offices below the own one: all of them or none. */
export async function issueOrders(
  context: TierContext,
  input: IssueOrdersInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(ORDER_ISSUERS);
  const { office, person } = context.standing;
  const addressees = requireOffices(context, input.officeCodes);
  const today = context.today();
  return change(context, "issueOrders", key, input, async (db) => {
    if (addressees.includes(office)) return refuse("ORDER_TO_ONESELF", office);
    const elsewhere = addressees.find((code) => !isOrderedBy(office, code));
    if (elsewhere) return refuse("OFFICE_NOT_BELOW", elsewhere);
    const days = await findOrderDays(db, office, today);
    const dueOn = input.dueOn ?? days.dueOn;
    if (dueOn < today) return refuse("ORDER_DUE_PASSED");
    const secondment = await secondmentOf(context, db, input);
    if (isRefused(secondment)) return secondment;
    const issueId = newId(context.profile.tier);
    const orders = addressees.map((addressee, i): OrderRow => {
      const at = context.now(i);
      return {
        ...{ id: newId(context.profile.tier), office, issuer: office, addressee, issueId, kind: input.kind },
        ...{ title: input.title, request: input.request, basis: input.basis ?? null },
        ...{ documentNumber: input.documentNumber ?? null, issuedAt: at, issuedBy: person, synthetic: input.synthetic },
        ...secondment,
        ...{ status: "ISSUED", statusAt: at, version: 1, followed: 0 },
        ...{
          receiptDueOn: days.receiptDueOn < dueOn ? days.receiptDueOn : dueOn,
          dueOn,
          warningDays: days.warningDays,
        },
        ...NOT_ANSWERED,
      };
    });
    await insertOrders(db, orders);
    return {
      ids: orders.map(({ id }) => id),
      entries: orders.map((order) => entryOf(order, "OrderIssued", toldOf(order))),
    };
  });
}

/** The codes of offices, each once.
 * @throws BAD_USER_INPUT where one is no place that has an office */
function requireOffices({ services }: TierContext, codes: readonly string[]): RegionCode[] {
  const offices: RegionCode[] = [];
  for (const [i, text] of codes.entries()) {
    const path = `input.officeCodes.${i}`;
    const code = requireRegionCode(text, path);
    if (!services.regions.find(code)) throw badField(path, "NO_SUCH_REGION");
    if (offices.includes(code)) throw badField(path, "NAMED_TWICE");
    offices.push(code);
  }
  return offices;
}

/** What the addressee is told, in the words of its message. */
function toldOf({ addressee, issueId, kind, title, request, basis, documentNumber, ...order }: OrderRow) {
  const { roundId, startsOn, endsOn, peopleWanted } = order;
  const { issuedAt, issuedBy, receiptDueOn, dueOn, warningDays, synthetic, status, version } = order;
  const what = { addressee, issueId, kind, title, request, basis, documentNumber, synthetic };
  const people = { roundId, startsOn, endsOn, peopleWanted };
  return { ...what, ...people, issuedAt, issuedBy, receiptDueOn, dueOn, warningDays, status, version };
}

/** Of an order that nobody has seen yet. */
const NOT_ANSWERED = {
  ...{ receivedAt: null, acceptedAt: null, acceptedBy: null, answer: null, answerNumber: 0, answeredAt: null },
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

const entryOf = entriesOf("Order");
