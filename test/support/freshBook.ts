import { Client } from "pg";
import { nameOfTier } from "../../schema/contract/tier";
import { BUSY, type TierDatabase } from "./database";
import { until } from "./until";

const TABLES = `select quote_ident(tablename) as name from pg_tables
  where schemaname = 'public' and tablename <> 'migration' order by 1`;

/** bytes */
const LITTLE = 2_000_000;

/** The largest table of an empty book by far, which migrations alone write. */
const NOBODY_WRITES = "working_day";

/** Which rows a table holds: each counts by the transaction that wrote it, so that what has changed adds up to more. To read the rows
 * themselves costs ten times as much. */
const VERSIONS = "select concat(count(*), ' ', sum(xmin::text::bigint))";

interface Table {
  name: string;
  /** whether a migrated database has rows of it from the beginning: calendars, policies, taxonomies */
  full: boolean;
}

/** A migrated database that is used again and again, and made to hold each time what it held in the beginning. Its connection
 * stays open: a new one would learn all tables anew. */
export class FreshBook {
  private client: Promise<Client> | undefined;
  private tables: Table[] = [];
  private question = "";
  private versions: string[] = [];

  private readonly adminUrl: string;

  /** @param database that nobody has written to */
  constructor(private readonly database: Pick<TierDatabase, "tier" | "adminUrl">) {
    this.adminUrl = database.adminUrl;
  }

  /** Copies the rows that it has from the beginning. */
  async remember(): Promise<void> {
    const client = await this.open();
    await client.query("create schema fresh");
    for (const { name } of (await client.query<{ name: string }>(TABLES)).rows) {
      const { rowCount } = await client.query(`select from ${name} limit 1`);
      if (rowCount) await client.query(`create table fresh.${name} as table ${name}`);
      this.tables.push({ name, full: Boolean(rowCount) });
    }
    const full = this.tables.filter((table) => table.full).map(({ name }) => name);
    const changed = this.tables.map(({ name, full: wasFull }) => {
      const place = full.indexOf(name) + 1;
      const differs = wasFull ? `(${VERSIONS} from ${name}) <> ($1::text[])[${place}]` : `exists (select from ${name})`;
      return `select '${name}' as name, pg_relation_size('${name}') > ${LITTLE} as much where ${differs}`;
    });
    this.question = changed.join(" union all ");
    await this.rememberVersions();
  }

  /** Waits until nobody works in the database any more, and makes its tables hold what they held when it was fresh. Only what has
   * changed is touched, row by row where it is little: a table that is truncated makes every connection forget how it is read, and
   * learning that again is most of what the next file's statements cost. */
  async empty(): Promise<void> {
    const client = await this.open();
    await until("nobody works in the database", async () => {
      const working = "datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
      const { rowCount } = await client.query(`select from pg_stat_activity where ${working}`);
      return rowCount === 0;
    });
    const question = { name: "changed", text: this.question, values: [this.versions] };
    const changed = await client.query<{ name: string; much: boolean }>(question);
    const full = new Set(this.tables.filter((table) => table.full).map(({ name }) => name));
    for (const { name, much } of changed.rows) {
      await client.query(much && !full.has(name) ? `truncate ${name} cascade` : `delete from ${name}`);
      if (full.has(name)) await client.query(`insert into ${name} select * from fresh.${name}`);
    }
    if (changed.rows.some(({ name }) => full.has(name))) await this.rememberVersions();
  }

  /** Takes all rows out of tables, those that it has from the beginning too: until it is emptied. */
  async clear(...names: string[]): Promise<void> {
    const client = await this.open();
    for (const name of names) await client.query(`delete from ${name}`);
  }

  /** What each table holds: equal before and after means that nothing was written.
   * @returns by tier and table, `county.finding` */
  async fingerprint(): Promise<Record<string, string>> {
    const tier = nameOfTier(this.database.tier);
    const each = this.tables.map(({ name }) => {
      const holds = name === NOBODY_WRITES ? "select count(*)::text" : VERSIONS;
      return `select '${tier}.${name}' as name, (${holds} from ${name}) as holds`;
    });
    // prepared: to understand it takes longer than to carry it out
    const question = { name: "fingerprint", text: each.join(" union all ") };
    const { rows } = await (await this.open()).query<{ name: string; holds: string }>(question);
    return Object.fromEntries(rows.map(({ name, holds }) => [name, holds]));
  }

  /** Seconds that the server has worked in it. */
  async busy(): Promise<number> {
    const { rows } = await (await this.open()).query<{ seconds: number }>(BUSY, [
      new URL(this.adminUrl).pathname.slice(1),
    ]);
    return Number(rows[0]?.seconds ?? 0);
  }

  async close(): Promise<void> {
    await (await this.client?.catch(() => undefined))?.end();
  }

  private async rememberVersions(): Promise<void> {
    const full = this.tables.filter((table) => table.full).map(({ name }) => `(${VERSIONS} from ${name})`);
    const { rows } = await (await this.open()).query<{ versions: string[] }>(`select array[${full}] as versions`);
    this.versions = rows[0]?.versions ?? [];
  }

  private open(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.adminUrl });
    // a test may cut every connection of a database, this one too
    client.on("error", () => {
      this.client = undefined;
    });
    await client.connect();
    // the journal's trigger keeps everybody else from what is done here
    await client.query("set session_replication_role = replica");
    return client;
  }
}
