import * as v from "valibot";
import { READING } from "../../schema/contract/settings";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { tracesUrl } from "../../schema/traces/setting";

const A_PORT = "must be a port, 1 to 65535";
const port = v.pipe(
  v.string(),
  v.transform(Number),
  v.integer(A_PORT),
  v.minValue(1, A_PORT),
  v.maxValue(65_535, A_PORT),
);
const A_SIZE = "must be a number of bytes, 1 to 1073741824";
const bytes = v.pipe(
  v.string(),
  v.transform(Number),
  v.integer(A_SIZE),
  v.minValue(1, A_SIZE),
  v.maxValue(1024 ** 3, A_SIZE),
);
function count(most: number) {
  const words = `must be a whole number, 1 to ${most}`;
  return v.pipe(v.string(), v.transform(Number), v.integer(words), v.minValue(1, words), v.maxValue(most, words));
}
const mode = v.optional(v.picklist(["demo", "site"]), "demo");
const logLevel = v.optional(v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"]), "info");
const databaseUrl = v.pipe(
  v.string(),
  v.regex(/^postgres(ql)?:\/\//, "a PostgreSQL URL: postgres://role:password@host:port/database"),
);
const text = v.pipe(v.string(), v.nonEmpty("must not be empty"));
const host = v.optional(text, "127.0.0.1");
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const LOOPBACK_ONLY = "must be a loopback address in demo mode, whose passwords lie in a file";

/** What a site may set for its subgraphs whoever starts them: each has a default, and whoever starts a subgraph hands it on. */
export const SUBGRAPH_SETTINGS = {
  ATTACHMENT_MAX_BYTES: v.optional(bytes, String(50 * 1024 * 1024)),
  /** connections of the operations, and how long one waits for one of them, for an answer, and for a statement of a change */
  DATABASE_POOL: v.optional(count(1_000), "10"),
  DATABASE_WAIT_MS: v.optional(count(60_000), "3000"),
  DATABASE_STATEMENT_MS: v.optional(count(600_000), "8000"),
  DATABASE_CHANGE_MS: v.optional(count(600_000), "60000"),
  TRACES_URL: tracesUrl,
};

const SUBGRAPH = v.pipe(
  v.object({
    PLATFORM_MODE: mode,
    LOG_LEVEL: logLevel,
    TIER_HOST: host,
    TIER_PORT: port,
    /** HMAC key that this subgraph shares with the gateway */
    TIER_KEY: v.pipe(v.string(), v.minLength(32, "at least 32 characters")),
    /** the runtime role, never the owner */
    DATABASE_URL: databaseUrl,
    REGIONS_DIR: text,
    /** where the content of files lies; processes of one tier share it */
    FILES_DIR: v.optional(text, "data/files"),
    /** where the keys of this tier's custodies lie: on another volume than the database and its backups */
    CLUE_KEYS_DIR: v.optional(text, "data/keys"),
    ...SUBGRAPH_SETTINGS,
  }),
  v.forward(
    v.check((read) => mayListen(read.PLATFORM_MODE, read.TIER_HOST), LOOPBACK_ONLY),
    ["TIER_HOST"],
  ),
);

/** How another tier's worker is reached, and its public keys. */
const PEERS = Object.fromEntries(
  TIERS.flatMap((tier) => [
    [`${tier}_WORKER_URL`, v.optional(v.pipe(v.string(), v.url("an address that starts with http:// or https://")))],
    [`${tier}_EXCHANGE_KEYS`, v.optional(text)],
  ]),
) as Record<`${Tier}_WORKER_URL` | `${Tier}_EXCHANGE_KEYS`, v.OptionalSchema<v.GenericSchema<string>, undefined>>;

const WORKER = v.pipe(
  v.object({
    ...PEERS,
    /** the tier's private signing key, or the file that holds it; without one, nothing is exchanged */
    EXCHANGE_KEY: v.optional(text),
    EXCHANGE_KEY_FILE: v.optional(text),
    PLATFORM_MODE: mode,
    LOG_LEVEL: logLevel,
    WORKER_HOST: host,
    WORKER_PORT: port,
    /** the worker role */
    DATABASE_URL: databaseUrl,
  }),
  v.forward(
    v.check((read) => mayListen(read.PLATFORM_MODE, read.WORKER_HOST), LOOPBACK_ONLY),
    ["WORKER_HOST"],
  ),
);

function mayListen(platformMode: "demo" | "site", address: string): boolean {
  return platformMode === "site" || LOOPBACK.includes(address);
}

export const readSubgraphConfig = () => read(SUBGRAPH, process.env);
export const readWorkerConfig = (environment: NodeJS.ProcessEnv) => read(WORKER, environment);
export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/** Refuses a bad value by the variable's name, and never prints the value. Exit code 2 tells the supervisor not to retry. */
function read<Shape extends typeof SUBGRAPH | typeof WORKER>(
  shape: Shape,
  environment: NodeJS.ProcessEnv,
): v.InferOutput<Shape> {
  const result = v.safeParse(shape, environment, READING);
  if (result.success) return result.output;
  for (const issue of result.issues) process.stderr.write(`${v.getDotPath(issue)}: ${issue.message}\n`);
  process.exit(2);
}
