import type { Client } from "pg";

/** Where rows would say that they are nobody's invention. */
const MARKED = ["unit", "round", "finding"];

/** Keeps synthetic rows away from books that are real.
 * @param offices region codes
 * @throws Error that names the offices with rows that are not marked synthetic */
export async function refuseRealBooks(client: Client, offices: readonly string[]): Promise<void> {
  const real = MARKED.map((table) => `select office from ${table} where not synthetic and office = any ($1)`);
  const { rows } = await client.query<{ office: string }>(
    `select distinct office from (${real.join(" union all ")}) r order by 1 limit 5`,
    [offices],
  );
  if (rows.length === 0) return;
  const named = rows.map(({ office }) => office).join(", ");
  throw new Error(`the books of ${named} hold rows that are not synthetic: nothing is put beside them`);
}
