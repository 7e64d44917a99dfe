import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import * as v from "valibot";
import { homeTierOfAccount } from "../schema/contract/ids";
import { READING } from "../schema/contract/settings";
import { TIER_NAMES, type TierName } from "../schema/contract/tier";
import { tracesUrl } from "../schema/traces/setting";
import type { LiveSettings } from "./live/settings";
import type { AdmissionSettings } from "./overload/admission";
import type { RatesPerSecond } from "./people";

export interface TierAddress {
  /** of its processes, which are equal */
  urls: URL[];
  /** HMAC key that this tier alone shares with the gateway */
  key: string;
}

export interface GatewayConfiguration {
  host: string;
  port: number;
  /** processes that share the port */
  processes: number;
  /** questions that each process of a tier has in hand at once, from all processes of the gateway together */
  tierConcurrency: number;
  mode: "demo" | "site";
  logLevel: string;
  supergraphFile: string;
  regionsDir: string;
  issuer: string;
  audience: string;
  /** the page that people work in: where it lies when it is built, by which name the issuer knows it */
  dashboard: { folder: string; client: string; mapsFolder?: string };
  tiers: Record<TierName, TierAddress>;
  /** how long one subgraph may take for one call, milliseconds */
  subgraphTimeoutMs: number;
  /** how long the home tier's word on who somebody is serves, milliseconds */
  standingMs: number;
  /** saved: nothing but the operations of the folder `operations` beside the supergraph */
  operations: "any" | "saved";
  /** accounts that may read the schema; undefined in a demonstration: everybody who is signed in */
  developers: readonly string[] | undefined;
  /** of one person */
  rates: RatesPerSecond;
  admission: AdmissionSettings;
  /** sockets, streams and subscriptions, of each process */
  live: LiveSettings;
  /** where the metrics are read; undefined: nowhere */
  metrics: { host: string; port: number } | undefined;
  /** where traces are sent, of which part of the requests; no url: nowhere */
  traces: { url: string | undefined; share: number };
}

/** Names every variable that is wrong; the message never repeats a value, since some are secrets. */
export class ConfigurationError extends Error {}

const isHttpUrl = (given: string) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
const httpUrl = v.pipe(v.string(), v.check(isHttpUrl, "must be an address like http://127.0.0.1:4001"));
const httpUrls = v.pipe(
  v.string(),
  v.transform((given) => given.split(/[\s,]+/).filter(Boolean)),
  v.check(
    (given) => given.length > 0 && given.every(isHttpUrl),
    "must be an address like http://127.0.0.1:4001, or several with commas between them",
  ),
  v.transform((given) => given.map((each) => new URL(each))),
  v.check((urls) => new Set(urls.map(String)).size === urls.length, "names an address twice"),
);
const key = v.pipe(v.string(), v.minLength(32, "must have at least 32 characters"));
const existingPath = v.pipe(
  v.string(),
  v.check((path: string) => existsSync(path), "names no file or folder that exists"),
);
const text = v.pipe(v.string(), v.nonEmpty("must not be empty"));

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number, ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.transform(Number),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

const accounts = v.pipe(
  v.string(),
  v.transform((given) => given.split(/[\s,]+/).filter(Boolean)),
  v.check(
    (given) => given.every((account) => homeTierOfAccount(account)),
    "must be accounts like county:530115.clerk, with commas between them",
  ),
);

/** What a site may set for its gateway whoever starts it: each has a default, and whoever starts the gateway hands it on. */
export const GATEWAY_SETTINGS = {
  TIER_CONCURRENCY: v.optional(wholeNumber(2, 10_000), "10"),
  GATEWAY_PROCESSES: v.optional(wholeNumber(1, 64), "1"),
  SUBGRAPH_TIMEOUT_MS: v.optional(wholeNumber(100, 120_000), "10000"),
  GATEWAY_STANDING_MS: v.optional(wholeNumber(0, 1_000), "1000"),
  GATEWAY_OPERATIONS: v.optional(v.picklist(["any", "saved"]), "any"),
  GATEWAY_DEVELOPERS: v.optional(accounts, ""),
  RATE_REQUESTS: v.optional(wholeNumber(1, 1_000_000), "200"),
  RATE_NEW_TEXTS: v.optional(wholeNumber(1, 1_000_000), "20"),
  RATE_COST: v.optional(wholeNumber(1_000, 1_000_000_000), "500000"),
  GATEWAY_CONCURRENCY: v.optional(wholeNumber(4, 10_000), "128"),
  GATEWAY_QUEUE: v.optional(wholeNumber(0, 10_000), "128"),
  GATEWAY_QUEUE_MS: v.optional(wholeNumber(0, 60_000), "500"),
  PERSON_CONCURRENCY: v.optional(wholeNumber(1, 10_000), "4"),
  PERSON_QUEUE: v.optional(wholeNumber(0, 10_000), "12"),
  PERSON_QUEUE_MS: v.optional(wholeNumber(0, 60_000), "2000"),
  DASHBOARD_CLIENT: v.optional(text, "inspection-dashboard"),
  DASHBOARD_MAPS: v.optional(existingPath),
  LIVE_SOCKETS: v.optional(wholeNumber(0, 100_000), "12000"),
  LIVE_SOCKETS_PER_PERSON: v.optional(wholeNumber(1, 100_000), "100"),
  LIVE_GROUPS: v.optional(wholeNumber(1, 100_000), "2000"),
  LIVE_SIGN_INS: v.optional(wholeNumber(1, 100_000), "500"),
  TRACES_URL: tracesUrl,
  TRACES_PERCENT: v.optional(wholeNumber(0, 100), "100"),
  METRICS_HOST: v.optional(text, "127.0.0.1"),
  METRICS_PORT: v.optional(wholeNumber(0, 65_535)),
};

const Environment = v.object({
  GATEWAY_HOST: v.optional(text, "127.0.0.1"),
  GATEWAY_PORT: v.optional(wholeNumber(0, 65_535), "4000"),
  SUPERGRAPH_FILE: v.optional(existingPath, "schema/supergraph.graphql"),
  REGIONS_DIR: v.optional(existingPath, "schema/regions"),
  OIDC_ISSUER: httpUrl,
  OIDC_AUDIENCE: v.optional(text, "inspection-platform"),
  DASHBOARD_DIR: v.optional(text, join(__dirname, "..", "browser")),
  PROVINCE_URL: httpUrls,
  CITY_URL: httpUrls,
  COUNTY_URL: httpUrls,
  PROVINCE_KEY: key,
  CITY_KEY: key,
  COUNTY_KEY: key,
  ...GATEWAY_SETTINGS,
  LOG_LEVEL: v.optional(v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"]), "info"),
  PLATFORM_MODE: v.optional(v.picklist(["demo", "site"]), "demo"),
});

/** An empty variable counts as absent.
 * @throws ConfigurationError that names each wrong variable and what it must be */
export function readConfiguration(environment: NodeJS.ProcessEnv): GatewayConfiguration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = v.safeParse(Environment, given, READING);
  if (!parsed.success) {
    throw new ConfigurationError(parsed.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join("\n"));
  }
  const values = parsed.output;
  if (values.PLATFORM_MODE === "demo" && !isLoopback(values.GATEWAY_HOST)) {
    throw new ConfigurationError("GATEWAY_HOST: must be a loopback address unless PLATFORM_MODE is site");
  }
  refuseSharedKeys(values);
  const tiers = Object.fromEntries(
    TIER_NAMES.map((tier) => {
      const name = tier.toUpperCase() as Uppercase<TierName>;
      return [tier, { urls: values[`${name}_URL`], key: values[`${name}_KEY`] }];
    }),
  ) as Record<TierName, TierAddress>;
  return {
    host: values.GATEWAY_HOST,
    port: values.GATEWAY_PORT,
    tierConcurrency: values.TIER_CONCURRENCY,
    processes: values.GATEWAY_PROCESSES,
    mode: values.PLATFORM_MODE,
    logLevel: values.LOG_LEVEL,
    supergraphFile: values.SUPERGRAPH_FILE,
    regionsDir: values.REGIONS_DIR,
    // As the site wrote it: an issuer is compared character by character, and URL adds a slash.
    issuer: environment.OIDC_ISSUER as string,
    audience: values.OIDC_AUDIENCE,
    dashboard: {
      folder: values.DASHBOARD_DIR,
      client: values.DASHBOARD_CLIENT,
      ...(values.DASHBOARD_MAPS && { mapsFolder: values.DASHBOARD_MAPS }),
    },
    tiers,
    subgraphTimeoutMs: values.SUBGRAPH_TIMEOUT_MS,
    standingMs: values.GATEWAY_STANDING_MS,
    operations: values.GATEWAY_OPERATIONS,
    developers: values.PLATFORM_MODE === "demo" ? undefined : values.GATEWAY_DEVELOPERS,
    rates: { requests: values.RATE_REQUESTS, newTexts: values.RATE_NEW_TEXTS, cost: values.RATE_COST },
    admission: {
      concurrency: values.GATEWAY_CONCURRENCY,
      queue: values.GATEWAY_QUEUE,
      waitMs: values.GATEWAY_QUEUE_MS,
      person: {
        concurrency: values.PERSON_CONCURRENCY,
        queue: values.PERSON_QUEUE,
        waitMs: values.PERSON_QUEUE_MS,
      },
    },
    live: {
      sockets: values.LIVE_SOCKETS,
      socketsPerPerson: values.LIVE_SOCKETS_PER_PERSON,
      groups: values.LIVE_GROUPS,
      signInsPerSecond: values.LIVE_SIGN_INS,
    },
    metrics: values.METRICS_PORT === undefined ? undefined : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    traces: { url: values.TRACES_URL, share: values.TRACES_PERCENT / 100 },
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** A key that two tiers share lets one of them speak to the other in the name of the gateway. */
function refuseSharedKeys(values: Record<`${Uppercase<TierName>}_KEY`, string>): void {
  if (new Set([values.PROVINCE_KEY, values.CITY_KEY, values.COUNTY_KEY]).size < TIER_NAMES.length) {
    throw new ConfigurationError("PROVINCE_KEY, CITY_KEY, COUNTY_KEY: each tier needs a key of its own");
  }
}
