import { join, resolve } from "node:path";
import * as v from "valibot";
import { GATEWAY_SETTINGS } from "../../gateway/config";
import { READING } from "../../schema/contract/settings";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { BESIDE_THE_POOL, OF_A_WORKER } from "../../subgraphs/storage/connections";
import { SUBGRAPH_SETTINGS } from "../../subgraphs/tier/config";

export const PROJECT = resolve(__dirname, "..", "..", "..");

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const PORTS = {
  GATEWAY_PORT: 4000,
  PROVINCE_PORT: 4001,
  CITY_PORT: 4002,
  COUNTY_PORT: 4003,
  ISSUER_PORT: 4005,
  PROVINCE_WORKER_PORT: 4011,
  CITY_WORKER_PORT: 4012,
  COUNTY_WORKER_PORT: 4013,
  DATABASE_PORT: 4054,
} as const;
type PortName = keyof typeof PORTS;
/** The settings that name a port: each process of the platform has one of its own. */
export const PORT_NAMES = Object.keys(PORTS) as PortName[];

const A_PORT = "must be a port, 1 to 65535";
const port = (value: number) =>
  v.optional(
    v.pipe(v.string(), v.transform(Number), v.integer(A_PORT), v.minValue(1, A_PORT), v.maxValue(65_535, A_PORT)),
    String(value),
  );
const ports = Object.fromEntries(Object.entries(PORTS).map(([name, value]) => [name, port(value)])) as {
  [name in PortName]: ReturnType<typeof port>;
};

const text = v.pipe(v.string(), v.nonEmpty());

/** Further processes of a tier's subgraph listen so far behind the one before. */
const BETWEEN_REPLICAS = 20;
const A_NUMBER_OF_PROCESSES = "must be a whole number, 1 to 4";
const replicas = v.optional(
  v.pipe(
    v.string(),
    v.transform(Number),
    v.integer(A_NUMBER_OF_PROCESSES),
    v.minValue(1, A_NUMBER_OF_PROCESSES),
    v.maxValue(4, A_NUMBER_OF_PROCESSES),
  ),
  "1",
);

const Environment = v.object({
  ...ports,
  /** processes of a tier's subgraph */
  PROVINCE_REPLICAS: replicas,
  CITY_REPLICAS: replicas,
  COUNTY_REPLICAS: replicas,
  ...GATEWAY_SETTINGS,
  ...SUBGRAPH_SETTINGS,
  PLATFORM_MODE: v.optional(v.picklist(["demo", "site"]), "demo"),
  PLATFORM_DATA: v.optional(text, join(PROJECT, "data")),
  PLATFORM_EMBEDDED_DATABASE: v.optional(v.picklist(["yes", "no"])),
  GATEWAY_HOST: v.optional(text, "127.0.0.1"),
  REGIONS_DIR: v.optional(text, join(PROJECT, "schema", "regions")),
  OIDC_ISSUER: v.optional(
    v.pipe(v.string(), v.check(isHttpUrl, "must be an address that starts with https:// or http://")),
  ),
  OIDC_AUDIENCE: v.optional(text, "inspection-platform"),
  LOG_LEVEL: v.optional(v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"]), "info"),
});

function isHttpUrl(given: string): boolean {
  return URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
}

export type Configuration = v.InferOutput<typeof Environment>;

/** @returns where the processes of a tier's subgraph listen: the first at the tier's port */
export function subgraphPorts(configuration: Configuration, tier: TierName): number[] {
  const name = tier.toUpperCase() as Uppercase<TierName>;
  const first = configuration[`${name}_PORT`];
  return Array.from({ length: configuration[`${name}_REPLICAS`] }, (_, i) => first + i * BETWEEN_REPLICAS);
}

/** For operators, the commands that fill a database, and the server itself. */
const SPARE_CONNECTIONS = 40;
/** However little runs: what a server of the usual settings of this platform has. */
const LEAST_CONNECTIONS = 200;

/** @returns how many connections the one server behind all tiers must take, when every process has as many as it ever opens */
export function databaseConnections(configuration: Configuration): number {
  const subgraphs = TIER_NAMES.flatMap((tier) => subgraphPorts(configuration, tier)).length;
  const ofSubgraphs = subgraphs * (configuration.DATABASE_POOL + BESIDE_THE_POOL);
  const all = ofSubgraphs + TIER_NAMES.length * OF_A_WORKER + SPARE_CONNECTIONS;
  return Math.max(LEAST_CONNECTIONS, all);
}

/** What the commands that ask a running demonstration read of the settings; the gateway's address stands in what they are given. */
const REPEATED = ["PLATFORM_DATA", "ISSUER_PORT"] as const;

/** The settings that `npm run token` has to be told to find this platform, as a shell takes them in front of a command.
 * @returns an empty text where it finds it by itself */
export function settingsToRepeat(configuration: Configuration): string {
  const usual = readConfiguration({});
  return REPEATED.filter((name) => configuration[name] !== usual[name])
    .map((name) => `${name}=${quoted(String(configuration[name]))} `)
    .join("");
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The names of the environment variables that were refused, each with the reason; never the values. */
export class BadConfiguration extends Error {}

/** Reads what `npm start` may be told by environment variables. An empty variable counts as absent.
 * @throws BadConfiguration */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const read = v.safeParse(Environment, given, READING);
  const faults = read.success
    ? findContradictions(read.output)
    : read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
  if (!read.success || faults.length > 0) throw new BadConfiguration(faults.join("\n"));
  return { ...read.output, PLATFORM_DATA: resolve(read.output.PLATFORM_DATA) };
}

/** @returns `NAME: reason` for each setting that does not go with the others */
function findContradictions(read: Configuration): string[] {
  const faults: string[] = [];
  const seen = new Map<number, string>();
  const further = TIER_NAMES.flatMap((tier) => {
    const [, ...others] = subgraphPorts(read, tier);
    return others.map((port) => [`${tier.toUpperCase()}_REPLICAS`, port] as const);
  });
  for (const [name, port] of [...PORT_NAMES.map((name) => [name, read[name]] as const), ...further]) {
    const other = seen.get(port);
    if (other) faults.push(`${name}: is the same port as ${other}`);
    seen.set(port, name);
  }
  return [...faults, ...(read.PLATFORM_MODE === "demo" ? findFaultsOfDemo(read) : findFaultsOfSite(read))];
}

function findFaultsOfDemo({ GATEWAY_HOST, OIDC_ISSUER }: Configuration): string[] {
  const faults: string[] = [];
  if (!LOOPBACK.includes(GATEWAY_HOST)) faults.push("GATEWAY_HOST: must be a loopback address in demo mode");
  if (OIDC_ISSUER) faults.push("OIDC_ISSUER: is set by the demonstration itself; it belongs to PLATFORM_MODE=site");
  return faults;
}

function findFaultsOfSite({ PLATFORM_EMBEDDED_DATABASE, OIDC_ISSUER }: Configuration): string[] {
  const faults: string[] = [];
  if (PLATFORM_EMBEDDED_DATABASE !== "yes") {
    faults.push(
      "PLATFORM_EMBEDDED_DATABASE: must be `yes` for a site that runs on the embedded database; a site with database servers of its own runs the processes of docker-compose.yml",
    );
  }
  if (!OIDC_ISSUER) faults.push("OIDC_ISSUER: is needed in site mode: the address of your OpenID Connect issuer");
  return faults;
}
