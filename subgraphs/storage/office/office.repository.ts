import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, plannedFor, rowsFor, toPage } from "../page";
import type { OfficeRow, TermRow } from "./office.row";
import { UnitRow } from "./unit.row";

export async function findOfficesByCode(db: Db, codes: readonly string[]): Promise<OfficeRow[]> {
  return db.rows<OfficeRow>("select * from office where code = any ($1)", [codes]);
}

export async function findOfficesById(db: Db, ids: readonly string[]): Promise<OfficeRow[]> {
  return db.rows<OfficeRow>("select * from office where id = any ($1)", [ids]);
}

export async function findTermsById(db: Db, ids: readonly string[]): Promise<TermRow[]> {
  return db.rows<TermRow>("select * from term where id = any ($1)", [ids]);
}

export async function findTermsOfOffices(db: Db, offices: readonly string[]): Promise<TermRow[]> {
  return db.rows<TermRow>("select * from term where office = any ($1) order by office, ordinal desc", [offices]);
}

/** Whether the office has opened its term of this number. */
export async function isTermOpen(db: Db, office: string, ordinal: number): Promise<boolean> {
  const found = await db.rows("select 1 from term where office = $1 and ordinal = $2", [office, ordinal]);
  return found.length > 0;
}

/** One of the codes that a unit of the office's register bears already. */
export async function findTakenCode(db: Db, office: string, codes: readonly string[]): Promise<string | undefined> {
  const [taken] = await db.rows<{ code: string }>(
    "select code from unit where office = $1 and code = any ($2) limit 1",
    [office, codes],
  );
  return taken?.code;
}

/** What a register says of a unit, and whether the caller may have nothing to do with it. */
export interface RegisterEntry {
  id: string;
  name: string;
  region: string;
  recused: boolean;
}

/** Units of an office's register on a day.
 * @param day calendar date */
export async function findRegistered(
  db: Db,
  office: string,
  ids: readonly string[],
  day: string,
): Promise<RegisterEntry[]> {
  return db.rows<RegisterEntry>(
    `select id, name, region, recused(office, region, id, '', '') as recused from unit where office = $1 and id = any ($2)
       and valid_from <= $3::date and (valid_to is null or valid_to > $3::date)`,
    [office, ids, day],
  );
}

export async function findUnitsById(db: Db, ids: readonly string[]): Promise<UnitRow[]> {
  return db.rows<UnitRow>("select * from unit where id = any ($1)", [ids]);
}

/** An entry for a change; undefined where the caller does not keep this register, or is recused from the unit. */
export async function findUnitToCorrect(db: Db, id: string): Promise<UnitRow | undefined> {
  const [unit] = await db.rows<UnitRow>("select * from unit where id = $1 for update", [id]);
  return unit;
}

export async function isRecusedFromUnit(db: Db, id: string): Promise<boolean> {
  const [row] = await db.rows<{ recused: boolean }>(
    "select recused(office, region, id, '', '') as recused from unit where id = $1",
    [id],
  );
  return row?.recused === true;
}

/** What stands on an entry: asked of the cells, which know no recusal. */
export async function findReliance(db: Db, id: string): Promise<{ reliedOn: boolean; enteredOn: string[] }> {
  const [row] = await db.rows<{ reliedOn: boolean; enteredOn: string[] | null }>(
    `select exists (select from inspection_cell c where c.unit_id = $1)
         or exists (select from account a where a.unit_id = $1)
         or exists (select from unit u where u.superior_unit_id = $1) as relied_on,
       (select array_agg(c.entered_on::text) from inspection_cell c
        where c.unit_id = $1 and c.entered_on is not null) as entered_on`,
    [id],
  );
  return { reliedOn: row?.reliedOn === true, enteredOn: row?.enteredOn ?? [] };
}

/** Whether a unit still has something to do: a round plans it, it rectifies, or units stand below it. */
export async function findEndReliance(db: Db, id: string): Promise<boolean> {
  const [row] = await db.rows<{ inUse: boolean }>(
    `select exists (select from inspection_cell c join round_cell r on r.round_id = c.round_id
                    where c.unit_id = $1 and c.status = 'PLANNED' and r.status in ('PREPARING', 'AUTHORISED', 'RUNNING'))
         or exists (select from rectification r where r.unit_id = $1 and r.status not in ('COMPLETED', 'WITHDRAWN'))
         or exists (select from unit u where u.superior_unit_id = $1 and u.valid_to is null) as in_use`,
    [id],
  );
  return row?.inUse === true;
}

/** The units of the caller's register that stand below others, in a fixed order. */
export async function findUnitsBelowToMove(db: Db, ids: readonly string[]): Promise<UnitRow[]> {
  return db.rows<UnitRow>(
    "select * from unit where superior_unit_id = any ($1) and status = 'REGISTERED' order by id for update",
    [ids],
  );
}

/** The entries from which each unit goes on. */
export async function findPredecessors(db: Db, ids: readonly string[]): Promise<UnitRow[]> {
  return db.rows<UnitRow>("select * from unit where successor_id = any ($1) order by registered_at desc, id desc", [
    ids,
  ]);
}

export async function saveCorrected(db: Db, unit: UnitRow): Promise<void> {
  const { id, name, kind, superiorBody, superiorUnitId, cadreLevel, validFrom, validTo } = unit;
  const { version, status, proposal, corrections, successorId, endedDocument } = unit;
  const values = {
    successorId,
    endedDocument,
    name,
    kind,
    superiorBody,
    superiorUnitId,
    cadreLevel,
    validFrom,
    validTo,
  };
  await db.manager.update(UnitRow, { id }, { ...values, version, status, proposal: proposal as never, corrections });
}

export interface UnitFilter {
  office: string;
  region?: string;
  kind?: string;
  code?: string;
  /** calendar date on which the entry must be valid */
  validOn?: string;
}

export async function findUnits(db: Db, filter: UnitFilter, page: PageRequest): Promise<Page<UnitRow>> {
  const where = new Conditions();
  where.equal("office", filter.office);
  where.under("region", filter.region);
  where.equal("kind", filter.kind);
  where.equal("code", filter.code);
  if (filter.validOn) {
    const day = where.parameter(filter.validOn);
    where.add(`valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)`);
  }
  where.before("registered_at", "id", page.after);
  const sql = `select * from unit where ${where.all()}
    order by registered_at desc, id desc limit ${rowsFor(page)}`;
  return toPage(await db.rows<UnitRow>(sql, where.parameters, plannedFor(filter.region)), page);
}
