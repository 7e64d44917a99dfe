import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "pg";
import { nameOfTier, TIERS, type TierName } from "../../schema/contract/tier";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { until } from "../support/until";
import type { SeedRun } from "./seedProcess";

let databases: Record<TierName, TierDatabase>;
let county: Client;
beforeAll(async () => {
  const made = await Promise.all(
    TIERS.map(async (tier) => [nameOfTier(tier), await createTierDatabase(tier)] as const),
  );
  databases = Object.fromEntries(made) as Record<TierName, TierDatabase>;
  county = new Client({ connectionString: databases.county.adminUrl });
  await county.connect();
});
afterAll(async () => {
  await county.end();
  await Promise.all(Object.values(databases).map((database) => database.dispose()));
});

function startSeed(): ChildProcess {
  const urls = Object.fromEntries(Object.entries(databases).map(([name, database]) => [name, database.urls]));
  const accountsFile = join(process.env.TEST_RUN_FOLDER as string, `accounts-${databases.county.name}.json`);
  const run = { urls, accountsFile } as SeedRun;
  return spawn(process.execPath, [join(__dirname, "seedProcess.js")], {
    env: { ...process.env, SEED_RUN: JSON.stringify(run) },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function count(from: string): Promise<number> {
  const { rows } = await county
    .query<{ n: number }>(`select count(*)::int as n from ${from}`)
    .catch(() => ({ rows: [] }));
  return rows[0]?.n ?? 0;
}

test("a first start that is killed again and again completes the demonstration, each step once", async () => {
  for (const steps of [60, 150]) {
    const interrupted = startSeed();
    const ended = once(interrupted, "exit");
    await until(`step ${steps}`, async () => (await count("seed_step")) >= steps);
    interrupted.kill("SIGKILL");
    await ended;
  }
  const last = startSeed();
  expect(await once(last, "exit")).toEqual([0, null]);
  const outcome = {
    rounds: await count("round where office = '990101'"),
    findings: await count("finding where office = '990101'"),
    publications: await count("publication where office = '990101'"),
    doubled: await count("(select code from unit group by office, code having count(*) > 1) as twice"),
  };
  expect(outcome).toEqual({ rounds: 4, findings: 11, publications: 6, doubled: 0 });
  // 提级: the city has fed back to a village of the county's register, and in copy to the township above it
  const city = new Client({ connectionString: databases.city.adminUrl });
  await city.connect();
  const { rows } = await city.query(
    `select d.purpose, d.grantee_unit like 'county:%' as below, t.unit_office, t.attested_at is not null as attested
     from disclosure d join round_target t on t.id = d.target_id where t.unit_office is not null order by 1`,
  );
  // a clue went to the city, and the end of it came back
  const told =
    "select c.status, r.version, r.outcome from clue c join clue_receipt r on r.clue_id = c.id where r.receiver = '9901:DISCIPLINE'";
  const ends = await Promise.all([city, county].map(async (tier) => (await tier.query(told)).rows));
  expect(ends).toEqual(Array(2).fill([{ status: "CONCLUDED", version: 5, outcome: "MEASURES_TAKEN" }]));
  // orders went down, answers up, and each side knows where they stand
  const ofCounties = "select addressee, kind, status from office_order where issuer = '9901' order by 1, 2";
  const orders = await Promise.all([city, county].map(async (tier) => (await tier.query(ofCounties)).rows));
  expect(orders).toEqual(
    Array(2).fill([
      { addressee: "990101", kind: "TASK", status: "CLOSED" },
      { addressee: "990102", kind: "SECONDMENT", status: "CLOSED" },
      { addressee: "990102", kind: "TASK", status: "ACCEPTED" },
    ]),
  );
  // whatever was carried is known to have come, by the receiver's signature
  const unreceived = `select o.kind from outbox o join outbox_stream s using (source, destination)
    where o.epoch = s.told_epoch and o.sequence <= s.told_sequence and not exists (
      select from outbox_receipt r where r.source = o.source and r.destination = o.destination and r.epoch = o.epoch
        and r.sequence >= o.sequence)`;
  const carried = "select from outbox_stream where told_sequence > 0 limit 1";
  for (const tier of [city, county]) {
    expect((await tier.query(carried)).rowCount).toBe(1);
    expect((await tier.query(unreceived)).rows).toEqual([]);
  }
  const ofProvince = "select office, status from office_order where issuer = '99'";
  expect((await city.query(ofProvince)).rows).toEqual([{ office: "9901", status: "ISSUED" }]);
  await city.end();
  const attested = { below: true, unit_office: "990101", attested: true };
  expect(rows).toEqual([
    { purpose: "FEEDBACK", ...attested },
    { purpose: "FEEDBACK_COPY", ...attested },
  ]);
  const before = await count("journal");
  expect(await once(startSeed(), "exit")).toEqual([0, null]);
  expect(await count("journal")).toBe(before);
});
