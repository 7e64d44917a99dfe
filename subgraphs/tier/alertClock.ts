import type { ClientBase } from "pg";
import { newId } from "../../schema/contract/ids";
import type { Tier } from "../../schema/contract/tier";
import { OBLIGATION_KINDS } from "../domain/obligation/obligation";
import { appendJournal, type JournalEntry } from "../journal/append";
import { type Db, rowsBy } from "../storage/db";
import { type AlertRow, findTurned, saveAlerts } from "../storage/deadline/alert.repository";
import { findTurnedOrders, saveTurnedOrders } from "../storage/exchange/order.repository";
import { findToSchedule } from "../storage/obligation/obligation.repository";
import { instant, officeDay } from "./clock";
import { scheduleNext } from "./obligation/obligation.service";

/** What the worker does is done in this name. */
const ACTOR = "platform";
/** Clocks or targets that one transaction takes at most, so that a long backlog is worked off in bounded steps. */
const BATCH = 5_000;

/** One pass of the alert clock 预警: each running clock that turned yellow or red is written once, and the obligations that
 * are missing today are scheduled. Safe to repeat, to kill and to run twice at once.
 * @param client a connection of the worker role, in UTC
 * @returns how many it had to look after; 0 when nothing is left to do */
export async function turnAlertClock(client: ClientBase, tier: Tier, now: Date): Promise<number> {
  const db = rowsBy(client);
  const alerts = await inTransaction(client, () => writeAlerts(db, tier, now));
  const obligations = await inTransaction(client, () => scheduleObligations(db, tier, now));
  const orders = await inTransaction(client, () => tellOfOrders(db, now));
  return alerts + obligations + orders;
}

async function writeAlerts(db: Pick<Db, "rows">, tier: Tier, now: Date): Promise<number> {
  const turned = await findTurned(db, officeDay(now), BATCH);
  if (turned.length === 0) return 0;
  const alerts = turned.map((clock): AlertRow => {
    return { ...clock, id: newId(tier), turnedOn: officeDay(now), at: instant(now) };
  });
  const written = new Set(await saveAlerts(db, alerts));
  await append(db, now, alerts.filter(({ id }) => written.has(id)).map(entryOf));
  return turned.length;
}

async function scheduleObligations(db: Pick<Db, "rows">, tier: Tier, now: Date): Promise<number> {
  const rectifying = await findToSchedule(db, OBLIGATION_KINDS, officeDay(now), BATCH);
  if (rectifying.length === 0) return 0;
  const entries = await scheduleNext(db, tier, rectifying, officeDay(now));
  await append(db, now, entries);
  return rectifying.length;
}

/** An order that waits for its addressee is told of once in the journal of each side, for each day that it was due on. */
async function tellOfOrders(db: Pick<Db, "rows">, now: Date): Promise<number> {
  const turned = await findTurnedOrders(db, officeDay(now), BATCH);
  if (turned.length === 0) return 0;
  await saveTurnedOrders(db, turned);
  await append(
    db,
    now,
    turned.map(({ id: objectId, office, issuer, version: objectVersion, status, dueOn, colour }) => {
      const event = colour === "RED" ? "OrderTurnedRed" : "OrderTurnedYellow";
      const objectKind = office === issuer ? "Order" : "ReceivedOrder";
      return { office, event, objectKind, objectId, objectVersion, details: { status, dueOn } };
    }),
  );
  return turned.length;
}

async function append(db: Pick<Db, "rows">, now: Date, entries: JournalEntry[]): Promise<void> {
  if (entries.length) await appendJournal(db, ACTOR, instant(now), entries);
}

function entryOf(alert: AlertRow): JournalEntry {
  const { office, id, colour, targetId, findingId, clock, startedOn, dueOn, turnedOn } = alert;
  const event = colour === "RED" ? "AlertTurnedRed" : "AlertTurnedYellow";
  const details = { targetId, findingId, clock, startedOn, dueOn, turnedOn };
  return { office, event, objectKind: "Alert", objectId: id, objectVersion: 1, details };
}

async function inTransaction(client: ClientBase, work: () => Promise<number>): Promise<number> {
  await client.query("begin");
  try {
    const written = await work();
    await client.query("commit");
    return written;
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}
