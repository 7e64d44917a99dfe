import { Client } from "pg";
import { TIER_NAMES } from "../../../schema/contract/tier";

/** Lets the owners of the tiers' tables pass by triggers and foreign keys while the work lasts, and no longer. What a large
 * set writes is made of rows that are there, so that each check of it would only cost time.
 * @param adminUrl a superuser of the server */
export async function allowBulkLoading<Result>(adminUrl: string, work: () => Promise<Result>): Promise<Result> {
  const owners = TIER_NAMES.map((tier) => `${tier}_owner`).join(", ");
  await asAdmin(adminUrl, `grant set on parameter session_replication_role to ${owners}`);
  try {
    return await work();
  } finally {
    await asAdmin(adminUrl, `revoke set on parameter session_replication_role from ${owners}`);
  }
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
