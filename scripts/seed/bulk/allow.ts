import { Client } from "pg";
import { TIER_NAMES } from "../../../schema/contract/tier";

/** The right belongs to the server's roles: whoever is done first would take it from another who still loads. */
export const ONE_AT_A_TIME = "select pg_advisory_lock(hashtext('bulk loading'))";

/** Lets the owners of the tiers' tables pass by triggers and foreign keys while the work lasts, and no longer. What a large
 * set writes is made of rows that are there, so that each check of it would only cost time. Waits for another that loads
 * on the same server.
 * @param adminUrl a superuser of the server */
export async function allowBulkLoading<Result>(adminUrl: string, work: () => Promise<Result>): Promise<Result> {
  const owners = TIER_NAMES.map((tier) => `${tier}_owner`).join(", ");
  const admin = new Client({ connectionString: adminUrl });
  admin.on("error", () => {}); // it idles while the work lasts; where it is lost, the revocation below fails and says so
  await admin.connect();
  try {
    await admin.query(ONE_AT_A_TIME);
    await admin.query(`grant set on parameter session_replication_role to ${owners}`);
    try {
      return await work();
    } finally {
      await admin.query(`revoke set on parameter session_replication_role from ${owners}`);
    }
  } finally {
    await admin.end();
  }
}
