import type { Db } from "../db";

/** Units of this tier's registers on a day, and whether the caller may have nothing to do with them.
 * @param day calendar date */
export async function findUnitsInRegister(
  db: Db,
  ids: readonly string[],
  day: string,
): Promise<Map<string, { id: string; recused: boolean }>> {
  const rows = await db.rows<{ id: string; recused: boolean }>(
    `select id, recused(office, region, id, '', '') as recused from unit
     where id = any ($1) and valid_from <= $2::date and (valid_to is null or valid_to > $2::date)`,
    [ids, day],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
