import { z } from "zod";
import { nameOfTier, TIER_NAMES, tierOfName } from "../schema/contract/tier";
import { loadRegions } from "../schema/regions/tree";
import { migrate } from "./migrate";
import { provisionTier } from "./provision";
import { loadOffices } from "./seed/offices";

const password = z.string().min(16, "at least 16 characters");
const ENVIRONMENT = z.object({
  TIER: z.enum(TIER_NAMES).transform(tierOfName),
  ADMIN_DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "a PostgreSQL URL of a superuser"),
  OWNER_PASSWORD: password,
  SUBGRAPH_PASSWORD: password,
  WORKER_PASSWORD: password,
  REGIONS_DIR: z.string().min(1),
});

/** Brings one tier's database server to the present form: roles, database, migrations, offices of the tree. Repeatable. */
async function main(): Promise<void> {
  const read = ENVIRONMENT.safeParse(process.env);
  if (!read.success) {
    throw new Error(read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const env = read.data;
  const tier = env.TIER;
  const passwords = { owner: env.OWNER_PASSWORD, subgraph: env.SUBGRAPH_PASSWORD, worker: env.WORKER_PASSWORD };
  const urls = await provisionTier(env.ADMIN_DATABASE_URL, { tier, passwords });
  const files = await migrate(urls.owner, tier);
  await loadOffices(urls.owner, tier, loadRegions(env.REGIONS_DIR));
  process.stdout.write(`${nameOfTier(tier)}: prepared${files.length ? `, ${files.join(", ")}` : ""}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
