import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { TIER_NAMES, type Tier, tierOfName } from "../schema/contract/tier";
import { CALENDAR_ENTRY, loadCalendar } from "./calendar";
import { runMain } from "./runMain";
import { loadTaxonomies } from "./taxonomies";

/** The source folder of the numbered SQL files, from the compiled place of this file. */
const MIGRATIONS = join(__dirname, "../../subgraphs/storage/migrations");
/** Two starters at once must not migrate twice. */
const LOCK = 7_300_101;

/** Brings a tier's database up to date: every numbered SQL file once, in order, each in its own transaction;
 * then the working calendar, where it has changed.
 * @param ownerUrl connection of the owner role
 * @returns the files that were carried out now
 * @throws where a file that was already carried out has changed since or is not there, or one comes too late */
export async function migrate(ownerUrl: string, tier: Tier): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: `migrate ${tier}` });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(
      "create table if not exists migration (file text primary key, content text not null, at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ file: string; content: string }>("select file, content from migration");
    const done = new Map(rows.map((row) => [row.file, row.content]));
    const carriedOut: string[] = [];
    const files = readdirSync(MIGRATIONS).sort();
    refuseUnknownPast(files, [...done.keys()].filter(isNumbered).sort());
    for (const file of files) {
      const content = readFileSync(join(MIGRATIONS, file), "utf8");
      const before = done.get(file);
      if (before !== undefined && before !== content) {
        throw new Error(`${file} was changed after it was carried out: add a new migration instead`);
      }
      if (before !== undefined) continue;
      await carryOut(client, file, content);
      carriedOut.push(file);
    }
    if (await loadCalendar(client, done.get(CALENDAR_ENTRY))) carriedOut.push(CALENDAR_ENTRY);
    await loadTaxonomies(client);
    return carriedOut;
  } finally {
    await client.end();
  }
}

/** What is carried out differs from what these files would have made where one of them is missing or was added before the
 * end: neither may be found out by the first statement that fails. */
function refuseUnknownPast(files: readonly string[], done: readonly string[]): void {
  const newer = done.find((file) => !files.includes(file));
  if (newer) {
    throw new Error(
      `this database was brought up to date by another version (${newer}): start that one, or a backup from before`,
    );
  }
  const last = done.at(-1);
  const late = files.find((file) => last && file < last && !done.includes(file));
  if (late) throw new Error(`${late} comes before ${last}, which is carried out already: give it the next number`);
}

const isNumbered = (entry: string): boolean => /^\d{4}_/.test(entry);

async function carryOut(client: Client, file: string, content: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(content);
    await client.query("insert into migration (file, content) values ($1, $2)", [file, content]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function main(): Promise<number> {
  const name = TIER_NAMES.find((tier) => tier === process.env.TIER);
  const url = process.env.OWNER_DATABASE_URL;
  if (!name || !url) throw new Error("set TIER (province, city or county) and OWNER_DATABASE_URL");
  const files = await migrate(url, tierOfName(name));
  process.stdout.write(files.length ? `${name}: ${files.join(", ")}\n` : `${name}: up to date\n`);
  return 0;
}

if (require.main === module) runMain(main);
