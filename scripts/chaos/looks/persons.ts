import { Client } from "pg";
import type { Role, Standing } from "../../../schema/contract/standing";
import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import { callerSettings, SET_CALLER } from "../../../subgraphs/storage/session";
import type { Look, Sighting } from "../checker";
import type { Cluster } from "../clusters";
import { byVersion } from "../expected";
import { type Post, tierOf } from "../offices";
import * as place from "../places";

const ROLE: Partial<Record<Post, Role>> = {
  clerk: "CLERK",
  director: "DIRECTOR",
  "custodian-a": "CUSTODIAN",
  discipline: "DISCIPLINE",
};

/** What the same people see who are in the database itself, under the role of the subgraph: by its policies alone. */
export async function lookAsPersons(clusters: Record<string, Cluster>): Promise<Look[]> {
  const looks = await Promise.all(TIERS.map((tier) => lookInto(tier, clusters[nameOfTier(tier)] as Cluster)));
  return looks.flat();
}

async function lookInto(tier: Tier, { urls }: Cluster): Promise<Look[]> {
  const client = new Client({ connectionString: urls.subgraph });
  await client.connect();
  try {
    const looks: Look[] = [];
    for (const reader of place.READERS) {
      await client.query("begin");
      await client.query(SET_CALLER, callerSettings(standingOf(reader)));
      const own = await read(client, "select id, target_id as target, version, status from publication");
      looks.push({ where: place.reads(reader.person, tier, "database"), saw: own });
      const copies = "select id, target_id as target, number as version, status from received_publication";
      const received = await read(client, copies);
      const orders = await stands(client, "order", ["office_order"]);
      const releases = await stands(client, "release", ["release", "received_release"]);
      const supervisions = await stands(client, "supervision", ["supervision", "received_supervision"]);
      await client.query("rollback");
      looks.push({ where: place.readsOrders(reader.person, tier, "database"), saw: orders });
      looks.push({ where: place.readsReleases(reader.person, tier, "database"), saw: releases });
      looks.push({ where: place.readsSupervisions(reader.person, tier, "database"), saw: supervisions });
      // in another tier than his own, nobody has received anything
      const where = place.receives(reader.person, "database");
      if (tierOf(reader.office) === tier || received.length) looks.push({ where, saw: received });
    }
    return looks;
  } finally {
    await client.end();
  }
}

/** As the home tier would say it. */
export function standingOf({ person, office, post }: place.Reader): Standing {
  return { person, tier: tierOf(office), office, roles: [ROLE[post] as Role], recusals: [], rightsEpoch: 1 };
}

async function read(client: Client, text: string): Promise<Sighting[]> {
  const { rows } = await client.query<{ id: string; target: string; version: number; status: string }>(text);
  return rows.sort(byVersion).map(({ id, status }) => ({ key: `publication ${id}`, says: status }));
}

async function stands(client: Client, what: string, tables: readonly string[]): Promise<Sighting[]> {
  const asked = tables.map((table) => `select id, status from ${table}`);
  const { rows } = await client.query<{ id: string; status: string }>(asked.join(" union all "));
  return rows.map(({ id, status }) => ({ key: `${what} ${id}`, says: status }));
}
