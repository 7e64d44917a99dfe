import { Client } from "pg";
import { ONE_AT_A_TIME } from "../../scripts/seed/bulk/allow";
import { getTestCluster } from "./database";

/** Who loads a large set may pass by triggers meanwhile, and that right belongs to the roles of the whole server: who asks
 * whether they have it waits for a load of another file to end.
 * @param work is given a superuser's connection */
export async function whileNobodyLoads<Result>(work: (admin: Client) => Promise<Result>): Promise<Result> {
  const admin = new Client({ connectionString: getTestCluster().adminUrl });
  await admin.connect();
  try {
    await admin.query(ONE_AT_A_TIME);
    return await work(admin);
  } finally {
    await admin.end();
  }
}
