import type { Db } from "../db";

/** What stands in a book under an id of its own. */
export type Owned =
  | "appointment"
  | "attachment"
  | "disclosure"
  | "finding"
  | "immediate_action"
  | "obligation"
  | "office_order"
  | "publication"
  | "rectification"
  | "release"
  | "round"
  | "round_target"
  | "term"
  | "unit"
  | "verdict";

/** The office whose book the objects stand in, as far as the caller may see one of them. */
export async function findOwner(db: Db, table: Owned, ids: readonly string[]): Promise<string | undefined> {
  const [row] = await db.rows<{ office: string }>(`select office from ${table} where id = any ($1) limit 1`, [ids]);
  return row?.office;
}

/** 代录: for the rest of this transaction the policies take the caller for one of this office's people, if the office is
 * ON_PAPER and directly below the caller's, and mark what is written. */
export async function actOnBehalf(db: Db, office: string): Promise<void> {
  await db.rows("select set_config('app.on_behalf', $1, true)", [office]);
}
