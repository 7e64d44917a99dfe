import { Client } from "pg";
import { derivedId } from "../../schema/contract/ids";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { TIER_NAMES, type Tier, tierOfName } from "../../schema/contract/tier";
import { loadRegions, type RegionTree } from "../../schema/regions/tree";
import type { Enrolment } from "../../subgraphs/domain/office/office";

const TITLE: Record<Tier, string> = { PROVINCE: "委巡视办", CITY: "委巡察办", COUNTY: "委巡察办" };
/** Pingdingshan is here as one city of a province that takes no part. */
const NOT_ENROLLED = new Set(["41"]);

/** The office of every region of a tier's level; what is there already stays as it is. */
export async function loadOffices(ownerUrl: string, tier: Tier, regions: RegionTree): Promise<void> {
  const codes = regions.codes().filter((code) => tierOfOffice(code) === tier);
  const rows = codes.map((code) => ({
    code,
    id: derivedId(tier, "office", code),
    name: `${regions.find(code)?.name}${TITLE[tier]}`,
    enrolment: (NOT_ENROLLED.has(code) ? "NOT_ENROLLED" : "ENROLLED") satisfies Enrolment,
  }));
  await insert(
    ownerUrl,
    `insert into office (code, id, name, enrolment, enrolled_on)
     select code, id, name, enrolment, null from jsonb_to_recordset($1)
       as o (code text, id text, name text, enrolment text)
     on conflict (code) do nothing`,
    rows,
  );
}

/** Carries out one statement over rows given as JSON, as the owner. */
export async function insert(ownerUrl: string, sql: string, rows: readonly object[]): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: "seed" });
  await client.connect();
  try {
    await client.query(sql, [JSON.stringify(rows)]);
  } finally {
    await client.end();
  }
}

async function main(): Promise<void> {
  const name = TIER_NAMES.find((tier) => tier === process.env.TIER);
  const { OWNER_DATABASE_URL: url, REGIONS_DIR: regionsDir } = process.env;
  if (!name || !url || !regionsDir) {
    throw new Error("set TIER (province, city or county), OWNER_DATABASE_URL and REGIONS_DIR");
  }
  await loadOffices(url, tierOfName(name), loadRegions(regionsDir));
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
