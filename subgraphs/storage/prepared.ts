import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import type { QueryRunner } from "typeorm";
import { QueryResult as Written } from "typeorm/query-runner/QueryResult";
import type { PlannedEachTime } from "./db";
import { rowsOf } from "./rows";

/** Of one connection. A list has as many texts as its filters can be combined, and the plan of the longest takes half a megabyte. */
export const MOST_KEPT = 128;

/** What pg keeps of a connection and does not declare: the statements that the server has prepared, by name. */
type Preparing = ClientBase & { connection: { parsedStatements: Record<string, string> } };

/** Asks by a statement that stays prepared on the connection, because under the policies PostgreSQL spends many times more on
 * planning it than on carrying it out: it is planned once, for whatever values (`dataSource.ts`). It is sent at once, behind what was
 * asked before. */
export async function askPrepared<Row>(client: ClientBase, text: string, values: unknown[]): Promise<Row[]> {
  const name = nameOf(text);
  const roomMade = makeRoom(client as Preparing, name);
  const asked = client.query<unknown[]>({ name, text, values, rowMode: "array" });
  const [{ rows, fields }] = await Promise.all([asked, roomMade]);
  return rows.length === 0 ? [] : rows.map(rowsOf<Row>(text, fields));
}

/** names by connection, what was used last at the end */
const kept = new WeakMap<ClientBase, Set<string>>();

/** What has not been used for longest makes room for what is new. It is asked for behind what is on its way already: where the transaction is
 * lost by then, the server keeps it, and so it is known as before. */
function makeRoom(client: Preparing, name: string): Promise<unknown> | undefined {
  const names = kept.get(client) ?? new Set();
  kept.set(client, names);
  const [oldest] = names;
  const isNew = !names.delete(name);
  names.add(name);
  if (!isNew || !oldest || names.size <= MOST_KEPT) return undefined;
  names.delete(oldest);
  const { parsedStatements } = client.connection;
  const text = parsedStatements[oldest];
  // a statement that the server could not take was never prepared
  if (text === undefined) return undefined;
  delete parsedStatements[oldest];
  return client.query(`deallocate "${oldest}"`).catch((cause) => {
    parsedStatements[oldest] = text;
    names.add(oldest);
    throw cause;
  });
}

/** Of a row or a few; a text with many rows is seldom asked again. */
const MOST_VALUES = 60;

/** What TypeORM writes by itself stays prepared on the connection too: to plan a change of a rectification under the policies takes
 * fourteen milliseconds, and to carry it out one. */
export function writesPrepared(runner: QueryRunner, client: ClientBase): QueryRunner {
  const query = runner.query.bind(runner) as (text: string, values?: unknown[], whole?: boolean) => Promise<unknown>;
  const write = async (text: string, values: unknown[], whole?: boolean): Promise<unknown> => {
    const name = nameOf(text);
    const roomMade = makeRoom(client as Preparing, name);
    const [{ rows, rowCount, command }] = await Promise.all([client.query({ name, text, values }), roomMade]);
    const raw = command === "UPDATE" ? [rows, rowCount] : rows;
    return whole ? Object.assign(new Written(), { records: rows, affected: rowCount, raw }) : raw;
  };
  const asked = (text: string, values: unknown[] = [], whole?: boolean) => {
    const isWrite = values.length > 0 && values.length <= MOST_VALUES && /^(INSERT|UPDATE) /.test(text);
    return isWrite && !runner.isReleased ? write(text, values, whole) : query(text, values, whole);
  };
  return Object.assign(runner, { query: asked });
}

const SET_PLANNING = "select set_config('app.searching', $1, true), set_config('plan_cache_mode', $2, true)";

/** What is rare is looked up, what nearly every row has is found by walking from the newest on. The words of a search stand
 * where the policies of the search tables read them. */
export async function plannedEachTime<T>(
  client: ClientBase,
  { searching = "" }: PlannedEachTime,
  ask: () => Promise<T>,
): Promise<T> {
  const set = (...values: string[]) => client.query({ name: "planning", text: SET_PLANNING, values });
  const [, found] = await Promise.all([set(searching, "force_custom_plan"), ask(), set("", "force_generic_plan")]);
  return found;
}

const names = new Map<string, string>();

/** The same text has the same name on every connection. There are as many texts as repositories can build: some hundreds. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 32);
    names.set(text, name);
  }
  return name;
}
