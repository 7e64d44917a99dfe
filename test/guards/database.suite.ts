import { Client } from "pg";
import { TIERS } from "../../schema/contract/tier";
import { migrate } from "../../scripts/migrate";
import { createTierDatabase, getTestCluster, type TierDatabase } from "../support/database";

const databases: TierDatabase[] = [];

beforeAll(async () => {
  databases.push(...(await Promise.all(TIERS.map((tier) => createTierDatabase(tier)))));
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.dispose()));
});

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("each tier's database is migrated and empty", async () => {
  for (const { urls } of databases) {
    const [row] = await ask<{ files: string; findings: string }>(
      urls.owner,
      "select (select count(*) from migration) as files, (select count(*) from finding) as findings",
    );
    expect(Number(row?.files)).toBeGreaterThan(0);
    expect(row?.findings).toBe("0");
  }
});

test("every migration has a number of its own", async () => {
  const [first] = databases as [TierDatabase];
  const migrations = "select left(file, 4) as number from migration where file ~ '^[0-9]{4}_'";
  const numbers = (await ask<{ number: string }>(first.urls.owner, migrations)).map(({ number }) => number);
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  expect(numbers.length).toBeGreaterThan(10);
});

test("each role reaches its own tier's database and is bound by row-level security", async () => {
  for (const { name, tier, urls } of databases) {
    for (const [role, url] of Object.entries(urls)) {
      const rows = await ask(
        url,
        `select current_database() as name, current_user as role, rolsuper or rolbypassrls as unbound
         from pg_roles where rolname = current_user`,
      );
      expect(rows).toEqual([{ name, role: `${tier.toLowerCase()}_${role}`, unbound: false }]);
    }
  }
});

test("no role reaches another tier's database", async () => {
  const [province, city] = databases as [TierDatabase, TierDatabase];
  const url = new URL(province.urls.subgraph);
  url.pathname = `/${city.name}`;
  await expect(ask(url.href, "select 1")).rejects.toThrow(/permission denied for database/);
});

test("a template is not to be worked in", async () => {
  const url = new URL(getTestCluster().adminUrl);
  url.pathname = "/county";
  await expect(ask(url.href, "select 1")).rejects.toThrow(/not currently accepting connections/);
});

test("a disposed database is gone, whoever is still connected", async () => {
  const database = await createTierDatabase("COUNTY");
  const left = new Client({ connectionString: database.urls.subgraph });
  const broken: string[] = [];
  left.on("error", (error) => broken.push(error.message));
  const ended = new Promise((resolve) => left.once("end", resolve));
  await left.connect();
  await database.dispose();
  await ended;
  expect(broken[0]).toMatch(/terminat/);
  await expect(ask(database.adminUrl, "select 1")).rejects.toThrow(/does not exist/);
});

test("a database of a newer version is left alone, and so is one that a late number would leave unlike the others", async () => {
  const [first] = databases as [TierDatabase];
  const { owner } = first.urls;
  const entry = (file: string) => `insert into migration (file, content) values ('${file}', '')`;
  await ask(owner, entry("9999_from_next_year.sql"));
  await expect(migrate(owner, first.tier)).rejects.toThrow(
    "this database was brought up to date by another version (9999_from_next_year.sql)",
  );
  await ask(owner, "delete from migration where file like '9999%'");
  const files = await ask<{ file: string }>(
    owner,
    "select file from migration where file ~ '^[0-9]{4}_' order by file",
  );
  const [late, last] = [files.at(-2)?.file, files.at(-1)?.file];
  await ask(owner, `delete from migration where file = '${late}'`);
  await expect(migrate(owner, first.tier)).rejects.toThrow(
    `${late} comes before ${last}, which is carried out already`,
  );
});
