import type { Client } from "pg";

/** What the large set is written to past the triggers, finding by finding. */
const TABLES = ["finding", "finding_text", "finding_cell", "published_finding"];
const LABEL = "large index: ";

/** Drops the indexes of the large tables that no key rests on, and remembers each in the same transaction: to make them anew
 * from all rows costs a fraction of keeping them row by row. Until then the platform finds findings slowly. */
export async function setIndexesAside(client: Client): Promise<void> {
  await client.query("begin");
  await client.query(
    `insert into seed_stage (label)
     select $1 || pg_get_indexdef(i.indexrelid) from pg_index i
     where i.indrelid = any ($2::regclass[]) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
     on conflict do nothing`,
    [LABEL, TABLES],
  );
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i join seed_stage s
       on s.label = $1 || pg_get_indexdef(i.indexrelid) where i.indrelid = any ($2::regclass[])`,
    [LABEL, TABLES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await client.query("commit");
}

/** Makes again what was set aside, by this run or by one that was killed: each index in a transaction of its own. */
export async function putIndexesBack(client: Client): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    "select substr(label, length($1) + 1) as definition from seed_stage where starts_with(label, $1) order by 1",
    [LABEL],
  );
  await client.query("set maintenance_work_mem = '256MB'");
  for (const { definition } of rows) {
    await client.query("begin");
    await client.query(definition);
    await client.query("delete from seed_stage where label = $1", [LABEL + definition]);
    await client.query("commit");
  }
}
