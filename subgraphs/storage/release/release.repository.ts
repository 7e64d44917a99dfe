import type { ReleasePurpose } from "../../domain/release/release";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, pagesByParent, rowsFor, toPage } from "../page";
import type { ReleasedFindingRow, ReleaseGranteeRow, ReleaseRow } from "./release.row";

export async function findReleasesById(db: Db, ids: readonly string[]): Promise<ReleaseRow[]> {
  return db.rows("select * from release where id = any ($1)", [ids]);
}

interface ReleaseFilter {
  purpose?: ReleasePurpose;
  /** region code of an office that it was made to */
  grantee?: string;
  supervisionId?: string;
  /** stands today, and some grantee has not acknowledged it */
  unacknowledged?: boolean;
}

/** What an office released, the latest first. */
export async function findReleases(
  db: Db,
  office: string,
  filter: ReleaseFilter,
  page: PageRequest,
): Promise<Page<ReleaseRow>> {
  const where = new Conditions();
  where.equal("office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.equal("purpose", filter.purpose);
  where.equal("supervision_id", filter.supervisionId);
  const grantee = "select 1 from release_grantee g where g.office = release.office and g.release_id = release.id";
  if (filter.grantee)
    where.add(`exists (${grantee} and g.grantee_office = ${where.parameter(filter.grantee)} offset 0)`);
  if (filter.unacknowledged) {
    where.add("release_stands(status, expires_on)");
    where.add(`exists (${grantee} and g.ended_at is null and g.acknowledged_at is null offset 0)`);
  }
  where.before("issued_at", "id", page.after);
  const sql = `select * from release where ${where.all()} order by issued_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReleaseRow>(sql, where.parameters), page);
}

export async function findGranteesOf(db: Db, releaseIds: readonly string[]): Promise<ReleaseGranteeRow[]> {
  return db.rows("select * from release_grantee where release_id = any ($1) order by since, grantee_office", [
    releaseIds,
  ]);
}

/** What releases say, as it was released, the newest finding first. */
export async function findReleasedFindings(
  db: Db,
  releaseIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<ReleasedFindingRow>>> {
  return pagesOfFindings(db, "released_finding", releaseIds, page);
}

/** What arrived with releases, the newest finding first; nothing of one that has ended. */
export async function findReceivedReleaseFindings(
  db: Db,
  releaseIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<ReleasedFindingRow>>> {
  return pagesOfFindings(db, "received_release_finding", releaseIds, page, "f.office = (select caller_office())");
}

async function pagesOfFindings(
  db: Db,
  table: "released_finding" | "received_release_finding",
  releaseIds: readonly string[],
  page: PageRequest,
  scope?: string,
): Promise<Map<string, Page<ReleasedFindingRow>>> {
  const where = new Conditions();
  const ids = where.parameter(releaseIds);
  where.add("f.release_id = p.id");
  if (scope) where.add(scope);
  where.before("f.opened_at", "f.finding_id", page.after);
  const rows = await db.rows<ReleasedFindingRow>(
    `select x.* from unnest(${ids}::text[]) as p (id) cross join lateral (
       select f.* from ${table} f where ${where.all()}
       order by f.opened_at desc, f.finding_id desc limit ${rowsFor(page)}) x`,
    where.parameters,
  );
  return pagesByParent(rows, ({ releaseId }) => releaseId, page);
}

export async function insertRelease(
  db: Db,
  release: Omit<ReleaseRow, "enteredByOffice">,
  grantees: readonly string[],
): Promise<void> {
  await db.rows(
    `insert into release (id, office, purpose, supervision_id, title, fields, document_number, finding_ids, target_ids, round_ids,
       unit_ids, regions, status, version, issued_on, issued_at, issued_by, expires_on, synthetic, checklist_item)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      ...[release.id, release.office, release.purpose, release.supervisionId, release.title, release.fields],
      ...[release.documentNumber, release.findingIds, release.targetIds, release.roundIds, release.unitIds],
      ...[release.regions, release.status, release.version, release.issuedOn, release.issuedAt, release.issuedBy],
      ...[release.expiresOn, release.synthetic, release.checklistItem],
    ],
  );
  await addGrantees(db, release, grantees, release.issuedAt);
  // a field that is not named is not copied: what is not there can't be shown
  await db.rows(
    `insert into released_finding (office, release_id, finding_id, round_id, target_id, unit_id, region, ordinal, unit_name, title,
       description, focus, category, status, further_unit_ids, opened_at)
     select f.office, $1, f.id, f.round_id, f.target_id, f.unit_id, f.region, f.ordinal,
       case when 'UNIT' = any ($3) then f.unit_name end, case when 'TITLE' = any ($3) then f.title end,
       case when 'DESCRIPTION' = any ($3) then f.description end, case when 'FOCUS' = any ($3) then f.focus end,
       case when 'CATEGORY' = any ($3) then f.category end, case when 'STATUS' = any ($3) then f.status end,
       f.further_unit_ids, f.opened_at
     from finding f where f.id = any ($2)`,
    [release.id, release.findingIds, release.fields],
  );
}

async function addGrantees(
  db: Db,
  { office, id }: Pick<ReleaseRow, "office" | "id">,
  grantees: readonly string[],
  since: string,
): Promise<void> {
  await db.rows(
    `insert into release_grantee (office, release_id, grantee_office, since) select $1, $2, g, $4 from unnest($3::text[]) as g
     on conflict do nothing`,
    [office, id, grantees, since],
  );
}

export async function findReleaseToMove(db: Db, id: string): Promise<ReleaseRow | undefined> {
  const [release] = await db.rows<ReleaseRow>("select * from release where id = $1 for update", [id]);
  return release;
}

/** Copies of the feedback of targets that stand, in a fixed order so that two changes cannot lock each other out. */
export async function findCopiesToMove(db: Db, targetIds: readonly string[]): Promise<ReleaseRow[]> {
  return db.rows(
    `select * from release where purpose = 'FEEDBACK_COPY' and status <> 'WITHDRAWN'
       and id in (select f.release_id from released_finding f where f.target_id = any ($1)) order by id for update`,
    [targetIds],
  );
}

export async function saveRelease(db: Db, release: ReleaseRow): Promise<void> {
  await db.rows(
    "update release set status = $2, version = $3, withdrawn_at = $4, withdrawal_reason = $5 where id = $1",
    [...[release.id, release.status, release.version, release.withdrawnAt, release.withdrawalReason]],
  );
}

/** What releases say of these findings is not what they say any more. */
export async function markReleasedCorrected(db: Db, findingIds: readonly string[], at: string): Promise<void> {
  await db.rows("update released_finding set corrected_at = $2 where finding_id = any ($1)", [findingIds, at]);
}

/** What releases say of a finding in words that are not sealed. */
export async function findReleasedWords(
  db: Db,
  findingId: string,
): Promise<{ releaseId: string; title: string; description: string }[]> {
  return db.rows(
    `select release_id, coalesce(title, '') as title, coalesce(description, '') as description from released_finding
     where finding_id = $1 and sealed_at is null order by release_id`,
    [findingId],
  );
}

/** Seals what these releases say of the finding: a trigger takes the words.
 * @returns whom each of them was made to */
export async function sealReleased(
  db: Db,
  findingId: string,
  releaseIds: readonly string[],
  at: string,
): Promise<{ releaseId: string; grantees: string[] }[]> {
  await db.rows(
    "update released_finding set sealed_at = $3 where finding_id = $1 and release_id = any ($2) and sealed_at is null",
    [findingId, releaseIds, at],
  );
  return db.rows(
    `select release_id, array_agg(grantee_office order by grantee_office) as grantees from release_grantee
     where release_id = any ($1) group by release_id order by release_id`,
    [releaseIds],
  );
}
