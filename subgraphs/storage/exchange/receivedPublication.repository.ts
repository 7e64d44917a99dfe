import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

interface ArrivedPublication {
  office: string;
  source: string;
  id: string;
  targetId: string;
  findings: readonly object[];
}

/** Receives versions, of each target one: each becomes the current one of its target, and its findings are counted from now on.
 * @returns those that were recalled here before: a tombstone stays one, whoever comes back from an older copy */
export async function receivePublications(
  db: Rows,
  now: string,
  arrived: readonly ArrivedPublication[],
): Promise<Set<string>> {
  const gone = await db.rows<{ id: string }>(
    "select id from received_publication where office = any ($1) and id = any ($2) and status = 'RECALLED'",
    [[...new Set(arrived.map(({ office }) => office))], arrived.map(({ id }) => id)],
  );
  const recalled = new Set(gone.map(({ id }) => id));
  const standing = arrived.filter(({ id }) => !recalled.has(id));
  if (standing.length === 0) return recalled;
  await supersedeReceived(db, now, standing);
  await db.rows(
    `insert into received_publication (office, id, source, round_id, target_id, unit_id, unit_name, region, number, status, revision,
       is_current, finding_ids, manifest_hash, submitted_at, submitted_by, note, entered_by_office, synthetic, received_at)
     select office, id, source, "roundId", "targetId", "unitId", "unitName", region, version, 'SUBMITTED', 1, true,
       array(select e ->> 'findingId' from jsonb_array_elements(findings) e), "manifestHash", "submittedAt", "submittedBy", note,
       "enteredByOffice", synthetic, $2
     from jsonb_to_recordset($1) as p (office text, id text, source text, "roundId" text, "targetId" text, "unitId" text,
       "unitName" text, region text, version integer, findings jsonb, "manifestHash" text, "submittedAt" timestamptz,
       "submittedBy" text, note text, "enteredByOffice" text, synthetic boolean)
     on conflict (office, id) do update set is_current = true, lost_at = null`,
    [JSON.stringify(standing), now],
  );
  const findings = standing.flatMap(({ findings, ...publication }) =>
    findings.map((finding) => ({ ...publication, ...finding, publicationId: publication.id })),
  );
  if (findings.length === 0) return recalled;
  await db.rows(
    `insert into received_finding
     select office, "publicationId", "findingId", source, "roundId", "targetId", "unitId", "unitName", region, ordinal, title,
       description, focus, category, status, "findingVersion", "unitReply", "furtherUnitIds", hash, synthetic, "openedAt",
       status, $2, true, false
     from jsonb_to_recordset($1) as f (office text, "publicationId" text, "findingId" text, source text,
       "roundId" text, "targetId" text, "unitId" text, "unitName" text, region text, ordinal integer, title text, description text,
       focus text, category text, status text, "findingVersion" integer, "unitReply" text, "furtherUnitIds" text[], hash text,
       synthetic boolean, "openedAt" timestamptz)
     on conflict (office, publication_id, finding_id) do update set is_current = true`,
    [JSON.stringify(findings), now],
  );
  await db.rows(
    `insert into received_cell (office, finding_id, publication_id, target_id, source, region, status, synthetic, since)
     select f.office, f.finding_id, f.publication_id, f.target_id, f.source, f.region, f.live_status, f.synthetic, $3
     from unnest($1::text[], $2::text[]) as p (office, id) join received_finding f on f.office = p.office and f.publication_id = p.id`,
    [standing.map(({ office }) => office), standing.map(({ id }) => id), now],
  );
  return recalled;
}

/** What was current of these targets becomes history, and is counted no more. */
async function supersedeReceived(
  db: Rows,
  now: string,
  targets: readonly { office: string; targetId: string }[],
): Promise<void> {
  const named = JSON.stringify(targets.map(({ office, targetId }) => ({ office, targetId })));
  const from = `from jsonb_to_recordset($1) as n (office text, "targetId" text)`;
  await db.rows(
    `update received_publication p set is_current = false ${from}
     where p.office = n.office and p.target_id = n."targetId" and p.is_current`,
    [named],
  );
  await db.rows(
    `update received_finding f set is_current = false ${from}
     where f.office = n.office and f.target_id = n."targetId" and f.is_current`,
    [named],
  );
  await db.rows(
    `update received_cell c set until = greatest(c.since, $2) ${from}
     where c.office = n.office and c.target_id = n."targetId" and c.until is null`,
    [named, now],
  );
}

interface ArrivedRecall {
  office: string;
  source: string;
  id: string;
  at: string;
  reason: string;
}

/** @returns the versions that were known */
export async function recallReceived(db: Rows, now: string, recalls: readonly ArrivedRecall[]): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>(
    `with r as (select * from jsonb_to_recordset($1) as r (office text, source text, id text, at timestamptz, reason text)),
     ended as (
       update received_publication p set status = 'RECALLED', revision = p.revision + 1, is_current = false, recalled_at = r.at,
         recall_reason = r.reason
       from r where p.office = r.office and p.id = r.id and p.source = r.source returning p.office, p.id),
     withheld as (
       update received_finding f set withheld = true, is_current = false
       from ended e where f.office = e.office and f.publication_id = e.id),
     counted as (
       update received_cell c set until = greatest(c.since, $2)
       from ended e where c.office = e.office and c.publication_id = e.id and c.until is null)
     select id from ended`,
    [JSON.stringify(recalls), now],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The source does not know these versions any more: they stay, marked, and count no more. */
export async function losePublications(
  db: Rows,
  { office, source, ids }: { office: string; source: string; ids: readonly string[] },
  now: string,
): Promise<void> {
  await db.rows(
    `with lost as (
       update received_publication set lost_at = $4, is_current = false
       where office = $1 and source = $2 and id = any ($3) returning office, id),
     texts as (
       update received_finding f set is_current = false from lost l where f.office = l.office and f.publication_id = l.id)
     update received_cell c set until = greatest(c.since, $4) from lost l
     where c.office = l.office and c.publication_id = l.id and c.until is null`,
    [office, source, ids, now],
  );
}

interface ArrivedStatus {
  office: string;
  source: string;
  findingId: string;
  status: string;
  at: string;
}

/** How findings stand, by the last word of the source of each.
 * @returns the findings that a current version lists */
export async function restateFindings(db: Rows, now: string, statuses: readonly ArrivedStatus[]): Promise<Set<string>> {
  const last = new Map(statuses.map((status) => [`${status.office} ${status.findingId}`, status]));
  const rows = await db.rows<{ findingId: string }>(
    `with s as (select * from jsonb_to_recordset($1) as s (office text, source text, "findingId" text, status text, at timestamptz)),
     listed as (
       update received_finding f set live_status = s.status, live_at = s.at
       from s where f.office = s.office and f.finding_id = s."findingId" and f.source = s.source and f.is_current
       returning f.office, f.finding_id, f.live_status),
     ended as (
       update received_cell c set until = greatest(c.since, $2)
       from listed l where c.office = l.office and c.finding_id = l.finding_id and c.until is null and c.status <> l.live_status
       returning c.*, l.live_status)
     select finding_id from listed`,
    [JSON.stringify([...last.values()]), now],
  );
  // a statement of its own: it must see that the row before was ended
  await db.rows(
    `insert into received_cell (office, finding_id, publication_id, target_id, source, region, status, synthetic, since)
     select f.office, f.finding_id, f.publication_id, f.target_id, f.source, f.region, f.live_status, f.synthetic, $3
     from unnest($1::text[], $2::text[]) as s (office, finding_id)
     join received_finding f on f.office = s.office and f.finding_id = s.finding_id and f.is_current
     where not exists (select 1 from received_cell c where c.office = f.office and c.finding_id = f.finding_id and c.until is null)`,
    [[...last.values()].map(({ office }) => office), [...last.values()].map(({ findingId }) => findingId), now],
  );
  return new Set(rows.map(({ findingId }) => findingId));
}

interface ArrivedSeal {
  office: string;
  source: string;
  findingId: string;
  publicationIds: readonly string[];
  at: string;
}

/** What these versions say of the findings becomes a tombstone without words; what is one already stays it.
 * @returns the findings that a version here lists */
export async function sealReceived(db: Rows, seals: readonly ArrivedSeal[]): Promise<Set<string>> {
  const named = `from jsonb_to_recordset($1) as s (office text, source text, "findingId" text, "publicationIds" jsonb, at timestamptz)
     where f.office = s.office and f.source = s.source and f.finding_id = s."findingId" and s."publicationIds" ? f.publication_id`;
  await db.rows(`update received_finding f set sealed_at = s.at ${named} and f.sealed_at is null`, [
    JSON.stringify(seals),
  ]);
  const rows = await db.rows<{ findingId: string }>(
    `select finding_id from received_finding f where exists (select ${named})`,
    [JSON.stringify(seals)],
  );
  return new Set(rows.map(({ findingId }) => findingId));
}
