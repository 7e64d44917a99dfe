import type { RegionCode } from "../../../schema/contract/regionCode";
import type { RecusalScope, RecusedFrom, Role } from "../../../schema/contract/standing";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, rowsFor, toPage } from "../page";
import type { AccountRow, RecusalRow } from "./account.row";

interface AccountStanding extends AccountRow {
  roles: Role[];
  recusals: RecusedFrom[];
}

/** The active ones of these accounts, each with its roles and the recusals that bind today (Asia/Shanghai): whoever answers for a unit is
 * bound by the own word alone, and kept from the own unit by none (`refuseRecusal`).
 * @param db of one of them, and of no office where there are several: nobody else learns it */
export async function findStandings(db: Db, accountIds: readonly string[]): Promise<AccountStanding[]> {
  if (accountIds.length > 1)
    await db.rows("select set_config('app.asked_people', ($1::text[])::text, true)", [accountIds]);
  return db.rows<AccountStanding>(
    `select a.*,
       coalesce((select jsonb_agg(r.role order by r.role) from account_role r where r.account_id = a.id), '[]') as roles,
       coalesce((select jsonb_agg(jsonb_build_object('scope', x.scope, 'subject', x.subject))
                 from recusal x where x.account_id = a.id and x.ended_on is null
                   and x.since <= office_today() and (x.until is null or x.until >= office_today())
                   and (a.unit_id is null or x.declared_by = a.id and not exists (
                     select from unit u where u.id = a.unit_id
                       and (x.scope = 'UNIT' and x.subject = u.id or x.scope = 'REGION' and starts_with(u.region, x.subject))))
                 ), '[]') as recusals
     from account a where a.id = any ($1) and a.active`,
    [accountIds],
  );
}

export interface AccountOfOffice extends AccountRow {
  roles: Role[];
  unitRegion: RegionCode | null;
}

export async function findAccountOfOffice(
  db: Db,
  accountId: string,
  office: string,
): Promise<AccountOfOffice | undefined> {
  const [account] = await db.rows<AccountOfOffice>(
    `select a.*, array(select r.role from account_role r where r.account_id = a.id) as roles, u.region as unit_region
     from account a left join unit u on u.id = a.unit_id where a.id = $1 and a.office = $2`,
    [accountId, office],
  );
  return account;
}

/** The people of an office by their roles, its units' people aside. The own office alone reads them. */
export async function findPeopleOfOffice(db: Db, office: string): Promise<{ id: string; roles: Role[] }[]> {
  return db.rows<{ id: string; roles: Role[] }>(
    `select a.id, array(select r.role from account_role r where r.account_id = a.id) as roles
     from account a where a.office = $1 and a.active and a.unit_id is null order by a.id`,
    [office],
  );
}

/** Makes every gateway fetch the standing anew and every cache keyed by rights forget the old one. */
export async function raiseRightsEpoch(db: Db, accountId: string): Promise<void> {
  await db.rows("update account set rights_epoch = rights_epoch + 1 where id = $1", [accountId]);
}

export async function findRecusalsById(db: Db, ids: readonly string[]): Promise<RecusalRow[]> {
  return db.rows<RecusalRow>("select * from recusal where id = any ($1)", [ids]);
}

export async function findRecusalToEnd(db: Db, id: string): Promise<RecusalRow | undefined> {
  const [recusal] = await db.rows<RecusalRow>("select * from recusal where id = $1 for update", [id]);
  return recusal;
}

export async function saveRecusalEnd(db: Db, { id, endedOn, endedBy, endReason }: RecusalRow): Promise<void> {
  await db.rows("update recusal set ended_on = $2, ended_by = $3, end_reason = $4 where id = $1", [
    id,
    endedOn,
    endedBy,
    endReason,
  ]);
}

interface RecusalFilter {
  office: string;
  accountId?: string;
  /** those that hold on this calendar date */
  inForceOn?: string;
}

/** The recusals of an office's people, the latest declared first. */
export async function findRecusals(db: Db, filter: RecusalFilter, page: PageRequest): Promise<Page<RecusalRow>> {
  const where = new Conditions();
  where.equal("office", filter.office);
  where.equal("account_id", filter.accountId);
  if (filter.inForceOn) {
    const day = where.parameter(filter.inForceOn);
    where.add(`ended_on is null and since <= ${day}::date and (until is null or until >= ${day}::date)`);
  }
  where.before("declared_at", "id", page.after);
  const sql = `select * from recusal where ${where.all()}
    order by declared_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<RecusalRow>(sql, where.parameters), page);
}

export async function countActiveRecusals(db: Db, accountId: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    "select count(*)::int as count from recusal where account_id = $1 and ended_on is null and (until is null or until >= office_today())",
    [accountId],
  );
  return row?.count ?? 0;
}

const READABLE: Record<RecusalScope, string | undefined> = {
  REGION: undefined,
  UNIT: undefined,
  ROUND: "select from round where id = $1 union all select from disclosure where round_id = $1",
  FINDING: `select from finding where id = $1 union all select from published_finding where finding_id = $1
    union all select from disclosed_finding where finding_id = $1`,
};

/** Whether the caller sees the round or the finding from which somebody is to be recused; of regions and units nobody asks here. */
export async function isReadable(db: Db, scope: RecusalScope, subject: string): Promise<boolean> {
  const sql = READABLE[scope];
  if (!sql) return true;
  const [row] = await db.rows<{ found: boolean }>(`select exists (${sql}) as found`, [subject]);
  return row?.found ?? false;
}
