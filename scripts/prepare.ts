import * as v from "valibot";
import { READING } from "../schema/contract/settings";
import { nameOfTier, TIER_NAMES, tierOfName } from "../schema/contract/tier";
import { loadRegions } from "../schema/regions/tree";
import { migrate } from "./migrate";
import { provisionTier } from "./provision";
import { loadOffices } from "./seed/offices";

/** docker-compose.yml writes each password into a URL as it is. */
const SIXTEEN_PLAIN = "at least 16 letters, digits or - . _ ~, which need no escape in a URL";
const password = v.pipe(v.string(), v.regex(/^[\w.~-]{16,}$/, SIXTEEN_PLAIN));
const ENVIRONMENT = v.object({
  TIER: v.pipe(v.picklist(TIER_NAMES), v.transform(tierOfName)),
  ADMIN_DATABASE_URL: v.pipe(
    v.string(),
    v.regex(
      /^postgres(ql)?:\/\/\w+:[\w.~-]{16,}@[^@]+$/,
      `a PostgreSQL URL of a superuser; its password: ${SIXTEEN_PLAIN}`,
    ),
  ),
  OWNER_PASSWORD: password,
  SUBGRAPH_PASSWORD: password,
  WORKER_PASSWORD: password,
  REGIONS_DIR: v.pipe(v.string(), v.nonEmpty("must not be empty")),
});

/** Brings one tier's database server to the present form: roles, database, migrations, offices of the tree. Repeatable. */
async function prepare(env: v.InferOutput<typeof ENVIRONMENT>): Promise<void> {
  const tier = env.TIER;
  const passwords = { owner: env.OWNER_PASSWORD, subgraph: env.SUBGRAPH_PASSWORD, worker: env.WORKER_PASSWORD };
  const urls = await provisionTier(env.ADMIN_DATABASE_URL, { tier, passwords });
  const files = await migrate(urls.owner, tier);
  await loadOffices(urls.owner, tier, loadRegions(env.REGIONS_DIR));
  process.stdout.write(`${nameOfTier(tier)}: prepared${files.length ? `, ${files.join(", ")}` : ""}\n`);
}

const read = v.safeParse(ENVIRONMENT, process.env, READING);
if (read.success) {
  prepare(read.output).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
} else {
  for (const issue of read.issues) process.stderr.write(`${v.getDotPath(issue)}: ${issue.message}\n`);
  process.exitCode = 2;
}
