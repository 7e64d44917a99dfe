import { Client } from "pg";
import type { DataSource } from "typeorm";
import { catalogueFaults } from "../../subgraphs/storage/catalogue";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { few } from "../support/whole";

let database: TierDatabase;
let runtime: DataSource;
let admin: Client;

beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
  admin = new Client({ connectionString: database.adminUrl });
  runtime = createTierDataSource(database.urls.subgraph);
  await Promise.all([admin.connect(), runtime.initialize()]);
});
afterAll(async () => {
  await Promise.all([admin.end(), runtime.destroy()]);
  await database.dispose();
});

test("a migrated database has no fault", async () => {
  expect(await catalogueFaults(runtime)).toEqual([]);
});

test("a connection of the owner role is a fault, because it owns the tables", async () => {
  const owner = createTierDataSource(database.urls.owner);
  await owner.initialize();
  try {
    expect(await catalogueFaults(owner)).toContain(
      "finding is owned by county_owner, which the runtime role may act as",
    );
  } finally {
    await owner.destroy();
  }
});

test("a connection of a superuser is a fault", async () => {
  const superuser = createTierDataSource(database.adminUrl);
  await superuser.initialize();
  try {
    expect((await catalogueFaults(superuser)).join("\n")).toMatch(/is a superuser/);
  } finally {
    await superuser.destroy();
  }
});

/** Each is looked for among everything else that the catalogue could say. */
const FAULTS: [plant: string, fault: string][] = [
  ["alter table finding disable row level security", "finding has no row-level security"],
  ["alter table finding no force row level security", "finding does not force row-level security upon its owner"],
  ["create table plan (id text, office text)", "plan has no row-level security"],
  ["create table plan (id text, office text)", "plan has no policy for the runtime role"],
  ["create policy open on finding using (false)", "policy open on finding is for everybody"],
  [
    "create policy open on finding for select to tier_runtime using (true)",
    "policy open on finding lets the runtime role pass without a condition",
  ],
  [
    "create policy open on finding for insert to tier_runtime with check (true)",
    "policy open on finding lets the runtime role pass without a condition",
  ],
  ["grant delete on finding to tier_runtime", "the runtime role has DELETE on finding"],
  ["grant truncate on finding to county_subgraph", "the runtime role has TRUNCATE on finding"],
  ["grant trigger on finding to tier_runtime", "the runtime role has TRIGGER on finding"],
  ["grant select on finding to public", "finding may be used by everybody"],
  ["grant select on migration to tier_runtime", "the runtime role may read or write migration, which has no policies"],
  ["grant update (body) on journal to tier_runtime", "the runtime role may change the journal"],
  ["grant insert on journal to tier_runtime", "the runtime role may set journal.number, which is the sequencer's"],
  ["alter table clue add column note text", "clue.note could hold what a clue says in clear"],
  ["alter table clue_part add column said jsonb", "clue_part.said could hold what a clue says in clear"],
  ["alter table clue_alert add column names text[]", "clue_alert.names could hold what a clue says in clear"],
  ["grant select on clue_key to tier_worker", "the worker role may read clue_key, which is sealed"],
  [
    "create policy open on clue for select to tier_runtime using (office = caller_office())",
    "clue does not ask whether the clue concerns the caller",
  ],
  [
    "alter table clue_custody disable trigger clue_custody_append_only",
    "trigger clue_custody_append_only, which keeps chains of custody append-only, is missing or off",
  ],
  ["drop policy of_clue on journal", "the journal shows what happened to clues to more than their holders"],
  [
    "alter table journal disable trigger journal_append_only",
    "trigger journal_append_only, which keeps the journal append-only, is missing or off",
  ],
  [
    "drop trigger journal_no_truncate on journal",
    "trigger journal_no_truncate, which keeps the journal append-only, is missing or off",
  ],
  [
    "create view every_finding as select * from finding",
    "view every_finding reads with the rights of its owner: set security_invoker",
  ],
  [
    "alter view reading_rule set (security_invoker = false)",
    "view reading_rule reads with the rights of its owner: set security_invoker",
  ],
  [
    "create materialized view every_finding as select * from finding",
    "every_finding is a materialised view, which no policy binds",
  ],
  [
    "create function peek() returns bigint language sql security definer return (select count(*) from finding)",
    "function peek runs with the rights of its owner",
  ],
  [
    "create table letter (id text, office text, version integer)",
    "letter has versions and no trigger mark_on_behalf: what is entered on behalf is not marked",
  ],
  [
    "alter table verdict disable trigger mark_on_behalf",
    "verdict has versions and no trigger mark_on_behalf: what is entered on behalf is not marked",
  ],
  [
    "create table letter (id text, office text, corrections jsonb)",
    "letter has corrections and no trigger kept: what stood there before could be lost",
  ],
  [
    "alter table round disable trigger kept",
    "round has corrections and no trigger kept: what stood there before could be lost",
  ],
  ["create rule gone as on insert to finding do instead nothing", "rule gone on finding rewrites statements"],
  ["grant create on schema public to tier_runtime", "the runtime role may create objects in the schema"],
  [
    "create table plan (id text, target_id text references round_target (id))",
    "foreign key plan_target_id_fkey of plan does not carry the office",
  ],
  [
    "alter table finding add constraint finding_title unique (target_id, title)",
    "unique key finding_title of finding does not carry the office",
  ],
  [
    "create index by_city on finding (left(office, 4))",
    'index by_city of finding rests on "left"(text,integer), which is not leakproof: no query under the policies can use it',
  ],
  [
    "create index by_manifest on publication using gin (manifest)",
    "index by_manifest of publication compares by jsonb_contains(jsonb,jsonb), which is not leakproof: no query under the policies can use it",
  ],
  [
    "create type mood as enum ('GOOD'); alter table finding add column mood mood",
    "finding.mood is of type mood, whose comparison is not leakproof: use text with a check",
  ],
];

test.each(few(5, FAULTS))("%s: is found", async (plant, fault) => {
  // planted and read in one transaction that is rolled back, so that no other test meets it
  await admin.query("begin");
  try {
    await admin.query(plant);
    await admin.query("set local role county_subgraph");
    const here = { query: async (sql: string) => (await admin.query(sql)).rows };
    expect(await catalogueFaults(here as Pick<DataSource, "query">)).toContain(fault);
  } finally {
    await admin.query("rollback");
  }
});
