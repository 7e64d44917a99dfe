import { readdirSync } from "node:fs";
import { join } from "node:path";
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

const ROOT = join(__dirname, "../..");
/** Lists that nothing but storage knows: no rule asks for them by name. */
const OF_STORAGE = [
  ...["alert_colour", "office_order_alerted", "clue_custody_event", "clue_part_kind", "figure_cover_unit_kind"],
  ...["figure_slice_fact", "file_ticket_purpose", "inbox_outcome", "inbox_stream_state", "outbox_stream_state"],
  ...["received_supervision_status", "sealed_parcel_outcome", "sealed_parcel_way"],
];
/** `(column = ANY (ARRAY['A'::text, 'B'::text]))` and nothing besides */
const LISTED = /^CHECK \(\(\w+ = ANY \(ARRAY\[([^\]]+)\]\)\)\)$/;

/** Each list of words that the domain exports, and the statuses of each table of transitions, as one text. */
function listsOfDomain(): Set<string> {
  const exported = ["subgraphs/domain", "schema/contract"].flatMap((room) =>
    (readdirSync(join(ROOT, room), { recursive: true }) as string[])
      .filter((file) => file.endsWith(".js"))
      .flatMap((file) => Object.values(require(join(ROOT, room, file)) as Record<string, unknown>)),
  );
  const lists = exported.map((one) => (Array.isArray(one) ? one : Object.keys(one ?? {})));
  return new Set(lists.map((list) => list.map(String).sort().join()));
}

/** @returns each check of one column whose words are no list of the domain, with the words */
async function listsOfNobody(): Promise<Record<string, string>> {
  const known = listsOfDomain();
  const { rows } = await owner.query<{ name: string; text: string }>(
    "select conname as name, pg_get_constraintdef(oid) as text from pg_constraint where contype = 'c' and conrelid <> 0",
  );
  const listed = rows.flatMap(({ name, text }): [string, string][] => {
    const words = [...(LISTED.exec(text)?.[1]?.matchAll(/'([^']*)'/g) ?? [])].map(([, word]) => word);
    return words.length && !known.has(words.sort().join()) ? [[name, words.join()]] : [];
  });
  return Object.fromEntries(listed);
}

test("what a column may say is a list of the domain, the one of today", async () => {
  expect(Object.keys(await listsOfNobody()).sort()).toEqual([...OF_STORAGE].sort());
  await owner.query(`alter table live_event drop constraint live_event_kind;
    alter table live_event add constraint live_event_kind check (kind in ('ALERT_YELLOW', 'ALERT_RED'))`);
  expect(await listsOfNobody()).toMatchObject({ live_event_kind: "ALERT_RED,ALERT_YELLOW" });
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
