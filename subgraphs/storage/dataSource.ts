import { DataSource } from "typeorm/data-source/DataSource";
import { installTypeParsers } from "./db";
import { ENTITIES } from "./entities";
import { SnakeNamingStrategy } from "./naming";

/** The pool of one tier's database. The role of the URL is never the owner, so that row-level security binds it.
 * @param url connection URL of the tier's runtime role */
export function createTierDataSource(url: string): DataSource {
  installTypeParsers();
  return new DataSource({
    type: "postgres",
    url,
    entities: ENTITIES,
    namingStrategy: new SnakeNamingStrategy(),
    installExtensions: false,
    applicationName: "inspection-tier",
    extra: { max: 10, options: "-c TimeZone=UTC", connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
  });
}
