import type { Correction } from "../../domain/correction/correction";
import type { Db } from "../db";
import type { ManifestEntry } from "../publication/publication.row";

type Rows = Pick<Db, "rows">;

/** One at a time writes what goes out: the dispatcher, or a reconciliation. */
const LOCK = 7_300_103;

export async function lockOutbox(db: Rows): Promise<void> {
  await db.rows("select pg_advisory_xact_lock($1)", [LOCK]);
}

/** @returns number of the last entry that was dispatched */
export async function dispatchedUpTo(db: Rows): Promise<number> {
  const [progress] = await db.rows<{ number: number }>("select number from exchange_progress");
  return progress?.number ?? 0;
}

export async function saveDispatched(db: Rows, number: number): Promise<void> {
  await db.rows(
    `insert into exchange_progress values ('journal', $1) on conflict (id) do update set number = excluded.number`,
    [number],
  );
}

/** Numbered entries after a number, in their order. */
export async function findEntriesAfter(
  db: Rows,
  number: number,
  most: number,
): Promise<{ number: number; body: string }[]> {
  return db.rows("select number, body from journal where number > $1 order by number limit $2", [number, most]);
}

/** Remembers that rounds were filed. */
export async function rememberFiled(db: Rows, filed: readonly { roundId: string; office: string }[]): Promise<void> {
  await db.rows(
    `insert into exchange_filed select "roundId", office from jsonb_to_recordset($1) as f ("roundId" text, office text)
     on conflict do nothing`,
    [JSON.stringify(filed)],
  );
}

/** @returns the rounds among these that were filed */
export async function findFiled(db: Rows, roundIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ roundId: string }>("select round_id from exchange_filed where round_id = any ($1)", [
    roundIds,
  ]);
  return new Set(rows.map(({ roundId }) => roundId));
}

/** The submission becomes the one of its target that lists findings. */
export async function rememberListed(
  db: Rows,
  { id, office, targetId, findingIds }: { id: string; office: string; targetId: string; findingIds: readonly string[] },
): Promise<void> {
  await db.rows("delete from exchange_listed where target_id = $1", [targetId]);
  await db.rows(
    `insert into exchange_listed select f, $2, $3, $1 from unnest($4::text[]) as f
     on conflict (finding_id) do update set publication_id = excluded.publication_id`,
    [id, office, targetId, findingIds],
  );
}

export async function forgetListed(db: Rows, publicationIds: readonly string[]): Promise<void> {
  await db.rows("delete from exchange_listed where publication_id = any ($1)", [publicationIds]);
}

interface Listed {
  findingId: string;
  targetId: string;
  publicationId: string;
}

/** @returns those of the findings that a current submission lists */
export async function findListed(db: Rows, findingIds: readonly string[]): Promise<Map<string, Listed>> {
  const rows = await db.rows<Listed>(
    "select finding_id, target_id, publication_id from exchange_listed where finding_id = any ($1)",
    [findingIds],
  );
  return new Map(rows.map((row) => [row.findingId, row]));
}

export interface RoundHeader {
  id: string;
  kind: string;
  assignmentMode: string;
  ordinal: number;
  title: string;
  startsOn: string | null;
  endsOn: string | null;
  synthetic: boolean;
  /** what was put right, in its order: the rest no longer changes once a round was authorised */
  corrections: Correction[];
}

/** The headers of rounds as they are, and what they said before. */
export async function findRoundHeaders(db: Rows, ids: readonly string[]): Promise<Map<string, RoundHeader>> {
  const rows = await db.rows<RoundHeader>(
    `select id, kind, assignment_mode, ordinal, title, starts_on, ends_on, synthetic, corrections from round where id = any ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface TargetHeader {
  id: string;
  roundId: string;
  unitId: string;
  unitName: string;
  region: string;
  method: string | null;
  /** left out before this number of the journal */
  released: boolean;
}

/** The targets of authorised rounds, which take no more.
 * @param before numbers of the journal at which the rounds were authorised, in the order of the ids */
export async function findTargetHeaders(
  db: Rows,
  roundIds: readonly string[],
  before: readonly number[],
): Promise<TargetHeader[]> {
  return db.rows(
    `select t.id, t.round_id, t.unit_id, t.unit_name, t.region, t.method,
       exists (select 1 from journal j where j.object_id = t.id and j.event = 'TargetReleased' and j.number < r.before) as released
     from unnest($1::text[], $2::bigint[]) as r (id, before) join round_target t on t.round_id = r.id
     order by t.added_at, t.id`,
    [roundIds, before],
  );
}

export async function findRoundsOfTargets(db: Rows, targetIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ id: string; roundId: string }>(
    "select id, round_id from round_target where id = any ($1)",
    [targetIds],
  );
  return new Map(rows.map((row) => [row.id, row.roundId]));
}

/** What the row of a target says now: for a source that was set back. */
export async function findTargetsNow(db: Rows, targetIds: readonly string[]) {
  return db.rows<{ id: string; roundId: string; status: string } & Record<string, string | null>>(
    `select id, round_id, status, entered_on, reported_on, heard_on, fed_back_on, rectification_started_on, evaluated_on,
       archived_on from round_target where id = any ($1)`,
    [targetIds],
  );
}

interface PublicationHeader {
  id: string;
  office: string;
  roundId: string;
  targetId: string;
  unitId: string;
  region: string;
  version: number;
  manifest: ManifestEntry[];
  manifestHash: string;
  submittedAt: string;
  submittedBy: string;
  note: string | null;
  enteredByOffice: string | null;
}

/** What of publications never changes. */
export async function findPublicationHeaders(
  db: Rows,
  ids: readonly string[],
): Promise<Map<string, PublicationHeader>> {
  const rows = await db.rows<PublicationHeader>(
    `select id, office, round_id, target_id, unit_id, region, version, manifest, manifest_hash, submitted_at, submitted_by, note,
       entered_by_office from publication where id = any ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The versions of targets that stand now: for a source that was set back. */
export async function findCurrentPublications(db: Rows, targetIds: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    "select id from publication where target_id = any ($1) and is_current and status <> 'RECALLED' order by submitted_at, id",
    [targetIds],
  );
  return rows.map(({ id }) => id);
}

export interface PublishedText {
  publicationId: string;
  findingId: string;
  unitName: string;
  ordinal: number;
  title: string;
  description: string;
  focus: string;
  category: string;
  status: string;
  findingVersion: number;
  unitReply: string | null;
  furtherUnitIds: string[];
  region: string;
  synthetic: boolean;
  openedAt: string;
}

/** The copies that publications list. */
export async function findPublishedTexts(db: Rows, publicationIds: readonly string[]): Promise<PublishedText[]> {
  return db.rows(
    `select publication_id, finding_id, unit_name, ordinal, title, description, focus, category, status, finding_version, unit_reply,
       further_unit_ids, region, synthetic, opened_at
     from published_finding where publication_id = any ($1) order by publication_id, ordinal, finding_id`,
    [publicationIds],
  );
}

/** The names under which targets were inspected; a publication without a finding says it nowhere else. */
export async function findTargetNames(
  db: Rows,
  targetIds: readonly string[],
): Promise<Map<string, { unitName: string; synthetic: boolean }>> {
  const rows = await db.rows<{ id: string; unitName: string; synthetic: boolean }>(
    `select t.id, t.unit_name, r.synthetic from round_target t join round r on r.id = t.round_id where t.id = any ($1)`,
    [targetIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How listed findings stand now: for a source that was set back. */
export async function findStatusesNow(db: Rows, findingIds: readonly string[]) {
  return db.rows<{ findingId: string; office: string; status: string; statusAt: string }>(
    "select finding_id, office, status, status_at from finding_cell where finding_id = any ($1)",
    [findingIds],
  );
}

/** Which published versions tell a sealed text of these findings: for a source that was set back. */
export async function findSealedNow(db: Rows, findingIds: readonly string[]) {
  return db.rows<{ findingId: string; publicationIds: string[]; sealedAt: string }>(
    `select finding_id, array_agg(publication_id order by publication_id) as publication_ids, max(sealed_at) as sealed_at
     from published_finding where finding_id = any ($1) and sealed_at is not null group by finding_id order by finding_id`,
    [findingIds],
  );
}
