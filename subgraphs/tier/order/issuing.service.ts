import { newId } from "../../../schema/contract/ids";
import type { RegionCode } from "../../../schema/contract/regionCode";
import { isOrderedBy, ORDER_ISSUERS } from "../../domain/order/order";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { stateOf } from "../../domain/release/release";
import { entriesOf } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findOrderDays, insertOrders } from "../../storage/order/order.repository";
import type { OrderRow } from "../../storage/order/order.row";
import { findGranteesOf, findReleasesById } from "../../storage/release/release.repository";
import type { ReleaseRow } from "../../storage/release/release.row";
import { change, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import { refuseWithoutOffice } from "../office/addressees";
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
    const absent = await refuseWithoutOffice(db, addressees);
    if (absent) return absent;
    const days = await findOrderDays(db, office, today);
    const dueOn = input.dueOn ?? days.dueOn;
    if (dueOn < today) return refuse("ORDER_DUE_PASSED");
    const secondment = await secondmentOf(context, db, input);
    if (isRefused(secondment)) return secondment;
    const releaseIds = await enclosuresOf(context, db, input.releaseIds ?? [], addressees);
    if (isRefused(releaseIds)) return releaseIds;
    const issueId = newId(context.profile.tier);
    const orders = addressees.map((addressee, i): OrderRow => {
      const at = context.now(i);
      return {
        ...{ id: newId(context.profile.tier), office, issuer: office, addressee, issueId, kind: input.kind },
        ...{ title: input.title, request: input.request, basis: input.basis ?? null },
        ...{
          documentNumber: input.documentNumber ?? null,
          issuedAt: at,
          issuedBy: person,
          releaseIds,
          synthetic: input.synthetic,
        },
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

/** What comes with an order: releases of the own office that each of the addressees has, and that stand. Nothing is shown by the order
 * itself, so that whatever ends a release ends the enclosure too.
 * @throws NOT_FOUND for what is no release of the own office, or not for these eyes */
async function enclosuresOf(
  context: TierContext,
  db: Db,
  named: readonly string[],
  addressees: readonly RegionCode[],
): Promise<string[] | Refused> {
  if (named.length === 0) return [];
  const at = (i: number) => `input.releaseIds.${i}`;
  const ids = requireOwnIds(context, named, at);
  const releases = new Map((await findReleasesById(db, ids)).map((release) => [release.id, release]));
  const hidden = ids.findIndex((id) => releases.get(id)?.office !== context.standing.office);
  if (hidden >= 0) throw notFound(at(hidden));
  const grantees = await findGranteesOf(db, ids);
  const has = (id: string, office: RegionCode) =>
    grantees.some((each) => each.releaseId === id && each.granteeOffice === office && each.endedAt === null);
  const unfit = ids.find((id) => {
    const stands = stateOf(releases.get(id) as ReleaseRow, context.today()) === "ISSUED";
    return !stands || !addressees.every((office) => has(id, office));
  });
  return unfit ? refuse("ENCLOSURE_NOT_RELEASED", unfit) : ids;
}

/** What the addressee is told, in the words of its message. */
function toldOf({ addressee, issueId, kind, title, request, basis, documentNumber, releaseIds, ...order }: OrderRow) {
  const { roundId, startsOn, endsOn, peopleWanted } = order;
  const { issuedAt, issuedBy, receiptDueOn, dueOn, warningDays, synthetic, status, version } = order;
  const what = { addressee, issueId, kind, title, request, basis, documentNumber, releaseIds, synthetic };
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
