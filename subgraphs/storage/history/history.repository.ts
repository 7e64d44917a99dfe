import type { Db } from "../db";
import { type Page, rowsFor } from "../page";

/** One thing that happened to an object, as the journal has it. */
export interface HistoryRow {
  objectId: string;
  entry: number;
  at: string;
  actor: string;
  event: string;
  /** version of the object that it led to */
  version: number;
  /** the journal's text of the event */
  body: string;
}

export interface HistoryFilter {
  /** only what was entered before this entry */
  before?: number;
}

/** Who changed an object last, and when.
 * @returns undefined where the journal tells the caller nothing of it */
export async function findLastChange(db: Db, id: string): Promise<{ actor: string; at: string } | undefined> {
  const [last] = await db.rows<{ actor: string; at: string }>(
    "select actor, at from journal where object_id = $1 order by entry desc limit 1",
    [id],
  );
  return last;
}

/** The latest of what happened to each object. Who may not read the object in the book gets nothing. */
export async function findHistoryOf(
  db: Db,
  kinds: readonly ("Clue" | "Finding" | "ImmediateAction" | "Order" | "ReceivedOrder" | "Rectification")[],
  ids: readonly string[],
  { first }: { first: number },
  { before }: HistoryFilter,
): Promise<Map<string, Page<HistoryRow>>> {
  const rows = await db.rows<HistoryRow>(
    `select x.id as object_id, h.* from unnest($1::text[]) as x (id) cross join lateral
       (select j.entry, j.at, j.actor, j.event, j.object_version as version, j.body from journal j
        where j.object_id = x.id and j.object_kind = any ($3) and ($2::bigint is null or j.entry < $2)
        order by j.entry desc limit ${rowsFor({ first })}) h`,
    [ids, before ?? null, kinds],
  );
  return new Map(
    ids.map((id) => {
      const own = rows.filter((row) => row.objectId === id);
      return [id, { rows: own.slice(0, first), hasNext: own.length > first }];
    }),
  );
}
