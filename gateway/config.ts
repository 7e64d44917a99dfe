import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { z } from "zod";
import { TIER_NAMES, type TierName } from "../schema/contract/tier";

export interface TierAddress {
  url: URL;
  /** HMAC key that this subgraph alone shares with the gateway */
  key: string;
}

export interface GatewayConfiguration {
  host: string;
  port: number;
  mode: "demo" | "site";
  logLevel: string;
  supergraphFile: string;
  regionsDir: string;
  issuer: string;
  audience: string;
  tiers: Record<TierName, TierAddress>;
  /** how long one subgraph may take for one call, milliseconds */
  subgraphTimeoutMs: number;
}

/** Names every variable that is wrong; the message never repeats a value, since some are secrets. */
export class ConfigurationError extends Error {}

const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an address like http://127.0.0.1:4001" })
  .transform((text) => new URL(text));
const key = z.string().min(32, { error: "must have at least 32 characters" });
const existingPath = z.string().refine(existsSync, { error: "names no file or folder that exists" });

const Environment = z.object({
  GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  SUPERGRAPH_FILE: existingPath.default("schema/supergraph.graphql"),
  REGIONS_DIR: existingPath.default("schema/regions"),
  OIDC_ISSUER: httpUrl,
  OIDC_AUDIENCE: z.string().min(1).default("inspection-platform"),
  PROVINCE_URL: httpUrl,
  CITY_URL: httpUrl,
  COUNTY_URL: httpUrl,
  PROVINCE_KEY: key,
  CITY_KEY: key,
  COUNTY_KEY: key,
  SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  PLATFORM_MODE: z.enum(["demo", "site"]).default("demo"),
});

/** @throws ConfigurationError that names each wrong variable and what it must be */
export function readConfiguration(environment: NodeJS.ProcessEnv): GatewayConfiguration {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${reasonOf(issue)}`).join("\n"),
    );
  }
  const values = parsed.data;
  if (values.PLATFORM_MODE === "demo" && !isLoopback(values.GATEWAY_HOST)) {
    throw new ConfigurationError("GATEWAY_HOST: must be a loopback address unless PLATFORM_MODE is site");
  }
  refuseSharedKeys(values);
  const tiers = Object.fromEntries(
    TIER_NAMES.map((tier) => {
      const name = tier.toUpperCase() as Uppercase<TierName>;
      return [tier, { url: values[`${name}_URL`], key: values[`${name}_KEY`] }];
    }),
  ) as Record<TierName, TierAddress>;
  return {
    host: values.GATEWAY_HOST,
    port: values.GATEWAY_PORT,
    mode: values.PLATFORM_MODE,
    logLevel: values.LOG_LEVEL,
    supergraphFile: values.SUPERGRAPH_FILE,
    regionsDir: values.REGIONS_DIR,
    // As the site wrote it: an issuer is compared character by character, and URL adds a slash.
    issuer: environment.OIDC_ISSUER as string,
    audience: values.OIDC_AUDIENCE,
    tiers,
    subgraphTimeoutMs: values.SUBGRAPH_TIMEOUT_MS,
  };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  const missing = issue.code === "invalid_type" && issue.message.includes("undefined");
  return missing ? "is not set" : issue.message;
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
