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
interface RegisterEntry {
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

/** What stands on an entry: asked of the cells, which know no recusal. */
interface Reliance {
  id: string;
  /** whether the caller is recused from the unit */
  recused: boolean;
  /** whether a round names it, an account answers for it, or another unit stands below it */
  reliedOn: boolean;
  /** the days on which teams entered it */
  enteredOn: string[];
  /** whether it still has something to do: a round plans it, it rectifies, or units stand below it */
  inUse: boolean;
}

export async function findReliances(db: Db, ids: readonly string[]): Promise<Reliance[]> {
  return db.rows<Reliance>(
    `select n.id, recused(n.office, n.region, n.id, '', '') as recused,
       exists (select from inspection_cell c where c.unit_id = n.id)
         or exists (select from account a where a.unit_id = n.id)
         or exists (select from unit u where u.superior_unit_id = n.id) as relied_on,
       array(select c.entered_on::text from inspection_cell c
             where c.unit_id = n.id and c.entered_on is not null) as entered_on,
       exists (select from inspection_cell c join round_cell r on r.round_id = c.round_id
               where c.unit_id = n.id and c.status = 'PLANNED' and r.status in ('PREPARING', 'AUTHORISED', 'RUNNING'))
         or exists (select from rectification r where r.unit_id = n.id and r.status not in ('COMPLETED', 'WITHDRAWN'))
         or exists (select from unit u where u.superior_unit_id = n.id and u.valid_to is null) as in_use
     from unit n where n.id = any ($1)`,
    [ids],
  );
}

/** What still stands under entries that ended: it stays under the name that it was begun under. */
interface LeftBehind {
  id: string;
  /** ids of targets that are planned and not entered yet */
  plannedIds: string[];
  /** of rectifications that go on */
  rectifyingIds: string[];
  /** accounts that answer for the entry */
  accounts: string[];
}

export async function findLeftBehind(db: Db, ids: readonly string[]): Promise<LeftBehind[]> {
  return db.rows<LeftBehind>(
    `select n.id,
       array(select t.id from round_target t where t.unit_id = n.id and t.status = 'PLANNED' order by t.id) as planned_ids,
       array(select r.target_id from rectification r
             where r.unit_id = n.id and r.status not in ('COMPLETED', 'WITHDRAWN') order by r.target_id) as rectifying_ids,
       array(select a.id from account a where a.unit_id = n.id and a.active order by a.id) as accounts
     from unit n where n.id = any ($1)`,
    [ids],
  );
}

/** @throws where the register has no such entry, which is a defect of the caller */
export async function getReliance(db: Db, id: string): Promise<Reliance> {
  const [reliance] = await findReliances(db, [id]);
  if (!reliance) throw new Error(`${id} is in no register`);
  return reliance;
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

interface UnitFilter {
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
