import { join } from "node:path";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import type { TierUrls } from "../provision";
import { type Configuration, PROJECT } from "./configuration";
import { nodeProcess } from "./nodeProcess";
import type { Secrets } from "./secrets";
import type { SupervisedProcess } from "./supervise";

/** Stopped from the highest down: first the door, then what works behind it, the database last. */
export const STAGE = { database: 0, tiers: 1, gateway: 2 } as const;

export interface Surroundings {
  configuration: Configuration;
  secrets: Secrets;
  urls: Record<TierName, TierUrls>;
}

interface Row {
  name: string;
  setting: PortSetting;
  stage: number;
  script: string;
  env: Record<string, string>;
}

type PortSetting = Extract<keyof Configuration, `${string}_PORT`>;

/** The ports that the processes listen on, with the setting that names each. */
export function portsOf(surroundings: Surroundings): { host: string; port: number; setting: string }[] {
  const { configuration } = surroundings;
  return rows(surroundings).map(({ setting }) => ({
    host: hostOf(configuration, setting),
    port: configuration[setting],
    setting,
  }));
}

/** What a platform consists of, beside its database. */
export function platformProcesses(surroundings: Surroundings): SupervisedProcess[] {
  const { configuration } = surroundings;
  const everywhere = {
    PLATFORM_MODE: configuration.PLATFORM_MODE,
    LOG_LEVEL: configuration.LOG_LEVEL,
    NODE_COMPILE_CACHE: join(configuration.PLATFORM_DATA, "cache"), // Node 22 and later start faster
  };
  return rows(surroundings).map(({ name, setting, stage, script, env }) =>
    nodeProcess({
      name,
      stage,
      script: join(PROJECT, "dist", script),
      env: { ...everywhere, ...env },
      logFile: join(configuration.PLATFORM_DATA, "logs", `${name.replaceAll(" ", "-")}.log`),
      readyUrl: `http://${urlHost(hostOf(configuration, setting))}:${configuration[setting]}/health/ready`,
    }),
  );
}

function rows(surroundings: Surroundings): Row[] {
  const issuer = surroundings.configuration.PLATFORM_MODE === "demo" ? [issuerRow(surroundings)] : [];
  return [...TIER_NAMES.flatMap((tier) => tierRows(tier, surroundings)), ...issuer, gatewayRow(surroundings)];
}

function tierRows(tier: TierName, { configuration, secrets, urls }: Surroundings): Row[] {
  const upper = tier.toUpperCase() as Uppercase<TierName>;
  return [
    {
      name: `${tier} subgraph`,
      setting: `${upper}_PORT`,
      stage: STAGE.tiers,
      script: `subgraphs/${tier}/index.js`,
      env: {
        TIER_HOST: "127.0.0.1",
        TIER_PORT: String(configuration[`${upper}_PORT`]),
        DATABASE_URL: urls[tier].subgraph,
        TIER_KEY: secrets[tier].key,
        REGIONS_DIR: configuration.REGIONS_DIR,
      },
    },
    {
      name: `${tier} worker`,
      setting: `${upper}_WORKER_PORT`,
      stage: STAGE.tiers,
      script: `subgraphs/${tier}/worker.js`,
      env: { DATABASE_URL: urls[tier].worker, WORKER_HEALTH_PORT: String(configuration[`${upper}_WORKER_PORT`]) },
    },
  ];
}

function issuerRow({ configuration }: Surroundings): Row {
  return {
    name: "issuer",
    setting: "ISSUER_PORT",
    stage: STAGE.tiers,
    script: "scripts/issuer/index.js",
    env: {
      ISSUER_PORT: String(configuration.ISSUER_PORT),
      ISSUER_ACCOUNTS_FILE: accountsFile(configuration),
      ISSUER_STATE_DIR: join(configuration.PLATFORM_DATA, "issuer"),
    },
  };
}

function gatewayRow({ configuration, secrets }: Surroundings): Row {
  const env: Record<string, string> = {
    GATEWAY_HOST: configuration.GATEWAY_HOST,
    GATEWAY_PORT: String(configuration.GATEWAY_PORT),
    SUPERGRAPH_FILE: join(PROJECT, "schema", "supergraph.graphql"),
    REGIONS_DIR: configuration.REGIONS_DIR,
    OIDC_ISSUER: configuration.OIDC_ISSUER ?? `http://127.0.0.1:${configuration.ISSUER_PORT}`,
    OIDC_AUDIENCE: configuration.OIDC_AUDIENCE,
    APOLLO_TELEMETRY_DISABLED: "true",
  };
  for (const tier of TIER_NAMES) {
    const upper = tier.toUpperCase() as Uppercase<TierName>;
    env[`${upper}_URL`] = `http://127.0.0.1:${configuration[`${upper}_PORT`]}`;
    env[`${upper}_KEY`] = secrets[tier].key;
  }
  return { name: "gateway", setting: "GATEWAY_PORT", stage: STAGE.gateway, script: "gateway/index.js", env };
}

export function accountsFile(configuration: Configuration): string {
  return join(configuration.PLATFORM_DATA, "accounts.json");
}

export function gatewayAddress(configuration: Configuration): string {
  return `http://${urlHost(configuration.GATEWAY_HOST)}:${configuration.GATEWAY_PORT}`;
}

function hostOf(configuration: Configuration, setting: PortSetting): string {
  return setting === "GATEWAY_PORT" ? configuration.GATEWAY_HOST : "127.0.0.1";
}

/** An address that listens everywhere is asked at loopback; IPv6 stands in brackets. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
