import { Client } from "pg";
import type { DataSource } from "typeorm";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { createTierDatabase } from "../support/database";

/** Where random worlds are loaded and read: one database with the rows of all tiers, because the rules are the same in each and a
 * world loads three times faster. */
interface WorldDatabase {
  /** owns the tables: no policy binds it */
  owner: Client;
  /** the role that serves, which the policies bind */
  runtime: DataSource;
}

/** Opens one until the end of the file; all properties of a file share it. */
export function worldDatabase(): WorldDatabase {
  const opened = {} as WorldDatabase;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await createTierDatabase("COUNTY");
    dispose = database.dispose;
    opened.owner = new Client({ connectionString: database.urls.owner });
    opened.runtime = createTierDataSource(database.urls.subgraph);
    await Promise.all([opened.owner.connect(), opened.runtime.initialize()]);
  });
  afterAll(async () => {
    await Promise.all([opened.owner.end(), opened.runtime.destroy()]);
    await dispose();
  });
  return opened;
}
