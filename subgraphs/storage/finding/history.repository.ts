import type { Db } from "../db";
import type { Page } from "../page";

/** One thing that happened to a finding, as the journal has it. */
export interface HistoryRow {
  findingId: string;
  entry: number;
  at: string;
  actor: string;
  event: string;
  /** version of the finding that it led to */
  version: number;
  /** the journal's text of the event */
  body: string;
}

export interface HistoryFilter {
  /** only what was entered before this entry */
  before?: number;
}

/** The latest of what happened to each finding. Who may not read the finding in the book gets nothing. */
export async function findHistoryOf(
  db: Db,
  findingIds: readonly string[],
  { first }: { first: number },
  { before }: HistoryFilter,
): Promise<Map<string, Page<HistoryRow>>> {
  const rows = await db.rows<HistoryRow>(
    `select x.id as finding_id, h.* from unnest($1::text[]) as x (id) cross join lateral
       (select j.entry, j.at, j.actor, j.event, j.object_version as version, j.body from journal j
        where j.object_id = x.id and j.object_kind = 'Finding' and ($2::bigint is null or j.entry < $2)
        order by j.entry desc limit $3) h`,
    [findingIds, before ?? null, first + 1],
  );
  return new Map(
    findingIds.map((id) => {
      const own = rows.filter((row) => row.findingId === id);
      return [id, { rows: own.slice(0, first), hasNext: own.length > first }];
    }),
  );
}
