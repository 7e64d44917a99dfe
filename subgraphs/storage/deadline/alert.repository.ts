import type { AlertColour, Clock } from "../../domain/deadline/deadline";
import type { Db } from "../db";

/** A clock that turned yellow or red. */
export interface AlertRow {
  id: string;
  office: string;
  roundId: string;
  targetId: string;
  findingId: string | null;
  unitId: string;
  region: string;
  clock: Clock;
  startedOn: string;
  dueOn: string;
  colour: AlertColour;
  turnedOn: string;
  at: string;
}

/** Running clocks whose present colour has no alert yet, in an order in which two workers cannot lock each other out. */
export async function findTurned(
  db: Pick<Db, "rows">,
  today: string,
  atMost: number,
): Promise<Omit<AlertRow, "id" | "turnedOn" | "at">[]> {
  return db.rows(
    `select d.office, d.round_id, d.target_id, d.finding_id, d.unit_id, d.region, d.clock, d.started_on, d.due_on, t.colour
     from running_deadline d cross join lateral (select colour_of($1::date, d.due_on, d.warning_days) as colour) t
     where t.colour <> 'GREEN' and (d.clock <> 'OBJECTION' or t.colour <> 'RED')
       and not exists (select from alert a where a.target_id = d.target_id
         and a.finding_id is not distinct from d.finding_id and a.clock = d.clock and a.started_on = d.started_on
         and a.due_on = d.due_on and a.colour = t.colour)
     order by d.target_id, d.clock, d.finding_id limit $2`,
    [today, atMost],
  );
}

/** @returns the ids of those that nobody else has written meanwhile */
export async function saveAlerts(db: Pick<Db, "rows">, alerts: readonly AlertRow[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `insert into alert (id, office, round_id, target_id, finding_id, unit_id, region, clock, started_on, due_on, colour,
       turned_on, at)
     select id, office, "roundId", "targetId", "findingId", "unitId", region, clock, "startedOn", "dueOn", colour,
       "turnedOn", at
     from jsonb_to_recordset($1) as a (id text, office text, "roundId" text, "targetId" text, "findingId" text,
       "unitId" text, region text, clock text, "startedOn" date, "dueOn" date, colour text, "turnedOn" date, at timestamptz)
     on conflict on constraint alert_once do nothing returning id`,
    [JSON.stringify(alerts)],
  );
  return rows.map((row) => row.id);
}

export async function findAlertsById(db: Db, ids: readonly string[]): Promise<AlertRow[]> {
  return db.rows<AlertRow>("select * from alert where id = any ($1)", [ids]);
}

/** The alerts of each target and its findings, the latest first. */
export async function findAlertsOfTargets(db: Db, targetIds: readonly string[]): Promise<AlertRow[]> {
  return db.rows<AlertRow>("select * from alert where target_id = any ($1) order by at desc, id desc", [targetIds]);
}
