import type { MemberStatus, SupervisionStatus } from "../../domain/supervision/supervision";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, rowsFor, toPage } from "../page";
import type { ReceivedSupervisionRow, SupervisionMemberRow, SupervisionRow } from "./supervision.row";

export async function findSupervisionsById(db: Db, ids: readonly string[]): Promise<SupervisionRow[]> {
  return db.rows("select * from supervision where id = any ($1)", [ids]);
}

/** What an office opened, the latest first. */
export async function findSupervisions(
  db: Db,
  office: string,
  filter: { status?: SupervisionStatus },
  page: PageRequest,
): Promise<Page<SupervisionRow>> {
  const where = new Conditions();
  where.equal("office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.equal("status", filter.status);
  where.before("proposed_at", "id", page.after);
  const sql = `select * from supervision where ${where.all()} order by proposed_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<SupervisionRow>(sql, where.parameters), page);
}

export async function findMembersOf(db: Db, supervisionIds: readonly string[]): Promise<SupervisionMemberRow[]> {
  return db.rows("select * from supervision_member where supervision_id = any ($1) order by member_office", [
    supervisionIds,
  ]);
}

export async function insertSupervision(db: Db, supervision: SupervisionRow): Promise<void> {
  const { id, office, kind, title, checklist, startsOn, endsOn, status, version } = supervision;
  await db.rows(
    `insert into supervision (id, office, kind, title, checklist, starts_on, ends_on, status, version, stated, proposed_at, proposed_by,
       synthetic)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12)`,
    [
      ...[id, office, kind, title, JSON.stringify(checklist), startsOn, endsOn, status, version],
      ...[supervision.proposedAt, supervision.proposedBy, supervision.synthetic],
    ],
  );
}

/** @returns the offices that were not invited before */
export async function inviteMembers(
  db: Db,
  { id, office }: Pick<SupervisionRow, "id" | "office">,
  members: readonly string[],
  at: string,
): Promise<string[]> {
  const rows = await db.rows<{ memberOffice: string }>(
    `insert into supervision_member (office, supervision_id, member_office, status, invited_at)
     select $1, $2, m, 'INVITED', $4 from unnest($3::text[]) as m on conflict do nothing returning member_office`,
    [office, id, members, at],
  );
  return rows.map(({ memberOffice }) => memberOffice);
}

export async function findSupervisionToMove(db: Db, id: string): Promise<SupervisionRow | undefined> {
  const [supervision] = await db.rows<SupervisionRow>("select * from supervision where id = $1 for update", [id]);
  return supervision;
}

export async function saveSupervision(db: Db, supervision: SupervisionRow): Promise<void> {
  const { id, status, version, stated, openedAt, concludedAt, note } = supervision;
  await db.rows(
    `update supervision set status = $2, version = $3, stated = $4, opened_at = $5, concluded_at = $6, note = $7 where id = $1`,
    [id, status, version, stated, openedAt, concludedAt, note],
  );
}

export async function findReceivedSupervisionsById(db: Db, ids: readonly string[]): Promise<ReceivedSupervisionRow[]> {
  return db.rows("select * from received_supervision where id = any ($1) and office = (select caller_office())", [ids]);
}

/** What an office was invited to, the latest first. */
export async function findReceivedSupervisions(
  db: Db,
  office: string,
  filter: { answer?: MemberStatus },
  page: PageRequest,
): Promise<Page<ReceivedSupervisionRow>> {
  const where = new Conditions();
  where.equal("office", office);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  where.equal("answer", filter.answer);
  where.before("received_at", "id", page.after);
  const sql = `select * from received_supervision where ${where.all()}
    order by received_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ReceivedSupervisionRow>(sql, where.parameters), page);
}

export async function holdReceivedSupervision(db: Db, id: string): Promise<ReceivedSupervisionRow | undefined> {
  await db.rows("select id from received_supervision where id = $1 for update", [id]);
  return (await findReceivedSupervisionsById(db, [id]))[0];
}

export async function saveAnswer(db: Db, supervision: ReceivedSupervisionRow): Promise<void> {
  const { office, id, answer, revision, answeredAt, answeredBy, reason } = supervision;
  await db.rows(
    `update received_supervision set answer = $3, revision = $4, answered_at = $5, answered_by = $6, reason = $7
     where office = $1 and id = $2`,
    [office, id, answer, revision, answeredAt, answeredBy, reason],
  );
}
