import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { Client } from "pg";
import * as v from "valibot";
import { READING } from "../schema/contract/settings";
import { nameOfTier, TIER_NAMES, type Tier, type TierName, tierOfName } from "../schema/contract/tier";

export interface TierPasswords {
  owner: string;
  subgraph: string;
  worker: string;
}

/** Connection URLs of the three roles of a tier's database. */
export type TierUrls = { [role in keyof TierPasswords]: string };

const GROUPS = { subgraph: "tier_runtime", worker: "tier_worker" } as const;
/** Roles belong to the whole server: two tiers that are provisioned at once wait for each other. */
const PROVISION_LOCK = 7_110_001;

/** Makes what one tier needs on a server: its database, its owner (migrations), the roles of subgraph and worker. Repeatable;
 * a changed password is set.
 * @param adminUrl a superuser
 * @param want.database default: the tier's name */
export async function provisionTier(
  adminUrl: string,
  want: { tier: Tier; passwords: TierPasswords; database?: string },
): Promise<TierUrls> {
  const tier = nameOfTier(want.tier);
  const database = want.database ?? tier;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("select pg_advisory_lock($1)", [PROVISION_LOCK]);
    await ensureRoles(admin, tier, want.passwords);
    await ensureDatabase(admin, database, `${tier}_owner`);
    await admin.query(
      `REVOKE ALL ON DATABASE ${quote(database)} FROM PUBLIC;
       GRANT CONNECT ON DATABASE ${quote(database)} TO ${tier}_owner, ${tier}_subgraph, ${tier}_worker`,
    );
  } finally {
    await admin.end();
  }
  const url = (role: keyof TierPasswords): string =>
    roleUrl(adminUrl, `${tier}_${role}`, want.passwords[role], database);
  return { owner: url("owner"), subgraph: url("subgraph"), worker: url("worker") };
}

async function ensureRoles(admin: Client, tier: TierName, passwords: TierPasswords): Promise<void> {
  await admin.query("BEGIN");
  for (const group of Object.values(GROUPS)) await ensureRole(admin, group, "NOLOGIN");
  for (const role of ["owner", "subgraph", "worker"] as const) {
    await ensureRole(admin, `${tier}_${role}`, `LOGIN PASSWORD '${scramVerifier(passwords[role])}'`);
  }
  await admin.query(`GRANT ${GROUPS.subgraph} TO ${tier}_subgraph; GRANT ${GROUPS.worker} TO ${tier}_worker`);
  await admin.query("COMMIT");
}

async function ensureRole(admin: Client, name: string, login: string): Promise<void> {
  const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [name]);
  if (!rowCount) await admin.query(`CREATE ROLE ${name}`);
  await admin.query(
    `ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT ${login}`,
  );
}

async function ensureDatabase(admin: Client, name: string, owner: string): Promise<void> {
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
  if (rowCount) {
    await admin.query(`ALTER DATABASE ${quote(name)} OWNER TO ${owner}`);
    return;
  }
  await admin.query(
    `CREATE DATABASE ${quote(name)} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8'
     LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`,
  );
}

/** The server gets what it would store itself (RFC 5803), so that no statement, log or statistics view carries a password. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const key = (name: string): Buffer => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${key("Server Key").toString("base64")}`;
}

/** @param adminUrl any URL of the server */
export function roleUrl(adminUrl: string, role: string, password: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const password = v.pipe(v.string(), v.minLength(16, "must have at least 16 characters"));
const Environment = v.object({
  ADMIN_DATABASE_URL: v.pipe(
    v.string(),
    v.check(
      (given) => URL.canParse(given) && /^postgres(ql)?:$/.test(new URL(given).protocol),
      "must be a PostgreSQL URL of a superuser",
    ),
  ),
  TIER: v.picklist(TIER_NAMES),
  OWNER_PASSWORD: password,
  SUBGRAPH_PASSWORD: password,
  WORKER_PASSWORD: password,
});

async function main(): Promise<void> {
  const read = v.safeParse(Environment, process.env, READING);
  if (!read.success) {
    for (const issue of read.issues) console.error(`${v.getDotPath(issue)}: ${issue.message}`);
    process.exitCode = 2;
    return;
  }
  const { ADMIN_DATABASE_URL, TIER, OWNER_PASSWORD, SUBGRAPH_PASSWORD, WORKER_PASSWORD } = read.output;
  const passwords = { owner: OWNER_PASSWORD, subgraph: SUBGRAPH_PASSWORD, worker: WORKER_PASSWORD };
  await provisionTier(ADMIN_DATABASE_URL, { tier: tierOfName(TIER), passwords });
  console.error(`The database of the ${TIER} tier and its roles are ready`);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`Could not provision: ${error.message}`);
    process.exitCode = 1;
  });
}
