import { type FindingStatus, WITHHELD } from "../../domain/finding/finding";
import type { TeamRole } from "../../domain/lifecycle";
import type { RoundStatus } from "../../domain/round/round";
import type { TargetStatus } from "../../domain/target/target";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, pagesByParent, rowsFor, toPage } from "../page";
import type { TargetRow } from "./target.row";

export async function findTargetsById(db: Db, ids: readonly string[]): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where id = any ($1)", [ids]);
}

/** All targets of a round, in the order in which they were added. */
export async function findTargetsInRound(db: Db, roundId: string): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where round_id = $1 order by added_at, id", [roundId]);
}

/** The targets of a round that inspect one of the units. */
export async function findUnitsInRound(
  db: Db,
  roundId: string,
  unitIds: readonly string[],
): Promise<Pick<TargetRow, "id" | "unitId" | "status">[]> {
  return db.rows("select id, unit_id, status from round_target where round_id = $1 and unit_id = any ($2)", [
    roundId,
    unitIds,
  ]);
}

/** The first targets of each round, newest first: one statement for all rounds. */
export async function findTargetsOfRounds(
  db: Db,
  roundIds: readonly string[],
  page: PageRequest,
): Promise<Map<string, Page<TargetRow>>> {
  const where = new Conditions();
  const list = where.parameter(roundIds);
  where.add("t.round_id = r.id");
  where.before("t.added_at", "t.id", page.after);
  const sql = `select t.* from unnest(${list}::text[]) as r (id)
    cross join lateral (select * from round_target t where ${where.all()}
      order by t.added_at desc, t.id desc limit ${rowsFor(page)}) t`;
  const rows = await db.rows<TargetRow>(sql, where.parameters);
  return pagesByParent(rows, (row) => row.roundId, page);
}

interface TargetFilter {
  /** region code of the office that owns the targets */
  office: string;
  status?: TargetStatus[];
  roundStatus?: RoundStatus[];
  roundId?: string;
  /** calendar date: entered before this day */
  enteredBefore?: string;
  /** of units that another tier keeps in its register: its ids say so */
  inStead?: boolean;
}

/** The targets of an office, newest first: its own and its superiors' people read it by their office, a team reads the
 * targets of its appointments. Whether the caller's office may read any of it is decided before a row is touched. */
export async function findTargets(db: Db, filter: TargetFilter, page: PageRequest): Promise<Page<TargetRow>> {
  const where = new Conditions();
  const office = where.parameter(filter.office);
  const arm = (...scope: string[]) => {
    const conditions = new Conditions(where);
    for (const condition of [`t.office = ${office}`, ...scope]) conditions.add(condition);
    conditions.oneOf("t.status", filter.status);
    conditions.equal("t.round_id", filter.roundId);
    if (filter.roundStatus) {
      const statuses = conditions.parameter(filter.roundStatus);
      conditions.add(`(select r.status from round r where r.id = t.round_id) = any (${statuses})`);
    }
    if (filter.inStead) conditions.add("split_part(t.unit_id, ':', 1) <> split_part(t.id, ':', 1)");
    if (filter.enteredBefore) conditions.add(`t.entered_on < ${conditions.parameter(filter.enteredBefore)}::date`);
    conditions.before("t.added_at", "t.id", page.after);
    return conditions.all();
  };
  const byOffice = arm(
    `left(${office}, length(reading_office())) = reading_office()`,
    "not recused(reading_office(), '', '', '', '')",
  );
  // each by its id, however many targets the office or the round has
  const byTeam = arm("t.id = m.target_id");
  const limit = rowsFor(page);
  const newest = `order by t.added_at desc, t.id desc limit ${limit}`;
  const sql = `select * from (
      (select t.* from round_target t where ${byOffice} ${newest})
      union (select t.* from (select distinct target_id from my_team) m
        cross join lateral (select t.* from round_target t where ${byTeam} offset 0) t ${newest})
    ) t ${newest}`;
  return toPage(await db.rows<TargetRow>(sql, where.parameters), page);
}

/** Reads targets for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findTargetsToMove(db: Db, ids: readonly string[]): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where id = any ($1) order by id for update", [ids]);
}

/** Reads targets and holds them where they are until the transaction ends: what happens beside each other in a target waits
 * for its steps, and its steps for that. */
export async function holdTargets(db: Db, ids: readonly string[]): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where id = any ($1) order by id for share", [ids]);
}

/** The caller's team roles in each target, valid now. */
export async function findTeamRoles(db: Db, targetIds: readonly string[]): Promise<Map<string, TeamRole[]>> {
  const rows = await db.rows<{ targetId: string; roles: TeamRole[] }>(
    "select target_id, array_agg(role) as roles from my_team where target_id = any ($1) group by target_id",
    [targetIds],
  );
  return new Map(rows.map(({ targetId, roles }) => [targetId, roles]));
}

/** The targets of which the caller may not see every finding: the cells count what the book hides from a recused person. */
export async function findPartlyHidden(db: Db, targetIds: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select t.id from unnest($1::text[]) as t (id)
     where (select count(*) from finding_cell c where c.target_id = t.id)
         > (select count(*) from finding f where f.target_id = t.id)`,
    [targetIds],
  );
  return rows.map(({ id }) => id);
}

/** The statuses in which each target has findings, those apart that it goes on without. */
export async function findingStatusesOf(db: Db, targetIds: readonly string[]): Promise<Map<string, FindingStatus[]>> {
  const rows = await db.rows<{ targetId: string; statuses: FindingStatus[] }>(
    `select target_id, array_agg(distinct status) as statuses from finding where target_id = any ($1)
       and not (status = $2 and exchange_exception is not distinct from $3) group by target_id`,
    [targetIds, WITHHELD.status, WITHHELD.exchangeException],
  );
  return new Map(rows.map(({ targetId, statuses }) => [targetId, statuses]));
}

/** What has come of the feedback of targets, beside where findings and rectification stand now. */
interface ReliedOn {
  targetId: string;
  unitBrought: boolean;
  lookedBackOn: boolean;
}

/** Whether the unit, or the office for it, ever brought anything, and whether a look-back stands on it. The proof of what was
 * rectified at once is the team's, from before the feedback. */
export async function findReliedOn(db: Db, targetIds: readonly string[]): Promise<ReliedOn[]> {
  return db.rows<ReliedOn>(
    `select t.id as target_id,
       exists (select from finding f where f.target_id = t.id and (f.claimed_by is not null
                 or f.proof is not null and not exists (select from immediate_action a where a.target_id = t.id
                      and a.status = 'CONFIRMED' and f.id = any (a.finding_ids))
                 or exists (select from objection o where o.finding_id = f.id)))
       or exists (select from rectification r where r.target_id = t.id and r.plan is not null)
       or exists (select from attachment a where a.target_id = t.id and a.of_unit is not null) as unit_brought,
       exists (select from round_target b where b.predecessor_id = t.id) as looked_back_on
     from round_target t where t.id = any ($1)`,
    [targetIds],
  );
}

/** The targets of which anything was written down since the entry, whoever may see it: the cells know no recusal. */
export async function findTargetsWithWork(db: Db, targetIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>(
    `select t.id from unnest($1::text[]) as t (id)
     where exists (select from finding_cell c where c.target_id = t.id)
       or exists (select from immediate_action_cell a where a.target_id = t.id)
       or exists (select from verdict v where v.target_id = t.id)`,
    [targetIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Writes the new versions in one statement. The rows were read with `for update` in this transaction. */
export async function saveTargets(db: Db, targets: readonly TargetRow[]): Promise<void> {
  await db.rows(
    `update round_target t set version = c.version, status = c.status, note = c.note, entered_on = c."enteredOn",
       reported_on = c."reportedOn", heard_on = c."heardOn", hearing_body = c."hearingBody",
       hearing_document_number = c."hearingDocumentNumber", fed_back_on = c."fedBackOn",
       rectification_started_on = c."rectificationStartedOn", evaluated_on = c."evaluatedOn", archived_on = c."archivedOn",
       corrections = c.corrections, withdrawal_proposed_by = c."withdrawalProposedBy",
       withdrawal_reason = c."withdrawalReason", unit_office = c."unitOffice", superior_unit_id = c."superiorUnitId",
       superior_unit_name = c."superiorUnitName", attested_at = c."attestedAt"
     from jsonb_to_recordset($1) as c (id text, version integer, status text, note text, "enteredOn" date,
       "reportedOn" date, "heardOn" date, "hearingBody" text, "hearingDocumentNumber" text, "fedBackOn" date,
       "rectificationStartedOn" date, "evaluatedOn" date, "archivedOn" date, corrections jsonb,
       "withdrawalProposedBy" text, "withdrawalReason" text, "unitOffice" text, "superiorUnitId" text,
       "superiorUnitName" text, "attestedAt" timestamptz)
     where t.id = c.id`,
    [JSON.stringify(targets)],
  );
}
