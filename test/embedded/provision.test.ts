import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { TIERS } from "../../schema/contract/tier";
import { type EmbeddedPostgres, startPostgres } from "../../scripts/embedded/postgres";
import { provisionTier, type TierUrls } from "../../scripts/provision";
import { freePort } from "../../scripts/supervisor/ports";

const folder = mkdtempSync(join(tmpdir(), "provision-"));
const passwords = { owner: "owner's / password", subgraph: "subgraph ? & # @", worker: "密码 of the worker" };
let server: EmbeddedPostgres;
let county: TierUrls;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  const options = { dataDir: join(folder, "pg"), port: await freePort(), superuserPassword: "superuser" };
  server = await startPostgres({ ...options, ephemeral: true });
  const all = await Promise.all(TIERS.map((tier) => provisionTier(server.adminUrl, { tier, passwords })));
  county = all[TIERS.indexOf("COUNTY")] as TierUrls;
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("each role of a tier reaches the tier's database and none that of another tier", async () => {
  for (const [role, url] of Object.entries(county)) {
    expect(await query(url, "select current_user as role, current_database() as database")).toEqual([
      { role: `county_${role}`, database: "county" },
    ]);
    await expect(query(url.replace(/\/county$/, "/city"), "select 1")).rejects.toMatchObject({ code: "42501" });
  }
});

test("no role of a tier may pass by the policies or make roles and databases", async () => {
  const mighty = `select rolname from pg_roles where rolname ~ '^(province|city|county|tier)_'
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`;
  expect(await query(server.adminUrl, mighty)).toEqual([]);
  expect(await query(server.adminUrl, "select rolname from pg_roles where rolname ~ '^tier_' and rolcanlogin")).toEqual(
    [],
  );
});

test("subgraph and worker get what is granted to their groups, the owner alone makes tables", async () => {
  await query(county.owner, "create table thing (id int); grant select on thing to tier_runtime");
  expect(await query(county.subgraph, "select * from thing")).toEqual([]);
  await expect(query(county.worker, "select * from thing")).rejects.toMatchObject({ code: "42501" });
  await expect(query(county.subgraph, "create table other (id int)")).rejects.toMatchObject({ code: "42501" });
  await expect(query(county.subgraph, "create temp table other (id int)")).rejects.toMatchObject({ code: "42501" });
});

test("provisioning again changes nothing but a password that is new", async () => {
  const changed = { ...passwords, worker: "a new one for the worker" };
  const again = await provisionTier(server.adminUrl, { tier: "COUNTY", passwords: changed });
  expect(await query(again.worker, "select 1 as one")).toEqual([{ one: 1 }]);
  await expect(query(county.worker, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect(await query(again.subgraph, "select count(*)::int from thing")).toEqual([{ count: 0 }]);
});

test("the command refuses a missing setting by its name", async () => {
  const command = join(__dirname, "..", "..", "scripts", "provision.js");
  const environment = { ADMIN_DATABASE_URL: server.adminUrl, TIER: "county", OWNER_PASSWORD: "short" };
  const run = promisify(execFile)(process.execPath, [command], { env: environment });
  await expect(run).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/OWNER_PASSWORD: [\s\S]*SUBGRAPH_PASSWORD: [\s\S]*WORKER_PASSWORD: /),
  });
});
