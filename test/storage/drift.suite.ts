import { Client } from "pg";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { createTierDatabase, type TierDatabase } from "../support/database";

let database: TierDatabase;
let owner: Client;

beforeAll(async () => {
  database = await createTierDatabase("CITY");
  owner = new Client({ connectionString: database.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.dispose();
});

/** What TypeORM would change to make the database like the entities. Indexes, foreign keys, checks and unique keys are the
 * migrations' alone, the entities do not state them: that it would drop those is no drift. */
async function drift(): Promise<string[]> {
  const dataSource = createTierDataSource(database.urls.owner);
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query).filter((query) => !ONLY_IN_SQL.some((pattern) => pattern.test(query)));
  } finally {
    await dataSource.destroy();
  }
}
const ONLY_IN_SQL = [/^DROP INDEX "public"\."\w+"$/, /^ALTER TABLE "\w+" DROP CONSTRAINT "\w+"$/];

test("the entities describe the migrated tables", async () => {
  expect(await drift()).toEqual([]);
});

const CHANGES: [what: string, change: string, found: RegExp][] = [
  ["a column that no entity states", "alter table finding add column mood text", /DROP COLUMN "mood"/],
  ["a column that only an entity states", "alter table round drop column note", /ADD "note"/],
  ["another type", "alter table round_target alter column version type bigint", /"version"/],
  ["a column that may be empty", "alter table unit alter column name drop not null", /"name" SET NOT NULL/],
  [
    "a column that may not be empty",
    "alter table unit alter column cadre_level set not null",
    /"cadre_level" DROP NOT/,
  ],
  ["a default", "alter table account alter column active set default true", /"active"/],
  ["a renamed table", "alter table appointment rename to secondment", /CREATE TABLE "appointment"/],
];

describe("where the tables were changed", () => {
  let found = "";
  beforeAll(async () => {
    for (const [, change] of CHANGES) await owner.query(change);
    found = (await drift()).join("\n");
  });

  test.each(CHANGES)("%s is found", (_what, _change, word) => expect(found).toMatch(word));
});
