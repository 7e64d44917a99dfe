import type { Db } from "../db";
import type { ReleasedFindingRow, ReleaseRow } from "../release/release.row";

type Rows = Pick<Db, "rows">;

/** What of releases never changes. */
export async function findReleaseHeaders(db: Rows, ids: readonly string[]): Promise<Map<string, ReleaseRow>> {
  const rows = await db.rows<ReleaseRow>("select * from release where id = any ($1)", [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findReleasedTexts(
  db: Rows,
  releaseIds: readonly string[],
): Promise<Map<string, ReleasedFindingRow[]>> {
  const rows = await db.rows<ReleasedFindingRow>(
    "select * from released_finding where release_id = any ($1) order by release_id, ordinal, finding_id",
    [releaseIds],
  );
  const texts = new Map<string, ReleasedFindingRow[]>(releaseIds.map((id) => [id, []]));
  for (const row of rows) texts.get(row.releaseId)?.push(row);
  return texts;
}

/** Remembers whom an office has told of which findings. */
export async function rememberReleased(
  db: Rows,
  told: readonly { releaseId: string; destination: string; findingId: string; office: string; saysStatus: boolean }[],
): Promise<void> {
  await db.rows(
    `insert into exchange_released
     select "releaseId", destination, "findingId", office, "saysStatus"
     from jsonb_to_recordset($1) as t ("releaseId" text, destination text, "findingId" text, office text, "saysStatus" boolean)
     on conflict do nothing`,
    [JSON.stringify(told)],
  );
}

export async function forgetReleased(db: Rows, ended: readonly { releaseId: string; destination: string }[]) {
  await db.rows(
    `delete from exchange_released e using jsonb_to_recordset($1) as d ("releaseId" text, destination text)
     where e.release_id = d."releaseId" and e.destination = d.destination`,
    [JSON.stringify(ended)],
  );
}

export interface ToldFinding {
  releaseId: string;
  destination: string;
  findingId: string;
  saysStatus: boolean;
}

/** Who is told on how these findings stand. */
export async function findTold(db: Rows, findingIds: readonly string[]): Promise<Map<string, ToldFinding[]>> {
  const rows = await db.rows<ToldFinding>(
    `select release_id, destination, finding_id, says_status from exchange_released where finding_id = any ($1)
     order by finding_id, release_id, destination`,
    [findingIds],
  );
  const told = new Map<string, ToldFinding[]>();
  for (const row of rows) told.set(row.findingId, [...(told.get(row.findingId) ?? []), row]);
  return told;
}

/** The grantee's receipt, in the book of the owner.
 * @returns the release's version, undefined where there is none or the receipt is there already */
export async function keepAcknowledgement(
  db: Rows,
  { office, id, grantee, at, by }: { office: string; id: string; grantee: string; at: string; by: string },
): Promise<number | undefined> {
  const kept = await db.rows(
    `update release_grantee set acknowledged_at = $4, acknowledged_by = $5
     where office = $1 and release_id = $2 and grantee_office = $3 and acknowledged_at is null returning release_id`,
    [office, id, grantee, at, by],
  );
  if (kept.length === 0) return undefined;
  return (await findReleaseHeaders(db, [id])).get(id)?.version;
}

/** The office takes no part: nobody has it there.
 * @returns the release's version, undefined where there is none or it is known already */
export async function keepBounce(
  db: Rows,
  { office, id, grantee, at }: { office: string; id: string; grantee: string; at: string },
): Promise<number | undefined> {
  const kept = await db.rows(
    `update release_grantee set undeliverable_at = $4, ended_at = coalesce(ended_at, $4)
     where office = $1 and release_id = $2 and grantee_office = $3 and undeliverable_at is null returning release_id`,
    [office, id, grantee, at],
  );
  if (kept.length === 0) return undefined;
  return (await findReleaseHeaders(db, [id])).get(id)?.version;
}

interface ArrivedRelease {
  office: string;
  source: string;
  id: string;
  findings: readonly object[];
}

/** Receives releases. One that was withdrawn here before stays withdrawn, whoever comes back from an older copy.
 * @returns those that were withdrawn */
export async function receiveReleases(
  db: Rows,
  now: string,
  arrived: readonly ArrivedRelease[],
): Promise<{ withdrawn: Set<string>; begun: { office: string; id: string; version: number }[] }> {
  const rows = await db.rows<{ id: string; office: string; status: string; revision: number; isNew: boolean }>(
    `insert into received_release (office, id, source, purpose, supervision_id, title, fields, document_number, finding_ids, round_ids,
       unit_ids, regions, status, revision, issued_on, issued_at, expires_on, received_at, synthetic,
       checklist_item)
     select office, id, source, purpose, "supervisionId", title, array(select jsonb_array_elements_text(fields)), "documentNumber",
       array(select e ->> 'findingId' from jsonb_array_elements(findings) e),
       array(select distinct e ->> 'roundId' from jsonb_array_elements(findings) e),
       array(select distinct x from jsonb_array_elements(findings) e,
               lateral (select e ->> 'unitId' union select jsonb_array_elements_text(e -> 'furtherUnitIds')) as u (x)),
       array(select distinct e ->> 'region' from jsonb_array_elements(findings) e), 'ISSUED', 1, "issuedOn", "issuedAt", "expiresOn",
       $2, synthetic, "checklistItem"
     from jsonb_to_recordset($1) as r (office text, id text, source text, purpose text, "supervisionId" text, title text, fields jsonb,
       "documentNumber" text, findings jsonb, "issuedOn" date, "issuedAt" timestamptz, "expiresOn" date, synthetic boolean,
       "checklistItem" integer)
     on conflict (office, id) do update set lost_at = null
     returning office, id, status, revision, received_at = $2 as "isNew"`,
    [JSON.stringify(arrived), now],
  );
  const findings = arrived.flatMap(({ office, source, id: releaseId, findings }) =>
    findings.map((finding) => ({ office, source, releaseId, ...finding })),
  );
  await db.rows(
    `insert into received_release_finding (office, release_id, finding_id, source, round_id, target_id, unit_id, region, ordinal,
       unit_name, title, description, focus, category, status, further_unit_ids, opened_at, corrected_at)
     select office, "releaseId", "findingId", source, "roundId", "targetId", "unitId", region, ordinal, "unitName", title, description,
       focus, category, status, array(select jsonb_array_elements_text("furtherUnitIds")), "openedAt", "correctedAt"
     from jsonb_to_recordset($1) as f (office text, "releaseId" text, "findingId" text, source text, "roundId" text, "targetId" text,
       "unitId" text, region text, ordinal integer, "unitName" text, title text, description text, focus text, category text,
       status text, "furtherUnitIds" jsonb, "openedAt" timestamptz, "correctedAt" timestamptz)
     on conflict do nothing`,
    [JSON.stringify(findings)],
  );
  return {
    withdrawn: new Set(rows.filter(({ status }) => status === "WITHDRAWN").map(({ id }) => id)),
    begun: rows.flatMap(({ office, id, revision: version, isNew }) => (isNew ? [{ office, id, version }] : [])),
  };
}

interface ArrivedWithdrawal {
  office: string;
  source: string;
  id: string;
  at: string;
  reason: string;
}

/** @returns the releases that were known */
export async function withdrawReceived(
  db: Rows,
  withdrawn: readonly ArrivedWithdrawal[],
): Promise<{ office: string; id: string; version: number }[]> {
  return db.rows(
    `update received_release r set status = 'WITHDRAWN', revision = r.revision + 1, withdrawn_at = w.at, withdrawal_reason = w.reason
     from jsonb_to_recordset($1) as w (office text, source text, id text, at timestamptz, reason text)
     where r.office = w.office and r.source = w.source and r.id = w.id
     returning r.office, r.id, r.revision as version`,
    [JSON.stringify(withdrawn)],
  );
}

interface ArrivedFollowing {
  office: string;
  source: string;
  releaseId: string;
  findingId: string;
  /** null where the release does not show it */
  status: string | null;
  ended: boolean;
  /** its text was corrected since */
  corrected: boolean;
  at: string;
}

/** How released findings stand, by the last word of their source.
 * @returns the releases that list them here, as `release/finding` */
export async function followReleased(db: Rows, following: readonly ArrivedFollowing[]): Promise<Set<string>> {
  const correctedAt = new Map(following.filter((each) => each.corrected).map((each) => [keyOf(each), each.at]));
  const last = new Map(
    following.map((each) => [keyOf(each), { ...each, correctedAt: correctedAt.get(keyOf(each)) ?? null }]),
  );
  const rows = await db.rows<{ releaseId: string; findingId: string }>(
    `update received_release_finding f set status = case when f.status is null then null else coalesce(n.status, f.status) end,
       ended_at = case when n.ended then coalesce(f.ended_at, n.at) end,
       corrected_at = coalesce(n."correctedAt", f.corrected_at)
     from jsonb_to_recordset($1) as n (office text, source text, "releaseId" text, "findingId" text, status text, ended boolean,
       "correctedAt" timestamptz, at timestamptz)
     where f.office = n.office and f.source = n.source and f.release_id = n."releaseId" and f.finding_id = n."findingId"
     returning f.release_id, f.finding_id`,
    [JSON.stringify([...last.values()])],
  );
  return new Set(rows.map(({ releaseId, findingId }) => `${releaseId}/${findingId}`));
}

const keyOf = ({ office, releaseId, findingId }: ArrivedFollowing) => `${office} ${releaseId} ${findingId}`;

/** What these releases say of a finding becomes a tombstone without words.
 * @returns the releases that list it here, as `release/finding` */
export async function sealReceivedReleases(
  db: Rows,
  seals: readonly { office: string; source: string; releaseId: string; findingId: string; at: string }[],
): Promise<Set<string>> {
  const named = `from jsonb_to_recordset($1) as s (office text, source text, "releaseId" text, "findingId" text, at timestamptz)
     where f.office = s.office and f.source = s.source and f.release_id = s."releaseId" and f.finding_id = s."findingId"`;
  await db.rows(`update received_release_finding f set sealed_at = s.at ${named} and f.sealed_at is null`, [
    JSON.stringify(seals),
  ]);
  const rows = await db.rows<{ releaseId: string; findingId: string }>(
    `select f.release_id, f.finding_id from received_release_finding f where exists (select ${named})`,
    [JSON.stringify(seals)],
  );
  return new Set(rows.map(({ releaseId, findingId }) => `${releaseId}/${findingId}`));
}

/** The source does not know these releases any more, so it could not withdraw them either: their content goes, a tombstone stays. */
export async function loseReleases(
  db: Rows,
  { office, source, ids }: { office: string; source: string; ids: readonly string[] },
  now: string,
): Promise<void> {
  await db.rows(
    "update received_release set lost_at = $4 where office = $1 and source = $2 and id = any ($3) and lost_at is null",
    [office, source, ids, now],
  );
}
