import { levelOf, REGION_LEVELS } from "../../../schema/contract/regionCode";
import type { PublicationStatus } from "../../domain/publication/publication";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, plannedFor, rowsFor, toPage } from "../page";
import type { ManifestEntry, PublicationRow } from "./publication.row";

export async function findPublicationsById(db: Db, ids: readonly string[]): Promise<PublicationRow[]> {
  return db.rows<PublicationRow>("select * from publication where id = any ($1)", [ids]);
}

/** All versions of each target, the latest first. */
export async function findPublicationsOfTargets(db: Db, targetIds: readonly string[]): Promise<PublicationRow[]> {
  return db.rows<PublicationRow>("select * from publication where target_id = any ($1) order by version desc", [
    targetIds,
  ]);
}

/** The targets of which a submission stands, whoever may see what it lists. */
export async function findSubmitted(db: Db, targetIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ targetId: string }>(
    "select distinct target_id from publication where target_id = any ($1) and is_current and status <> 'RECALLED'",
    [targetIds],
  );
  return new Set(rows.map(({ targetId }) => targetId));
}

interface PublicationFilter {
  region?: string;
  status?: PublicationStatus;
}

/** Publications of the own office and of the offices below, the latest submission first.
 * @param office region code of the caller's office */
export async function findPublications(
  db: Db,
  office: string,
  filter: PublicationFilter,
  page: PageRequest,
): Promise<Page<PublicationRow>> {
  const where = new Conditions();
  const level = REGION_LEVELS.indexOf(levelOf(office));
  where.equal(["office_province", "office_city", "office"][level] as string, office);
  where.add("reading_office() is not null and not recused(reading_office(), '', '', '', '')");
  where.under("region", filter.region);
  where.equal("status", filter.status);
  where.before("submitted_at", "id", page.after);
  const sql = `select * from publication where ${where.all()}
    order by submitted_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<PublicationRow>(sql, where.parameters, plannedFor(filter.region)), page);
}

export async function findPublicationToMove(db: Db, id: string): Promise<PublicationRow | undefined> {
  const [publication] = await db.rows<PublicationRow>("select * from publication where id = $1 for update", [id]);
  return publication;
}

export async function lastPublishedVersion(db: Db, targetId: string): Promise<PublicationRow | undefined> {
  const [last] = await db.rows<PublicationRow>(
    "select * from publication where target_id = $1 order by version desc limit 1",
    [targetId],
  );
  return last;
}

/** Of each target the last version that was not recalled: it is the one that a recall may take back. */
export async function findLastStanding(
  db: Db,
  targetIds: readonly string[],
): Promise<{ targetId: string; version: number }[]> {
  return db.rows(
    `select target_id, max(version) as version from publication where target_id = any ($1) and status <> 'RECALLED' group by 1`,
    [targetIds],
  );
}

/** The version that is current now becomes history, and its rows with it; they stay readable by the publication's id. */
export async function supersede(db: Db, targetId: string): Promise<void> {
  await db.rows("update publication set is_current = false where target_id = $1 and is_current", [targetId]);
}

/** Column of published_finding → what of the finding `f` is copied there. Whoever adds one decides whether its hash is of it too:
 * `manifestEntry` in tier/publication/publication.service.ts, and PUBLICATIONS in scripts/seed/bulk/statements.ts. */
const PROJECTION = {
  ...{ finding_id: "f.id", office: "f.office", office_city: "left(f.office, 4)", office_province: "left(f.office, 2)" },
  ...{ round_id: "f.round_id", target_id: "f.target_id", unit_id: "f.unit_id", unit_name: "f.unit_name" },
  ...{ region: "f.region", ordinal: "f.ordinal", title: "f.title", description: "f.description", focus: "f.focus" },
  ...{ category: "f.category", status: "f.status", finding_version: "f.version", unit_reply: "f.unit_reply" },
  ...{ synthetic: "f.synthetic", opened_at: "f.opened_at", is_current: "true" },
  ...{ further_unit_ids: "f.further_unit_ids", recusal_unit_ids: "f.further_unit_ids" },
};

/** The statement that copies findings into publications, also for the bulk writer.
 * @param publication SQL of the publication's id
 * @param from SQL of the findings, named f */
export function copyFindings(publication: string, from: string): string {
  const columns = Object.keys(PROJECTION).join(", ");
  const values = Object.values(PROJECTION).join(", ");
  return `insert into published_finding (publication_id, ${columns}) select ${publication}, ${values} from ${from}`;
}

/** Copies the text of what the manifest lists, as it is now. */
export async function publishFindings(db: Db, publication: PublicationRow): Promise<void> {
  await db.rows(copyFindings("$1", "finding f where f.target_id = $2 and f.id = any ($3)"), [
    publication.id,
    publication.targetId,
    publication.manifest.map((entry: ManifestEntry) => entry.findingId),
  ]);
}

export async function recallPublication(
  db: Db,
  publication: PublicationRow,
  recall: { at: string; reason: string },
): Promise<void> {
  await db.rows(
    `update publication set status = 'RECALLED', revision = revision + 1, is_current = false,
       recalled_at = $2, recall_reason = $3 where id = $1`,
    [publication.id, recall.at, recall.reason],
  );
}

/** What published versions say of a finding and is not sealed. */
export async function findPublishedWords(
  db: Db,
  findingId: string,
): Promise<{ publicationId: string; title: string; description: string; unitReply: string | null }[]> {
  return db.rows(
    `select publication_id, title, description, unit_reply from published_finding
     where finding_id = $1 and sealed_at is null order by publication_id`,
    [findingId],
  );
}

/** Seals what these versions say of the finding: a trigger takes the words. */
export async function sealPublished(db: Db, findingId: string, publicationIds: readonly string[], at: string) {
  await db.rows(
    "update published_finding set sealed_at = $3 where finding_id = $1 and publication_id = any ($2) and sealed_at is null",
    [findingId, publicationIds, at],
  );
}
