import type { LiveEvent } from "../../domain/live/events";
import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

/** What of the journal was read for those who follow it. */
export interface LiveProgress {
  number: number;
  /** events up to this number are forgotten */
  forgotten: number;
}

/** Holds the progress, so that one at a time moves it on. */
export async function holdProgress(db: Rows): Promise<LiveProgress> {
  const [progress] = await db.rows<LiveProgress>("select number, forgotten from live_progress for update");
  if (!progress) throw new Error("live_progress has no row");
  return progress;
}

interface NumberedEntry {
  number: number;
  body: string;
  /** the first bytes of its hash, in hexadecimal digits */
  mark: string;
}

export async function findNumbered(db: Rows, after: number, most: number): Promise<NumberedEntry[]> {
  return db.rows<NumberedEntry>(
    `select number, body, encode(substring(hash from 1 for 8), 'hex') as mark from journal where number > $1
     order by number limit $2`,
    [after, most],
  );
}

/** Where something is: of a submission, a finding that one lists, or an alert. */
export interface Place {
  office: string;
  region: string;
  targetId: string | null;
}

export async function placePublications(db: Rows, ids: readonly string[]): Promise<Map<string, Place>> {
  const rows = await db.rows<Place & { id: string }>(
    "select id, office, region, target_id from publication where id = any ($1)",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The submission of a target that stood at a place of the journal. One without an entry came with a data set, before everything. */
const standing = (target: string, number: string) => `
  select last.id from (
    select p.id from publication p
    left join journal j on j.object_id = p.id and j.event = 'PublicationSubmitted'
    where p.target_id = ${target} and (j.entry is null or j.number < ${number})
    order by p.version desc limit 1) last
  where not exists (select from journal r
    where r.object_id = last.id and r.event = 'PublicationRecalled' and r.number < ${number})`;

interface AlertPlace extends Place {
  findingId: string | null;
  clock: string;
  /** the submission that stood then, as far as it lists what the alert is about */
  publicationId: string | null;
}

/** @param at alerts with the numbers of their entries */
export async function placeAlerts(
  db: Rows,
  at: readonly { id: string; number: number }[],
): Promise<Map<string, AlertPlace>> {
  if (at.length === 0) return new Map();
  const rows = await db.rows<AlertPlace & { id: string }>(
    `select a.id, a.office, a.region, a.target_id, a.finding_id, a.clock, s.id as publication_id
     from unnest($1::text[], $2::bigint[]) as e (id, number) join alert a on a.id = e.id
     left join lateral (${standing("a.target_id", "e.number")}) s on a.finding_id is null
       or exists (select from published_finding f where f.publication_id = s.id and f.finding_id = a.finding_id)`,
    [at.map(({ id }) => id), at.map(({ number }) => number)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** In the region of the office that is to do something, whoever's row it is. */
export async function placeOrders(
  db: Rows,
  rows: readonly { id: string; office: string }[],
): Promise<Map<string, Place>> {
  if (rows.length === 0) return new Map();
  const found = await db.rows<Place & { id: string }>(
    `select o.id, o.office, o.addressee as region, null as target_id
     from unnest($1::text[], $2::text[]) as x (id, office) join office_order o on o.id = x.id and o.office = x.office`,
    [rows.map(({ id }) => id), rows.map(({ office }) => office)],
  );
  return new Map(found.map((row) => [`${row.id} ${row.office}`, row]));
}

interface ListedPlace extends Place {
  number: number;
  publicationId: string;
}

/** Of each finding that the current submission of its target listed at that place of the journal: which one.
 * @param at findings with the numbers of their entries */
export async function placeListed(
  db: Rows,
  at: readonly { findingId: string; number: number }[],
): Promise<Map<number, ListedPlace>> {
  if (at.length === 0) return new Map();
  const rows = await db.rows<ListedPlace>(
    `select e.number, f.office, f.region, f.target_id, f.publication_id
     from unnest($1::text[], $2::bigint[]) as e (finding_id, number)
     cross join lateral (select x.target_id from published_finding x where x.finding_id = e.finding_id limit 1) t
     cross join lateral (${standing("t.target_id", "e.number")}) s
     join published_finding f on f.publication_id = s.id and f.finding_id = e.finding_id`,
    [at.map(({ findingId }) => findingId), at.map(({ number }) => number)],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

export interface LiveRow extends Place {
  number: number;
  kind: LiveEvent;
  publicationId: string | null;
  findingId: string | null;
  alertId: string | null;
  findingStatus: string | null;
  orderId: string | null;
  orderStatus: string | null;
  supervisionId: string | null;
  releaseId: string | null;
  /** of an alert: which deadline */
  clock: string | null;
  at: string;
}

export async function saveEvents(db: Rows, events: readonly LiveRow[]): Promise<void> {
  if (events.length === 0) return;
  await db.rows(
    `insert into live_event (number, kind, office, region, target_id, publication_id, finding_id, alert_id, finding_status, order_id, order_status,
       supervision_id, release_id, clock, at)
     select number, kind, office, region, "targetId", "publicationId", "findingId", "alertId", "findingStatus",
       "orderId", "orderStatus", "supervisionId", "releaseId", clock, at
     from jsonb_to_recordset($1) as e (number bigint, kind text, office text, region text, "targetId" text,
       "publicationId" text, "findingId" text, "alertId" text, "findingStatus" text, "orderId" text,
       "orderStatus" text, "supervisionId" text, "releaseId" text, clock text, at timestamptz)`,
    [JSON.stringify(events)],
  );
}

/** Readers can stand at each of these places, and the journal was read up to the last of them. */
export async function moveOn(db: Rows, places: readonly Pick<NumberedEntry, "number" | "mark">[]): Promise<void> {
  await db.rows(
    `insert into live_place (number, mark) select n, decode(m, 'hex') from unnest($1::bigint[], $2::text[]) as x (n, m)`,
    [places.map(({ number }) => number), places.map(({ mark }) => mark)],
  );
  await db.rows("update live_progress set number = $1", [places.at(-1)?.number]);
}

/** Rings for whoever listens.
 * @param offices in whose books something happened; none where they are too many to name */
export async function ringLive(db: Rows, number: number, offices: readonly string[]): Promise<void> {
  await db.rows("select pg_notify('live', $1)", [`${number} ${offices.join(",")}`]);
}

/** Forgets events that are older; the last place stays, since somebody may stand there.
 * @returns how many places went */
export async function forgetEvents(db: Rows, olderThanDays: number): Promise<number> {
  const [last] = await db.rows<{ number: number | null }>(
    `select max(number) as number from live_place
     where written_at < now() - make_interval(days => $1) and number < (select number from live_progress)`,
    [olderThanDays],
  );
  if (!last?.number) return 0;
  await db.rows("delete from live_event where number <= $1", [last.number]);
  const gone = await db.rows("delete from live_place where number <= $1 returning number", [last.number]);
  await db.rows("update live_progress set forgotten = greatest(forgotten, $1)", [last.number]);
  return gone.length;
}
