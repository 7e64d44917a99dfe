import {
  type ImmediateActionKind,
  type ImmediateActionStatus,
  OPEN_ACTIONS,
} from "../../domain/immediateAction/immediateAction";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, type PageRequest, pagesByParent, rowsFor, toPage } from "../page";
import type { ImmediateActionRow } from "./immediateAction.row";

export interface ImmediateActionFilter {
  kind?: readonly ImmediateActionKind[];
  status?: readonly ImmediateActionStatus[];
}

export async function findImmediateActionsById(db: Db, ids: readonly string[]): Promise<ImmediateActionRow[]> {
  return db.rows<ImmediateActionRow>("select * from immediate_action where id = any ($1)", [ids]);
}

/** The actions of an office, newest first, for who reads its book: a team reads those of its targets. */
export async function findImmediateActions(
  db: Db,
  office: string,
  filter: ImmediateActionFilter,
  page: PageRequest,
): Promise<Page<ImmediateActionRow>> {
  const where = new Conditions();
  const owner = where.parameter(office);
  where.add(`a.office = ${owner}`);
  where.add(`exists (select 1 from my_book m where m.owner = ${owner})`);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  narrow(where, filter, page);
  const sql = `select a.* from immediate_action a where ${where.all()}
    order by a.proposed_at desc, a.id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<ImmediateActionRow>(sql, where.parameters), page);
}

/** The first actions of each target, newest first. */
export async function findImmediateActionsOfTargets(
  db: Db,
  targetIds: readonly string[],
  page: PageRequest,
  filter: ImmediateActionFilter,
): Promise<Map<string, Page<ImmediateActionRow>>> {
  const where = new Conditions();
  const list = where.parameter(targetIds);
  where.add("a.target_id = x.id");
  narrow(where, filter, page);
  const sql = `select r.* from unnest(${list}::text[]) as x (id) cross join lateral (
      select a.* from immediate_action a where ${where.all()}
      order by a.proposed_at desc, a.id desc limit ${rowsFor(page)}) r`;
  return pagesByParent(await db.rows<ImmediateActionRow>(sql, where.parameters), (row) => row.targetId, page);
}

function narrow(where: Conditions, filter: ImmediateActionFilter, page: PageRequest): void {
  where.oneOf("a.kind", filter.kind);
  where.oneOf("a.status", filter.status);
  where.before("a.proposed_at", "a.id", page.after);
}

/** The actions that name each finding, the latest first. */
export async function findImmediateActionsOfFindings(
  db: Db,
  findingIds: readonly string[],
): Promise<(ImmediateActionRow & { findingId: string })[]> {
  return db.rows<ImmediateActionRow & { findingId: string }>(
    `select f.id as finding_id, a.* from finding f
     join immediate_action a on a.target_id = f.target_id and f.id = any (a.finding_ids)
     where f.id = any ($1) order by a.proposed_at desc, a.id desc`,
    [findingIds],
  );
}

/** Reads actions for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findImmediateActionsToMove(db: Db, ids: readonly string[]): Promise<ImmediateActionRow[]> {
  return db.rows<ImmediateActionRow>("select * from immediate_action where id = any ($1) order by id for update", [
    ids,
  ]);
}

/** Of the targets, those with an action that is neither confirmed nor given up, also where a recusal hides it. */
export async function findTargetsInAction(db: Db, targetIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ targetId: string }>(
    "select distinct target_id from immediate_action_cell where target_id = any ($1) and status = any ($2)",
    [targetIds, OPEN_ACTIONS],
  );
  return new Set(rows.map(({ targetId }) => targetId));
}

/** By target: the day of its first immediate action. */
export async function findFirstActionDays(db: Db, targetIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ targetId: string; day: string }>(
    "select target_id, min(proposed_on) as day from immediate_action where target_id = any ($1) group by target_id",
    [targetIds],
  );
  return new Map(rows.map(({ targetId, day }) => [targetId, day]));
}

/** Writes the new versions in one statement. The rows were read with `for update` in this transaction. */
export async function saveImmediateActions(db: Db, actions: readonly ImmediateActionRow[]): Promise<void> {
  await db.rows(
    `update immediate_action a set version = c.version, status = c.status, status_on = c."statusOn",
       authorised_on = c."authorisedOn", authorised_by = c."authorisedBy", document_number = c."documentNumber",
       done_on = c."doneOn", done_by = c."doneBy", proof = c.proof, recovered_fen = c."recoveredFen",
       recovered_qualifier = c."recoveredQualifier", people_helped = c."peopleHelped",
       people_qualifier = c."peopleQualifier", households_helped = c."householdsHelped",
       households_qualifier = c."householdsQualifier", confirmed_on = c."confirmedOn", confirmed_by = c."confirmedBy",
       note = c.note
     from jsonb_to_recordset($1) as c (id text, version integer, status text, "statusOn" date, "authorisedOn" date,
       "authorisedBy" text, "documentNumber" text, "doneOn" date, "doneBy" text, proof text, "recoveredFen" bigint,
       "recoveredQualifier" text, "peopleHelped" integer, "peopleQualifier" text, "householdsHelped" integer,
       "householdsQualifier" text, "confirmedOn" date, "confirmedBy" text, note text)
     where a.id = c.id`,
    [JSON.stringify(actions)],
  );
}
