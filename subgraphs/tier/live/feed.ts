import type { ClientBase } from "pg";
import { followedOf } from "../../domain/live/events";
import { inTransaction } from "../../exchange/transaction";
import type { Db } from "../../storage/db";
import {
  findNumbered,
  forgetEvents,
  holdProgress,
  type LiveRow,
  moveOn,
  type Place,
  placeAlerts,
  placeListed,
  placeOrders,
  placePublications,
  ringLive,
  saveEvents,
} from "../../storage/live/feed.repository";

/** Entries that one pass reads at most. */
const BATCH = 1_000;
/** For so long a cursor can be given back. */
const KEPT_DAYS = 7;
/** A notice of the database holds 8,000 bytes. */
const MOST_OFFICES = 500;

type Rows = Pick<Db, "rows">;

interface Entry {
  number: number;
  office: string;
  event: string;
  objectKind: string;
  objectId: string;
  at: string;
  details: { status?: unknown };
}

/** Reads on in the journal for those who follow it live, in its order and each entry once: one pass is one transaction.
 * @param client a connection of the worker role
 * @returns how many entries it read; 0 when nothing is left to do */
export async function feedLive(client: ClientBase): Promise<number> {
  return inTransaction(client, async (db) => {
    const { number } = await holdProgress(db);
    const numbered = await findNumbered(db, number, BATCH);
    const last = numbered.at(-1);
    if (!last) return 0;
    const entries = numbered.map((row): Entry => ({ ...JSON.parse(row.body), number: row.number }));
    const events = await eventsOf(db, entries);
    await saveEvents(db, events);
    const standing = new Set([...events.map((event) => event.number), last.number]);
    await moveOn(
      db,
      numbered.filter((row) => standing.has(row.number)),
    );
    const offices = [...new Set(entries.map(({ office }) => office))];
    await ringLive(db, last.number, offices.length > MOST_OFFICES ? [] : offices);
    return entries.length;
  });
}

/** Events that are older than a cursor may be. */
export async function forgetLive(client: ClientBase): Promise<number> {
  return inTransaction(client, async (db) => {
    await holdProgress(db);
    return forgetEvents(db, KEPT_DAYS);
  });
}

async function eventsOf(db: Rows, entries: readonly Entry[]): Promise<LiveRow[]> {
  const idsOf = (kind: string) =>
    entries.filter(({ objectKind }) => objectKind === kind).map((entry) => entry.objectId);
  const followed = entries.flatMap((entry) => {
    const found = followedOf(entry.objectKind, entry.event, entry.details.status);
    return found ? [{ entry, ...found }] : [];
  });
  if (followed.length === 0) return [];
  const publications = await placePublications(db, idsOf("Publication"));
  const alerts = await placeAlerts(
    db,
    followed.flatMap(({ entry: { objectKind, objectId: id, number } }) =>
      objectKind === "Alert" ? [{ id, number }] : [],
    ),
  );
  const findings = followed.filter(({ entry }) => entry.objectKind === "Finding");
  const listed = await placeListed(
    db,
    findings.map(({ entry: { objectId, number } }) => ({ findingId: objectId, number })),
  );
  const orders = await placeOrders(
    db,
    followed.flatMap(({ entry: { objectKind, objectId: id, office } }) =>
      objectKind.endsWith("Order") ? [{ id, office }] : [],
    ),
  );
  return followed.flatMap(({ entry: { number, objectKind, objectId, office, at }, kind, ...statuses }): LiveRow[] => {
    const base = { ...NOTHING, number, kind, at };
    const row = (place: Place | undefined, about: Partial<LiveRow>) =>
      place ? [{ ...base, office: place.office, region: place.region, targetId: place.targetId, ...about }] : [];
    switch (objectKind) {
      case "Publication":
        return row(publications.get(objectId), { publicationId: objectId });
      case "Alert": {
        const place = alerts.get(objectId);
        const { findingId = null, publicationId = null, clock = null } = place ?? {};
        return row(place, { alertId: objectId, findingId, publicationId, clock });
      }
      case "Finding": {
        // a draft, or one that is not submitted, has no place
        const place = listed.get(number);
        return row(place, { publicationId: place?.publicationId, findingId: objectId, ...statuses });
      }
      // where its row stands: the office that opened it, and each that it came to
      case "Supervision":
      case "ReceivedSupervision":
        return row({ office, region: office, targetId: null }, { supervisionId: objectId });
      case "ReceivedRelease":
        return row({ office, region: office, targetId: null }, { releaseId: objectId });
      default:
        return row(orders.get(`${objectId} ${office}`), { orderId: objectId, ...statuses });
    }
  });
}

const NOTHING = {
  publicationId: null,
  findingId: null,
  alertId: null,
  orderId: null,
  findingStatus: null,
  orderStatus: null,
  supervisionId: null,
  releaseId: null,
  clock: null,
};
