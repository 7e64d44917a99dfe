import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, toPage } from "../page";
import type { OfficeRow, TermRow } from "./office.row";
import type { UnitRow } from "./unit.row";

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

export async function findUnitsById(db: Db, ids: readonly string[]): Promise<UnitRow[]> {
  return db.rows<UnitRow>("select * from unit where id = any ($1)", [ids]);
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
    order by registered_at desc, id desc limit ${where.parameter(page.first + 1)}`;
  return toPage(await db.rows<UnitRow>(sql, where.parameters), page);
}
