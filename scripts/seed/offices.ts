import { Client } from "pg";
import { derivedId } from "../../schema/contract/ids";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import type { Enrolment } from "../../subgraphs/domain/office/office";

const CODE_LENGTH: Record<Tier, number> = { PROVINCE: 2, CITY: 4, COUNTY: 6 };
const TITLE: Record<Tier, string> = { PROVINCE: "委巡视办", CITY: "委巡察办", COUNTY: "委巡察办" };
/** Pingdingshan is here as one city of a province that takes no part. */
const NOT_ENROLLED = new Set(["41"]);

/** The office of every province, city and county of the tree; what is there already stays as it is. */
export async function loadOffices(ownerUrls: Record<string, string>, regions: RegionTree): Promise<void> {
  for (const tier of TIERS) {
    const codes = regions.codes().filter((code) => code.length === CODE_LENGTH[tier]);
    const rows = codes.map((code) => ({
      code,
      id: derivedId(tier, "office", code),
      name: `${regions.find(code)?.name}${TITLE[tier]}`,
      enrolment: (NOT_ENROLLED.has(code) ? "NOT_ENROLLED" : "ENROLLED") satisfies Enrolment,
    }));
    await insert(
      ownerUrls[nameOfTier(tier)] as string,
      `insert into office (code, id, name, enrolment, enrolled_on)
       select code, id, name, enrolment, null from jsonb_to_recordset($1)
         as o (code text, id text, name text, enrolment text)
       on conflict (code) do nothing`,
      rows,
    );
  }
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
