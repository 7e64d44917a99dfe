import { join } from "node:path";
import { GATEWAY_SETTINGS } from "../../gateway/config";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { SUBGRAPH_SETTINGS } from "../../subgraphs/tier/config";
import type { TierUrls } from "../provision";
import { type Configuration, PROJECT, subgraphPorts } from "./configuration";
import { nodeProcess } from "./nodeProcess";
import type { NamedPort } from "./ports";
import type { Secrets } from "./secrets";
import { loadSigningKeys, type SigningKeyFile } from "./signingKeys";
import type { SupervisedProcess } from "./supervise";

/** Stopped from the highest down: first the door, then what works behind it, the database last. */
export const STAGE = { database: 0, tiers: 1, gateway: 2 } as const;

/** What the processes are told, before there is a database. */
export interface Outside {
  configuration: Configuration;
  secrets: Secrets;
  /** by which port one process reaches what listens on another's; the port itself unless something stands in between
   * @param replica which of a tier's subgraphs, 0 the first */
  reach?: (from: string, setting: PortSetting, replica: number) => number;
  /** with its saved operations in the folder `operations` beside it; the committed one unless another is named */
  supergraphFile?: string;
}

export interface Surroundings extends Outside {
  urls: Record<TierName, TierUrls>;
}

type Prepared = Surroundings & { signingKeys: Record<TierName, SigningKeyFile> };

interface Row {
  name: string;
  /** names the port, or the one from which it is counted */
  setting: PortSetting;
  port: number;
  stage: number;
  script: string;
  flags?: readonly string[];
  env: Record<string, string>;
}

/** What is in hand is copied whenever the space for new objects is full. Node's own 16 MB are full after some hundred requests, and a
 * hundred in hand are a good part of them; and it begins with less than one and grows slowly, so that the collector came after every fifteen joins.
 * All that is made begins there: where in the code what was made in the first moments lived on for a while, V8 would have all that comes later
 * begin as old, and so was a list of each question to a tier, with its headers and its answer. */
export const ROOM_FOR_NEW_OBJECTS = [
  "--min-semi-space-size=16",
  "--max-semi-space-size=32",
  "--no-allocation-site-pretenuring",
];
/** Of what lives longer, half as much again as is in use may come before it is looked through: on a machine with much memory Node lets come
 * three times as much, and the process has hundreds of megabytes that it does not need. */
export const GATEWAY_FLAGS = [...ROOM_FOR_NEW_OBJECTS, "--heap-growing-percent=50"];

export type PortSetting = Exclude<Extract<keyof Configuration, `${string}_PORT`>, "METRICS_PORT">;

/** The ports that the processes listen on, with the setting that names each. */
export function portsOf(configuration: Configuration): NamedPort[] {
  const tiers = TIER_NAMES.map(upper).flatMap((tier) => [`${tier}_PORT`, `${tier}_WORKER_PORT`] as const);
  const issuer = configuration.PLATFORM_MODE === "demo" ? (["ISSUER_PORT"] as const) : [];
  const settings: PortSetting[] = [...tiers, ...issuer, "GATEWAY_PORT"];
  const all = settings.map((setting) => ({ port: configuration[setting], setting }));
  const further = TIER_NAMES.flatMap((tier) =>
    subgraphPorts(configuration, tier)
      .slice(1)
      .map((port) => ({ port, setting: `${upper(tier)}_PORT` as const })),
  );
  return [...all, ...further].map((each) => ({ host: hostOf(configuration, each.setting), ...each }));
}

/** The gateway works without a database, and takes its time to start: it does so while the database is prepared. */
export function gatewayProcess(outside: Outside): SupervisedProcess {
  return asProcess(gatewayRow(outside), outside.configuration);
}

/** What works on the prepared database, the issuer on the accounts that are written with it. */
export function tierProcesses(surroundings: Surroundings): SupervisedProcess[] {
  const { configuration } = surroundings;
  const issuer = configuration.PLATFORM_MODE === "demo" ? [issuerRow(configuration)] : [];
  const signingKeys = loadSigningKeys(configuration.PLATFORM_DATA);
  const rows = [...TIER_NAMES.flatMap((tier) => tierRows(tier, { ...surroundings, signingKeys })), ...issuer];
  return rows.map((row) => asProcess(row, configuration));
}

function asProcess(row: Row, configuration: Configuration): SupervisedProcess {
  const { name, setting, port, stage, script, flags, env } = row;
  const everywhere = {
    PLATFORM_MODE: configuration.PLATFORM_MODE,
    LOG_LEVEL: configuration.LOG_LEVEL,
    NODE_COMPILE_CACHE: join(configuration.PLATFORM_DATA, "cache"), // Node 22 and later start faster
  };
  return nodeProcess({
    name,
    stage,
    script: join(PROJECT, "dist", script),
    flags,
    env: { ...everywhere, ...env },
    logFile: join(configuration.PLATFORM_DATA, "logs", `${name.replaceAll(" ", "-")}.log`),
    readyUrl: `http://${urlHost(hostOf(configuration, setting))}:${port}/health/ready`,
  });
}

/** Where the other tiers' workers are, and by which keys they are known. */
function peersOf(tier: TierName, prepared: Prepared) {
  const others = TIER_NAMES.filter((other) => other !== tier).map(upper);
  return Object.fromEntries(
    others.flatMap((other) => [
      [`${other}_WORKER_URL`, `http://127.0.0.1:${portTo(prepared, `${tier} worker`, `${other}_WORKER_PORT`)}`],
      [`${other}_EXCHANGE_KEYS`, prepared.signingKeys[other.toLowerCase() as TierName].publicKey],
    ]),
  );
}

function portTo({ configuration, reach }: Outside, from: string, setting: PortSetting): number {
  return reach ? reach(from, setting, 0) : configuration[setting];
}

/** Several, where a tier has several processes. */
function addressesOf(tier: TierName, { configuration, reach }: Outside): string {
  const ports = subgraphPorts(configuration, tier).map((port, i) => {
    return reach ? reach("gateway", `${upper(tier)}_PORT`, i) : port;
  });
  return ports.map((port) => `http://127.0.0.1:${port}`).join(",");
}

function tierRows(tier: TierName, prepared: Prepared): Row[] {
  const { configuration, secrets, urls, signingKeys } = prepared;
  const [setting, workerPort] = [`${upper(tier)}_PORT`, `${upper(tier)}_WORKER_PORT`] as const;
  const subgraphs = subgraphPorts(configuration, tier).map(
    (port, i): Row => ({
      name: i === 0 ? `${tier} subgraph` : `${tier} subgraph ${i + 1}`,
      setting,
      port,
      stage: STAGE.tiers,
      script: `subgraphs/${tier}/index.js`,
      env: {
        TIER_HOST: "127.0.0.1",
        TIER_PORT: String(port),
        DATABASE_URL: urls[tier].subgraph,
        TIER_KEY: secrets[tier].key,
        REGIONS_DIR: configuration.REGIONS_DIR,
        FILES_DIR: join(configuration.PLATFORM_DATA, "files", tier),
        CLUE_KEYS_DIR: join(clueKeysFolder(configuration), tier),
        ...settingsOf(SUBGRAPH_SETTINGS, configuration),
      },
    }),
  );
  return [
    ...subgraphs,
    {
      name: `${tier} worker`,
      setting: workerPort,
      port: configuration[workerPort],
      stage: STAGE.tiers,
      script: `subgraphs/${tier}/worker.js`,
      env: {
        DATABASE_URL: urls[tier].worker,
        WORKER_PORT: String(configuration[workerPort]),
        EXCHANGE_KEY_FILE: signingKeys[tier].file,
        ...peersOf(tier, prepared),
      },
    },
  ];
}

function issuerRow(configuration: Configuration): Row {
  return {
    name: "issuer",
    setting: "ISSUER_PORT",
    port: configuration.ISSUER_PORT,
    stage: STAGE.tiers,
    script: "scripts/issuer/index.js",
    env: {
      ISSUER_PORT: String(configuration.ISSUER_PORT),
      ISSUER_ACCOUNTS_FILE: accountsFile(configuration),
      ISSUER_STATE_DIR: join(configuration.PLATFORM_DATA, "issuer"),
    },
  };
}

export function gatewayEnvironment(outside: Outside): Record<string, string> {
  const { configuration, secrets } = outside;
  const env: Record<string, string> = {
    GATEWAY_HOST: configuration.GATEWAY_HOST,
    GATEWAY_PORT: String(configuration.GATEWAY_PORT),
    SUPERGRAPH_FILE: outside.supergraphFile ?? join(PROJECT, "schema", "supergraph.graphql"),
    REGIONS_DIR: configuration.REGIONS_DIR,
    OIDC_ISSUER: configuration.OIDC_ISSUER ?? `http://127.0.0.1:${configuration.ISSUER_PORT}`,
    OIDC_AUDIENCE: configuration.OIDC_AUDIENCE,
    APOLLO_TELEMETRY_DISABLED: "true",
    ...settingsOf(GATEWAY_SETTINGS, configuration),
  };
  for (const tier of TIER_NAMES) {
    env[`${upper(tier)}_URL`] = addressesOf(tier, outside);
    env[`${upper(tier)}_KEY`] = secrets[tier].key;
  }
  return env;
}

function gatewayRow(outside: Outside): Row {
  const { configuration } = outside;
  const [script, env] = ["gateway/index.js", gatewayEnvironment(outside)];
  const named = { name: "gateway", setting: "GATEWAY_PORT", port: configuration.GATEWAY_PORT } as const;
  return { ...named, stage: STAGE.gateway, script, flags: GATEWAY_FLAGS, env };
}

/** What is set for one kind of process, as that process reads it. */
export function settingsOf(settings: Partial<Record<keyof Configuration, unknown>>, configuration: Configuration) {
  const names = Object.keys(settings) as (keyof Configuration)[];
  const set = names.filter((name) => configuration[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, String(configuration[name])]));
}

function upper(tier: TierName): Uppercase<TierName> {
  return tier.toUpperCase() as Uppercase<TierName>;
}

/** A folder a tier in it. */
export function clueKeysFolder(configuration: Configuration): string {
  return join(configuration.PLATFORM_DATA, "keys");
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
