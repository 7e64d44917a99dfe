import { z } from "zod";
import { nameOfTier, TIER_NAMES, tierOfName } from "../schema/contract/tier";
import { loadRegions } from "../schema/regions/tree";
import { migrate } from "./migrate";
import { provisionTier } from "./provision";
import { loadOffices } from "./seed/offices";

/** docker-compose.yml writes each password into a URL as it is. */
const SIXTEEN_PLAIN = "at least 16 letters, digits or - . _ ~, which need no escape in a URL";
const password = z.string().regex(/^[\w.~-]{16,}$/, SIXTEEN_PLAIN);
const ENVIRONMENT = z.object({
  TIER: z.enum(TIER_NAMES).transform(tierOfName),
  ADMIN_DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/\w+:[\w.~-]{16,}@[^@]+$/,
      `a PostgreSQL URL of a superuser; its password: ${SIXTEEN_PLAIN}`,
    ),
  OWNER_PASSWORD: password,
  SUBGRAPH_PASSWORD: password,
  WORKER_PASSWORD: password,
  REGIONS_DIR: z.string().min(1),
});

/** Brings one tier's database server to the present form: roles, database, migrations, offices of the tree. Repeatable. */
async function prepare(env: z.infer<typeof ENVIRONMENT>): Promise<void> {
  const tier = env.TIER;
  const passwords = { owner: env.OWNER_PASSWORD, subgraph: env.SUBGRAPH_PASSWORD, worker: env.WORKER_PASSWORD };
  const urls = await provisionTier(env.ADMIN_DATABASE_URL, { tier, passwords });
  const files = await migrate(urls.owner, tier);
  await loadOffices(urls.owner, tier, loadRegions(env.REGIONS_DIR));
  process.stdout.write(`${nameOfTier(tier)}: prepared${files.length ? `, ${files.join(", ")}` : ""}\n`);
}

const read = ENVIRONMENT.safeParse(process.env);
if (read.success) {
  prepare(read.data).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
} else {
  for (const issue of read.error.issues) process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
  process.exitCode = 2;
}
