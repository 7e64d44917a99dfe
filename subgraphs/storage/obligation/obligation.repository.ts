import type { ObligationKind } from "../../domain/obligation/obligation";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, rowsFor, toPage } from "../page";
import type { ObligationRow } from "./obligation.row";

export interface ObligationFilter {
  kinds?: readonly ObligationKind[];
  /** neither done nor lapsed with the end of the rectification */
  open?: boolean;
  overdue?: boolean;
  dueBefore?: string;
  targetId?: string;
}

/** `lapsed`: the rectification ended before it was due. */
export type ReadableObligation = ObligationRow & { lapsed: boolean };

/** Earliest due first. */
interface ObligationPageRequest {
  first: number;
  after?: { dueOn: string; id: string };
}

const READABLE = `select o.*, o.status = 'LAPSED' or o.status = 'SCHEDULED' and coalesce(t.evaluated_on < o.due_on, false) as lapsed
  from obligation o join round_target t on t.id = o.target_id`;

export async function findObligationsById(db: Db, ids: readonly string[]): Promise<ReadableObligation[]> {
  return db.rows<ReadableObligation>(`${READABLE} where o.id = any ($1)`, [ids]);
}

/** The obligations of an office, as far as the caller reads its book. */
export async function findObligations(
  db: Db,
  office: string,
  today: string,
  filter: ObligationFilter,
  page: ObligationPageRequest,
): Promise<Page<ReadableObligation>> {
  const where = new Conditions();
  where.equal("o.office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.oneOf("o.kind", filter.kinds);
  where.equal("o.target_id", filter.targetId);
  if (filter.open || filter.overdue) {
    where.add("o.status = 'SCHEDULED' and (t.evaluated_on is null or t.evaluated_on >= o.due_on)");
  }
  if (filter.overdue) where.add(`o.due_on < ${where.parameter(today)}::date`);
  if (filter.dueBefore) where.add(`o.due_on < ${where.parameter(filter.dueBefore)}::date`);
  const { after } = page;
  if (after)
    where.add(`(o.due_on, o.id) > (${where.parameter(after.dueOn)}::date, ${where.parameter(after.id)}::text)`);
  const sql = `${READABLE} where ${where.all()} order by o.due_on, o.id limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReadableObligation>(sql, where.parameters), page);
}

/** Reads obligations for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findObligationsToMove(db: Db, ids: readonly string[]): Promise<ObligationRow[]> {
  return db.rows<ObligationRow>("select * from obligation where id = any ($1) order by id for update", [ids]);
}

/** What is still to be done of targets, locked in a fixed order. */
export async function findScheduledToMove(db: Db, targetIds: readonly string[]): Promise<ObligationRow[]> {
  return db.rows<ObligationRow>(
    "select * from obligation where target_id = any ($1) and status = 'SCHEDULED' order by id for update",
    [targetIds],
  );
}

export async function saveObligations(db: Db, obligations: readonly ObligationRow[]): Promise<void> {
  await db.rows(
    `update obligation o set status = c.status, version = c.version, done_on = c."doneOn", done_by = c."doneBy", note = c.note
     from jsonb_to_recordset($1) as c (id text, status text, version integer, "doneOn" date, "doneBy" text, note text)
     where o.id = c.id`,
    [JSON.stringify(obligations)],
  );
}

/** A target that is rectifying, and how far its obligations of one kind are scheduled. */
export interface Rectifying {
  office: string;
  roundId: string;
  targetId: string;
  unitId: string;
  region: string;
  startedOn: string;
  kind: ObligationKind;
  /** number of the last one, null where there is none */
  last: number | null;
}

/** Targets that are rectifying and of which a kind's last obligation was due before today. */
export async function findToSchedule(
  db: Pick<Db, "rows">,
  kinds: readonly ObligationKind[],
  today: string,
  atMost: number,
): Promise<Rectifying[]> {
  return db.rows<Rectifying>(
    `select t.office, t.round_id, t.id as target_id, t.unit_id, t.region, t.rectification_started_on as started_on,
       k.kind, l.ordinal as last
     from round_target t cross join unnest($1::text[]) as k (kind)
     left join lateral (select o.ordinal, o.due_on from obligation o where o.target_id = t.id and o.kind = k.kind
         and o.started_on = t.rectification_started_on and o.status <> 'LAPSED'
       order by o.ordinal desc limit 1) l on true
     where t.status = 'RECTIFYING' and t.rectification_started_on is not null
       and (l.due_on is null or l.due_on < $2::date)
     order by t.id, k.kind limit $3`,
    [kinds, today, atMost],
  );
}

/** @returns the ids of those that were not there yet */
export async function insertObligations(
  db: Pick<Db, "rows">,
  obligations: readonly ObligationRow[],
): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `insert into obligation (id, office, round_id, target_id, unit_id, region, kind, ordinal, started_on, due_on, status,
       version)
     select id, office, "roundId", "targetId", "unitId", region, kind, ordinal, "startedOn", "dueOn", status, version
     from jsonb_to_recordset($1) as o (id text, office text, "roundId" text, "targetId" text, "unitId" text, region text,
       kind text, ordinal integer, "startedOn" date, "dueOn" date, status text, version integer)
     on conflict (office, target_id, kind, started_on, ordinal) where status <> 'LAPSED' do nothing returning id`,
    [JSON.stringify(obligations)],
  );
  return rows.map((row) => row.id);
}
