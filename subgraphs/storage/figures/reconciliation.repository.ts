import type { ClientBase } from "pg";
import type { Db } from "../db";

/** 对账 What the last comparison of the sums with a full count found. */
interface ReconciliationRow {
  at: string;
  /** how many sums differed */
  differences: number;
}

export async function findReconciliation(db: Db): Promise<ReconciliationRow | undefined> {
  const [row] = await db.rows<ReconciliationRow>(
    "select at, differences from figure_reconciliation order by id desc limit 1",
  );
  return row;
}

/** One sum that is not what a full count says: which, of what, and how much it lacks (or has too much, < 0). */
export interface FigureGap {
  sums: string;
  place: Record<string, unknown>;
  n: number;
}

/** How many of the differences are named. */
const NAMED = 20;

/** Moves what was not folded yet into the sums. Two at once, writers and readers do no harm, and none waits for a writer.
 * @param client a connection of the worker or the owner, in no transaction
 * @returns how many deltas were moved */
export async function foldFigures(client: ClientBase): Promise<number> {
  const { rowCount } = await client.query(
    `select where exists (select from figure_delta) or exists (select from figure_cover_delta)
       or exists (select from figure_slice_delta)`,
  );
  if (!rowCount) return 0;
  const { rows } = await client.query<{ folded: string }>("select fold_figures() as folded");
  return Number(rows[0]?.folded ?? 0);
}

/** Compares sums and deltas with a full count, all at one moment, and keeps what was found where everyone sees it.
 * @param client a connection of the worker or the owner, in no transaction */
export async function reconcileFigures(client: ClientBase): Promise<{ differences: number; first: FigureGap[] }> {
  const started = Date.now();
  const { rows } = await client.query<FigureGap & { all: string }>(
    `select sums, place, n, count(*) over () as "all" from figure_gap limit ${NAMED}`,
  );
  const first = rows.map(({ sums, place, n }) => ({ sums, place, n: Number(n) }));
  const differences = Number(rows[0]?.all ?? 0);
  await client.query(
    "insert into figure_reconciliation (at, differences, first_differences, milliseconds) values (now(), $1, $2, $3)",
    [differences, JSON.stringify(first), Date.now() - started],
  );
  return { differences, first };
}

/** Whether the sums were compared since an instant. */
export async function isReconciledSince(client: ClientBase, instant: Date): Promise<boolean> {
  const { rowCount } = await client.query("select from figure_reconciliation where at >= $1 limit 1", [instant]);
  return rowCount !== 0;
}

/** Findings whose cell does not say what book, publications and target say.
 * @param client a connection of the owner, which reads all */
export async function findWrongCells(client: ClientBase): Promise<{ count: number; first: string[] }> {
  const { rows } = await client.query<{ finding_id: string; all: string }>(
    `select finding_id, count(*) over () as "all" from figure_cell_gap limit ${NAMED}`,
  );
  return { count: Number(rows[0]?.all ?? 0), first: rows.map((row) => row.finding_id) };
}
