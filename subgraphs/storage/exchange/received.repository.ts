import type { PublicationStatus } from "../../domain/publication/publication";
import type { Db } from "../db";
import {
  Conditions,
  MAY_READ_AT_ALL,
  type Page,
  type PageRequest,
  pagesByParent,
  plannedFor,
  rowsFor,
  toPage,
} from "../page";
import type { PublishedText } from "./dispatch.repository";

/** 接收的报送: a version of a target's results, as an office above received it. */
export interface ReceivedPublicationRow {
  id: string;
  /** region code of the office that received it, and of the one that submitted it */
  office: string;
  source: string;
  roundId: string;
  targetId: string;
  unitId: string;
  unitName: string;
  region: string;
  number: number;
  status: PublicationStatus;
  revision: number;
  isCurrent: boolean;
  findingIds: string[];
  manifestHash: string;
  submittedAt: string;
  submittedBy: string;
  note: string | null;
  enteredByOffice: string | null;
  synthetic: boolean;
  receivedAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  decisionReason: string | null;
  recalledAt: string | null;
  recallReason: string | null;
  lostAt: string | null;
}

interface ReceivedFilter {
  region?: string;
  status?: PublicationStatus;
  /** received at or after this instant */
  since?: string;
  /** the current versions of the offices directly below that were not decided about yet */
  waiting?: boolean;
}

/** What an office received, the latest first. */
export async function findReceived(
  db: Db,
  office: string,
  filter: ReceivedFilter,
  page: PageRequest,
): Promise<Page<ReceivedPublicationRow>> {
  const where = new Conditions();
  where.equal("office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.under("region", filter.region);
  where.equal("status", filter.status);
  if (filter.since) where.add(`received_at >= ${where.parameter(filter.since)}`);
  if (filter.waiting) where.add("status = 'SUBMITTED' and is_current and superior_of(source) = office");
  where.before("received_at", "id", page.after);
  const sql = `select * from received_publication where ${where.all()}
    order by received_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReceivedPublicationRow>(sql, where.parameters, plannedFor(filter.region)), page);
}

/** What the audit role reads: the tombstones of its office, and the versions of which something is sealed. */
export async function findTombstones(db: Db, office: string, page: PageRequest): Promise<Page<ReceivedPublicationRow>> {
  const where = new Conditions();
  where.equal("office", office);
  where.add(`(status = 'RECALLED' or exists (select from received_finding f where f.office = received_publication.office
    and f.publication_id = received_publication.id and f.sealed_at is not null))`);
  where.before("received_at", "id", page.after);
  const sql = `select * from received_publication where ${where.all()}
    order by received_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReceivedPublicationRow>(sql, where.parameters), page);
}

export async function findReceivedById(db: Db, ids: readonly string[]): Promise<ReceivedPublicationRow[]> {
  return db.rows("select * from received_publication where id = any ($1) and (select caller_office()) = office", [ids]);
}

/** The version before each of these, where the caller reads it.
 * @returns with the id of the version that it comes before */
export async function findReceivedBefore(
  db: Db,
  ids: readonly string[],
): Promise<(ReceivedPublicationRow & { before: string })[]> {
  return db.rows(
    `select b.*, p.id as before from received_publication p
     cross join lateral (
       select b.* from received_publication b
       where b.office = p.office and b.target_id = p.target_id and b.received_at < p.received_at and b.status <> 'RECALLED'
         and b.lost_at is null
       order by b.received_at desc, b.id desc limit 1) b
     where p.id = any ($1) and p.office = (select caller_office())`,
    [ids],
  );
}

/** What a received version says of one finding, and how it stands by the last word of its source. */
export interface ReceivedFindingRow extends PublishedText {
  liveStatus: string;
  liveAt: string;
  /** since when it is a tombstone without words, because it named somebody */
  sealedAt: string | null;
}

/** Of what is sealed the policies show the words to the audit role alone. */
const RECEIVED = `select f.office, f.publication_id, f.finding_id, f.unit_name, f.ordinal, coalesce(s.title, f.title) as title,
    coalesce(s.description, f.description) as description, f.focus, f.category, f.status, f.finding_version,
    coalesce(s.unit_reply, f.unit_reply) as unit_reply, f.further_unit_ids, f.region, f.synthetic, f.opened_at, f.live_status,
    f.live_at, f.sealed_at
  from received_finding f left join sealed_copy s on f.sealed_at is not null and s.office = f.office
    and s.publication_id = f.publication_id and s.finding_id = f.finding_id`;

export async function findReceivedFindings(db: Db, publicationIds: readonly string[]): Promise<ReceivedFindingRow[]> {
  return db.rows(
    `${RECEIVED} where f.publication_id = any ($1) and f.office = (select caller_office()) order by f.ordinal, f.finding_id`,
    [publicationIds],
  );
}

/** What findings say by the versions that count now. */
export async function findReceivedFindingsById(db: Db, ids: readonly string[]): Promise<ReceivedFindingRow[]> {
  return db.rows(`${RECEIVED} where f.finding_id = any ($1) and f.office = (select caller_office()) and f.is_current`, [
    ids,
  ]);
}

/** A page of each version's findings, newest first. */
export async function pageReceivedFindings(
  db: Db,
  publicationIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<ReceivedFindingRow>>> {
  const where = new Conditions();
  const ids = where.parameter(publicationIds);
  where.add("f.publication_id = p.id and f.office = (select caller_office())");
  where.before("f.opened_at", "f.finding_id", page.after);
  const rows = await db.rows<ReceivedFindingRow>(
    `select x.* from unnest(${ids}::text[]) as p (id) cross join lateral (
       ${RECEIVED} where ${where.all()}
       order by f.opened_at desc, f.finding_id desc limit ${rowsFor(page)}) x`,
    where.parameters,
  );
  return pagesByParent(rows, ({ publicationId }) => publicationId, page);
}

/** Versions to decide about, those that may still be decided locked. */
export async function holdReceived(db: Db, ids: readonly string[]): Promise<ReceivedPublicationRow[]> {
  await db.rows("select id from received_publication where id = any ($1) for update", [ids]);
  return findReceivedById(db, ids);
}

/** @returns ids of the versions that list a finding which the caller may not see */
export async function findPartlySeen(db: Db, publications: readonly ReceivedPublicationRow[]): Promise<string[]> {
  const seen = await db.rows<{ publicationId: string; count: number }>(
    `select publication_id, count(*)::int as count from received_finding
     where publication_id = any ($1) and office = (select caller_office()) group by publication_id`,
    [publications.map(({ id }) => id)],
  );
  const counts = new Map(seen.map(({ publicationId, count }) => [publicationId, count]));
  return publications.filter(({ id, findingIds }) => (counts.get(id) ?? 0) < findingIds.length).map(({ id }) => id);
}

export async function decideReceived(
  db: Db,
  decided: { id: string; office: string; status: PublicationStatus; at: string; by: string; reason: string | null },
): Promise<void> {
  await db.rows(
    `update received_publication set status = $3, revision = revision + 1, decided_at = $4, decided_by = $5, decision_reason = $6
     where office = $1 and id = $2`,
    [decided.office, decided.id, decided.status, decided.at, decided.by, decided.reason],
  );
}

/** How many received findings stood in each status at an instant, in a region and below. */
export async function countReceived(
  db: Db,
  region: string,
  before: string,
): Promise<{ status: string; count: number; synthetic: boolean }[]> {
  const where = new Conditions();
  where.add("office = (select figures_office())");
  where.under("region", region);
  const at = where.parameter(before);
  where.add(`since < ${at} and (until is null or until >= ${at})`);
  return db.rows(
    `select status, count(*)::int as count, bool_or(synthetic) as synthetic
     from received_cell where ${where.all()} group by status`,
    where.parameters,
    plannedFor(region),
  );
}
