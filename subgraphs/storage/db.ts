import { type ClientBase, types } from "pg";
import type { ColumnOptions, EntityManager } from "typeorm";

/** What a repository needs: rows by SQL, under the caller's rights, and TypeORM's manager for writing entities. */
export interface Db {
  /** Column names come back in camelCase; dates as YYYY-MM-DD, instants as ISO 8601 in UTC with microseconds. */
  rows<Row>(sql: string, parameters?: unknown[], eachTime?: PlannedEachTime): Promise<Row[]>;
  manager: EntityManager;
}

/** Asks for a plan for these values alone, where none is good for all: which costs more than most statements do. */
export interface PlannedEachTime {
  /** the words that this statement, and no other, searches for */
  searching?: string;
}

const DATE = 1082;
const TIMESTAMPTZ = 1184;
const BIGINT = 20;

/** Calendar dates must not pass through a time zone, and cursors need the microseconds that a Date would drop. */
export function installTypeParsers(): void {
  types.setTypeParser(DATE, (text) => text);
  types.setTypeParser(TIMESTAMPTZ, isoInstant);
  types.setTypeParser(BIGINT, Number);
}

/** `2026-03-01 02:03:04.5+00` → `2026-03-01T02:03:04.500000Z`. The connection's time zone is UTC. */
function isoInstant(text: string): string {
  const [, day, time, fraction = ""] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  if (!day || !time) throw new Error("an instant did not come back in UTC");
  return `${day}T${time}.${fraction.padEnd(6, "0")}Z`;
}

/** An instant that is written as it is: TypeORM would make a Date of it and drop the microseconds, which keep the rows of
 * one ledger in order and make a cursor exact. */
export const INSTANT: ColumnOptions = {
  type: "timestamptz",
  transformer: { to: (text: string | null) => text && { toPostgres: () => text }, from: (text: string | null) => text },
};

/** 代录: region code of the superior office that entered the row, or a part of it, for the row's office. The database puts it
 * on and nobody writes it. */
export const ENTERED_BY_OFFICE: ColumnOptions = { type: "text", nullable: true, insert: false, update: false };

/** Rows by SQL over a plain connection, for whoever is no caller: the worker, a loader, the operator. */
export function rowsBy(client: Pick<ClientBase, "query">): Pick<Db, "rows"> {
  return {
    async rows<Row>(sql: string, parameters?: unknown[]): Promise<Row[]> {
      const { rows } = await client.query<Record<string, unknown>>(sql, parameters);
      return rows.map((raw) => camelRow<Row>(raw));
    },
  };
}

const camelNames = new Map<string, string>();

export function camelRow<Row>(raw: Record<string, unknown>): Row {
  const row: Record<string, unknown> = {};
  for (const column in raw) row[camel(column)] = raw[column];
  return row as Row;
}

/** `unit_id` → `unitId` */
export function camel(column: string): string {
  let name = camelNames.get(column);
  if (name === undefined) {
    name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(column, name);
  }
  return name;
}
