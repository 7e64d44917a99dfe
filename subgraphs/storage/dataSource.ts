import { DataSource } from "typeorm/data-source/DataSource";
import { BESIDE as BESIDE_CONNECTIONS } from "./connections";
import { installTypeParsers } from "./db";
import { ENTITIES } from "./entities";
import { ImpatientClient } from "./impatientClient";
import { SnakeNamingStrategy } from "./naming";

interface PoolSettings {
  /** connections at most */
  size: number;
  /** how long an operation waits for one, milliseconds */
  waitMs: number;
  /** how long one statement of a reader may take, and how long any waits for a lock, milliseconds; 0: as long as it likes */
  statementMs: number;
  /** how long one statement of a change may take: a ledger writes thousands of rows in one */
  changeMs: number;
}

/** What the server calls the connections of operations, in what it says of itself. */
export const OPERATIONS = "inspection-tier";

/** For whoever answers nobody: loaders, benches, tests. */
const UNHURRIED: PoolSettings = { size: 10, waitMs: 5_000, statementMs: 0, changeMs: 0 };
/** Who somebody is, and whether the database answers, is asked in milliseconds; the gateway waits three seconds for it. */
const BESIDE: PoolSettings = { size: BESIDE_CONNECTIONS, waitMs: 2_000, statementMs: 2_000, changeMs: 2_000 };

/** Of a process that is gone without a word the server hears nothing for hours, and a transaction of it keeps its locks as long: the
 * server ends it when it has rested for so long, at least. */
const RESTING_MS = 10_000;
/** Between what the server is given and what is waited for it. */
const MARGIN_MS = 2_000;

/** A connection has its plans, and a new one makes them again: so one that people come back to within minutes is kept. The pool
 * hands out what was used last, so that a few connections do the work of a quiet hour and the others end. */
const IDLE_MS = 10 * 60_000;

/** The pool of one tier's database. A connection plans each statement once, whatever its values, because planning under the
 * policies takes longer than carrying it out (docs/adr/0019): a statement must be written so that one plan is good for all values. The role of the URL is never the owner, so that row-level security binds it.
 * @param url connection URL of the tier's runtime role */
export function createTierDataSource(url: string, settings: PoolSettings = UNHURRIED): DataSource {
  return poolOf(url, settings, ENTITIES, OPERATIONS);
}

/** A few connections of the same role that no operation of a caller ever holds: questions about the tier itself go through
 * while its operations wait for each other. */
export function createBesideDataSource(url: string): DataSource {
  return poolOf(url, BESIDE, [], `${OPERATIONS}-beside`);
}

function poolOf(
  url: string,
  { size, waitMs, statementMs, changeMs }: PoolSettings,
  entities: typeof ENTITIES,
  applicationName: string,
): DataSource {
  installTypeParsers();
  return new DataSource({
    type: "postgres",
    url,
    entities,
    namingStrategy: new SnakeNamingStrategy(),
    installExtensions: false,
    applicationName,
    extra: {
      max: size,
      // a session takes the last of these for its changes
      options:
        `-c TimeZone=UTC -c plan_cache_mode=force_generic_plan -c statement_timeout=${statementMs} ` +
        `-c lock_timeout=${statementMs} -c app.change_ms=${changeMs} ` +
        `-c idle_in_transaction_session_timeout=${statementMs && Math.max(RESTING_MS, 2 * statementMs)}`,
      Client: ImpatientClient,
      // what is asked at once is sent at once: the server and the process wake up for all of it together
      pipeline: true,
      query_timeout: changeMs && Math.max(statementMs, changeMs) + MARGIN_MS,
      connectionTimeoutMillis: waitMs,
      idleTimeoutMillis: IDLE_MS,
    },
  });
}
