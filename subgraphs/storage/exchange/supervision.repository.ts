import type { StatedSupervision, SupervisionResult } from "../../domain/supervision/stated";
import type { MemberStatus } from "../../domain/supervision/supervision";
import type { Db } from "../db";
import { insertResult } from "../supervision/links.repository";
import type { ReceivedSupervisionRow, SupervisionMemberRow, SupervisionRow } from "../supervision/supervision.row";

type Rows = Pick<Db, "rows">;

interface ArrivedStatement extends StatedSupervision {
  office: string;
  source: string;
}

/** How a joint supervision stands, in an office that is invited.
 * @returns the own row where this statement is later than what was there */
export async function receiveStatement(
  db: Rows,
  now: string,
  { office, source, result, ...stated }: ArrivedStatement,
): Promise<ReceivedSupervisionRow | undefined> {
  const [row] = await db.rows<ReceivedSupervisionRow>(
    `insert into received_supervision (office, id, source, kind, title, checklist, starts_on, ends_on, status, stated, members,
       conclusion, synthetic, received_at, answer, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'INVITED', 1)
     on conflict (office, id) do update set title = excluded.title, checklist = excluded.checklist, ends_on = excluded.ends_on,
       status = excluded.status, stated = excluded.stated, members = excluded.members, conclusion = excluded.conclusion,
       lost_at = null
     where received_supervision.stated < excluded.stated and received_supervision.source = excluded.source returning *`,
    [
      ...[office, stated.id, source, stated.kind, stated.title, JSON.stringify(stated.checklist), stated.startsOn],
      ...[stated.endsOn, stated.status, stated.stated, stated.members, stated.conclusion, stated.synthetic, now],
    ],
  );
  if (row && result) await keepResult(db, { office, id: row.id }, result);
  return row;
}

/** What a joint supervision had come to when it was concluded. A statement after a set-back replaces what was told before. */
async function keepResult(
  db: Rows,
  { office, id }: { office: string; id: string },
  { concludedAt, counts }: SupervisionResult,
): Promise<void> {
  await db.rows("delete from supervision_result where office = $1 and supervision_id = $2", [office, id]);
  await insertResult(db, { office, id }, { concludedAt, counts });
}

export async function findResult(db: Rows, office: string, id: string): Promise<SupervisionResult | null> {
  const rows = await db.rows<SupervisionResult["counts"][number] & { concludedAt: string }>(
    `select office_code, status, count, concluded_at from supervision_result where office = $1 and supervision_id = $2
     order by office_code, status`,
    [office, id],
  );
  const [first] = rows;
  if (!first) return null;
  const counts = rows.map(({ officeCode, status, count }) => ({ officeCode, status, count }));
  return { concludedAt: first.concludedAt, counts };
}

export async function findReceivedSupervision(
  db: Rows,
  office: string,
  id: string,
): Promise<ReceivedSupervisionRow | undefined> {
  const [row] = await db.rows<ReceivedSupervisionRow>(
    "select * from received_supervision where office = $1 and id = $2",
    [office, id],
  );
  return row;
}

/** The lead's own row, held, and its members. */
export async function holdSupervision(
  db: Rows,
  office: string,
  id: string,
): Promise<{ supervision: SupervisionRow; members: SupervisionMemberRow[] } | undefined> {
  const [supervision] = await db.rows<SupervisionRow>(
    "select * from supervision where office = $1 and id = $2 for update",
    [office, id],
  );
  if (!supervision) return undefined;
  const members = await db.rows<SupervisionMemberRow>(
    "select * from supervision_member where office = $1 and supervision_id = $2 order by member_office",
    [office, id],
  );
  return { supervision, members };
}

export async function keepAnswer(
  db: Rows,
  answer: { office: string; id: string; member: string; status: MemberStatus; at: string; by: string; reason: string },
): Promise<void> {
  await db.rows(
    `update supervision_member set status = $4, answered_at = $5, answered_by = $6, reason = nullif($7, '')
     where office = $1 and supervision_id = $2 and member_office = $3`,
    [answer.office, answer.id, answer.member, answer.status, answer.at, answer.by, answer.reason],
  );
}

/** One more statement of it goes out.
 * @param atLeast what its members have heard, where this tier was set back behind it */
export async function countStatement(db: Rows, office: string, id: string, atLeast = 0): Promise<number> {
  const [row] = await db.rows<{ stated: number }>(
    "update supervision set stated = greatest(stated, $3) + 1 where office = $1 and id = $2 returning stated",
    [office, id, atLeast],
  );
  return row?.stated ?? 0;
}

/** @returns which of these supervisions there are */
export async function findKnownSupervisions(db: Rows, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>("select id from supervision where id = any ($1)", [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** The source does not know these any more: nobody is a member of them. */
export async function loseSupervisions(
  db: Rows,
  { office, source, ids }: { office: string; source: string; ids: readonly string[] },
  now: string,
): Promise<void> {
  await db.rows(
    "update received_supervision set lost_at = $4 where office = $1 and source = $2 and id = any ($3) and lost_at is null",
    [office, source, ids, now],
  );
}

export interface FollowedLink {
  releaseId: string;
  version: number;
  grantee: string;
}

/** The links of an office follow who is a member: whoever came gets them, whoever left loses them. */
export async function followMembership(
  db: Rows,
  { office, id, members }: { office: string; id: string; members: readonly string[] },
  now: string,
): Promise<{ extended: FollowedLink[]; ended: FollowedLink[] }> {
  const extended = await db.rows<FollowedLink>(
    `with added as (
       insert into release_grantee (office, release_id, grantee_office, since)
       select r.office, r.id, m, $4 from release r cross join unnest($3::text[]) as m
       where r.office = $1 and r.supervision_id = $2 and release_stands(r.status, r.expires_on) and m <> r.office
       on conflict do nothing returning release_id, grantee_office)
     select a.release_id, r.version, a.grantee_office as grantee from added a join release r on r.id = a.release_id order by 1, 3`,
    [office, id, members, now],
  );
  const ended = await db.rows<FollowedLink>(
    `with gone as (
       update release_grantee g set ended_at = $4 from release r
       where r.office = $1 and r.supervision_id = $2 and g.office = r.office and g.release_id = r.id and g.ended_at is null
         and g.grantee_office <> all ($3) returning g.release_id, r.version, g.grantee_office as grantee)
     select * from gone order by 1, 3`,
    [office, id, members, now],
  );
  return { extended, ended };
}

/** How the findings of a release stand now. */
export async function findReleasedStatuses(db: Rows, releaseId: string): Promise<Record<string, string>> {
  const rows = await db.rows<{ findingId: string; status: string }>(
    `select f.finding_id, c.status from released_finding f join finding_cell c on c.finding_id = f.finding_id
     where f.release_id = $1 and f.status is not null`,
    [releaseId],
  );
  return Object.fromEntries(rows.map(({ findingId, status }) => [findingId, status]));
}
