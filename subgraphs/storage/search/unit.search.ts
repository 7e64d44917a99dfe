import type { Db } from "../db";
import type { UnitRow } from "../office/unit.row";
import { Conditions, type Page, rowsFor, toPage } from "../page";
import type { Search } from "./finding.search";

/** Where a list stands that is ordered by names. */
export interface NameKey {
  name: string;
  id: string;
}

/** The units of the register whose name has all the words in it, or whose code begins with the text, by name. */
export async function searchUnits(
  db: Db,
  search: Search,
  page: { first: number; after?: NameKey },
): Promise<Page<UnitRow>> {
  const where = new Conditions();
  where.under("w.region", search.region);
  if (page.after) {
    where.add(`(w.name, w.unit_id) > (${where.parameter(page.after.name)}, ${where.parameter(page.after.id)})`);
  }
  const sql = `select u.* from (select w.name, w.unit_id from unit_words w where ${where.all()}
      order by w.name, w.unit_id limit ${rowsFor(page)}) w
    join unit u on u.id = w.unit_id order by w.name, w.unit_id`;
  return toPage(await db.rows<UnitRow>(sql, where.parameters, { searching: search.text }), page);
}
