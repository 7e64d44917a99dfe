import type { ReleasePurpose } from "../../domain/release/release";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, rowsFor, toPage } from "../page";
import type { ReceivedReleaseRow } from "./release.row";

interface ReceivedReleaseFilter {
  purpose?: ReleasePurpose;
  /** region code of the office that released */
  source?: string;
  supervisionId?: string;
  /** only what stands today */
  standing?: boolean;
}

/** What was released to an office, the latest first; a tombstone is among it. */
export async function findReceivedReleases(
  db: Db,
  office: string,
  filter: ReceivedReleaseFilter,
  page: PageRequest,
): Promise<Page<ReceivedReleaseRow>> {
  const where = new Conditions();
  where.equal("office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.equal("purpose", filter.purpose);
  where.equal("source", filter.source);
  where.equal("supervision_id", filter.supervisionId);
  if (filter.standing) where.add("lost_at is null and release_stands(status, expires_on)");
  where.before("received_at", "id", page.after);
  const sql = `select * from received_release where ${where.all()}
    order by received_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReceivedReleaseRow>(sql, where.parameters), page);
}

export async function findReceivedReleasesById(db: Db, ids: readonly string[]): Promise<ReceivedReleaseRow[]> {
  return db.rows("select * from received_release where id = any ($1) and office = (select caller_office())", [ids]);
}

/** Releases to acknowledge, those that stand locked. */
export async function holdReceivedReleases(db: Db, ids: readonly string[]): Promise<ReceivedReleaseRow[]> {
  await db.rows("select id from received_release where id = any ($1) order by id for update", [ids]);
  return findReceivedReleasesById(db, ids);
}

export async function acknowledgeReceived(
  db: Db,
  { id, office, revision }: Pick<ReceivedReleaseRow, "id" | "office" | "revision">,
  { at, by }: { at: string; by: string },
): Promise<void> {
  await db.rows(
    `update received_release set status = 'ACKNOWLEDGED', revision = $3, acknowledged_at = $4, acknowledged_by = $5
     where office = $1 and id = $2`,
    [office, id, revision, at, by],
  );
}

/** @returns the findings among these that the caller's office knows by a release alone, and may not release on */
export async function findReleasedToUs(db: Db, findingIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ findingId: string }>(
    "select distinct finding_id from received_release_finding where finding_id = any ($1) and office = (select caller_office())",
    [findingIds],
  );
  return new Set(rows.map(({ findingId }) => findingId));
}
