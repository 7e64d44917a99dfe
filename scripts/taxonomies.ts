import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";

/** The committed lists, from the compiled place of this file. */
const FOLDER = join(__dirname, "../../schema/taxonomies");

/** Each file with its table and what a repeated row may change. */
const FILES = [
  { file: "taxonomies.csv", table: "taxonomy", key: ["kind", "version"], ordered: true },
  { file: "terms.csv", table: "taxonomy_term", key: ["kind", "version", "code"], ordered: true },
  {
    file: "mappings.csv",
    table: "taxonomy_mapping",
    key: ["kind", "from_version", "from_code", "to_version", "to_code"],
    ordered: false,
  },
];

/** Loads the versions, terms and mappings of focus and category. Repeatable: names and dates follow the files, and no term is
 * taken away, because findings may bear it.
 * @param client a connection of the owner role */
export async function loadTaxonomies(client: Client, folder = FOLDER): Promise<void> {
  await client.query("begin");
  try {
    for (const file of FILES) await loadFile(client, folder, file);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}

async function loadFile(client: Client, folder: string, { file, table, key, ordered }: (typeof FILES)[number]) {
  const { columns, rows } = readCsv(join(folder, file));
  const all = ordered ? [...columns, "place"] : columns;
  const others = all.filter((column) => !key.includes(column));
  const present = others.map((column) => `${table}.${column}`).join(", ");
  const wanted = others.map((column) => `excluded.${column}`).join(", ");
  // a start that finds everything as the files say it writes nothing
  const again = others.length
    ? `update set (${others.join(", ")}) = row(${wanted}) where (${present}) is distinct from (${wanted})`
    : "nothing";
  const named = rows.map((row, place) => ({
    ...Object.fromEntries(columns.map((name, i) => [name, row[i]])),
    place,
  }));
  await client.query(
    `insert into ${table} (${all.join(", ")})
     select ${all.join(", ")} from jsonb_populate_recordset(null::${table}, $1)
     on conflict (${key.join(", ")}) do ${again}`,
    [JSON.stringify(named)],
  );
}

/** Lines of comma-separated fields under a header line, comment lines with #. No field holds a comma or a quote.
 * @throws where a line has another number of fields than the header */
function readCsv(path: string): { columns: string[]; rows: (string | null)[][] } {
  const lines = readFileSync(path, "utf8").split(/\r?\n/);
  const [columns = [], ...rows] = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(","));
  const wrong = rows.find((row) => row.length !== columns.length);
  if (wrong) throw new Error(`${path}: ${columns.length} fields are wanted, not as in: ${wrong.join(",")}`);
  return { columns, rows: rows.map((row) => row.map((field) => field || null)) };
}
