import { createHash } from "node:crypto";
import type { ClientBase, QueryResult } from "pg";
import type { PlannedEachTime } from "./db";

/** Of one connection. A list has as many texts as its filters can be combined, and the plan of the longest takes half a megabyte. */
export const MOST_KEPT = 128;

/** What pg keeps of a connection and does not declare: the statements that the server has prepared, by name. */
type Preparing = ClientBase & { connection: { parsedStatements: Record<string, string> } };

/** Asks by a statement that stays prepared on the connection, because under the policies PostgreSQL spends many times more on
 * planning it than on carrying it out: it is planned once, for whatever values (`dataSource.ts`). */
export async function askPrepared(
  client: ClientBase,
  text: string,
  values: unknown[],
): Promise<QueryResult<Record<string, unknown>>> {
  const name = nameOf(text);
  await makeRoom(client as Preparing, name);
  return client.query<Record<string, unknown>>({ name, text, values });
}

/** names by connection, what was used last at the end */
const kept = new WeakMap<ClientBase, Set<string>>();

/** What has not been used for longest makes room for what is new. */
async function makeRoom(client: Preparing, name: string): Promise<void> {
  const names = kept.get(client) ?? new Set();
  kept.set(client, names);
  const [oldest] = names;
  if (!names.delete(name) && oldest && names.size >= MOST_KEPT) {
    names.delete(oldest);
    const { parsedStatements } = client.connection;
    // a statement that the server could not take was never prepared
    if (oldest in parsedStatements) {
      await client.query(`deallocate "${oldest}"`);
      delete parsedStatements[oldest];
    }
  }
  names.add(name);
}

const SET_PLANNING = "select set_config('app.searching', $1, true), set_config('plan_cache_mode', $2, true)";

/** What is rare is looked up, what nearly every row has is found by walking from the newest on. The words of a search stand
 * where the policies of the search tables read them. */
export async function plannedEachTime<T>(
  client: ClientBase,
  { searching = "" }: PlannedEachTime,
  ask: () => Promise<T>,
): Promise<T> {
  const set = { name: "planning", text: SET_PLANNING };
  await client.query({ ...set, values: [searching, "force_custom_plan"] });
  const found = await ask();
  await client.query({ ...set, values: ["", "force_generic_plan"] });
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
