import { DataSource } from "typeorm/data-source/DataSource";
import { installTypeParsers } from "./db";
import { ENTITIES } from "./entities";
import { SnakeNamingStrategy } from "./naming";

export interface PoolSettings {
  /** connections at most */
  size: number;
  /** how long an operation waits for one, milliseconds */
  waitMs: number;
  /** how long one statement of a reader may take, and how long any waits for a lock, milliseconds; 0: as long as it likes */
  statementMs: number;
  /** how long one statement of a change may take: a ledger writes thousands of rows in one */
  changeMs: number;
}

/** For whoever answers nobody: loaders, benches, tests. */
const UNHURRIED: PoolSettings = { size: 10, waitMs: 5_000, statementMs: 0, changeMs: 0 };
/** Who somebody is, and whether the database answers, is asked in milliseconds; the gateway waits three seconds for it. */
const BESIDE: PoolSettings = { size: 3, waitMs: 2_000, statementMs: 2_000, changeMs: 2_000 };

/** The pool of one tier's database. The role of the URL is never the owner, so that row-level security binds it.
 * @param url connection URL of the tier's runtime role */
export function createTierDataSource(url: string, settings: PoolSettings = UNHURRIED): DataSource {
  return poolOf(url, settings, ENTITIES);
}

/** A few connections of the same role that no operation of a caller ever holds: questions about the tier itself go through
 * while its operations wait for each other. */
export function createBesideDataSource(url: string): DataSource {
  return poolOf(url, BESIDE, []);
}

function poolOf(
  url: string,
  { size, waitMs, statementMs, changeMs }: PoolSettings,
  entities: typeof ENTITIES,
): DataSource {
  installTypeParsers();
  return new DataSource({
    type: "postgres",
    url,
    entities,
    namingStrategy: new SnakeNamingStrategy(),
    installExtensions: false,
    applicationName: "inspection-tier",
    extra: {
      max: size,
      // a session takes the last of these for its changes
      options: `-c TimeZone=UTC -c statement_timeout=${statementMs} -c lock_timeout=${statementMs} -c app.change_ms=${changeMs}`,
      connectionTimeoutMillis: waitMs,
      idleTimeoutMillis: 30_000,
    },
  });
}
