import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { GATEWAY_FLAGS, ROOM_FOR_NEW_OBJECTS } from "../../supervisor/platformProcesses";
import { freePort } from "../../supervisor/ports";
import { secret } from "../database";
import { AUDIENCE } from "../issuer";
import { MeasuredProcess } from "../shield/measuredProcess";
import { PROFILED } from "./profile";

const ROOT = join(__dirname, "../../../..");
const PEERS = join(ROOT, "scripts/bench/peers");
const START_MS = 60_000;
const OVER_WEBSOCKET = { "*.http": { options: { subscriptions: { kind: "ws", location: "/graphql" } } } };

export interface Contender {
  name: string;
  process: MeasuredProcess;
  /** where it takes GraphQL */
  url: string;
}

export interface Surroundings {
  /** a folder of this measurement's own */
  folder: string;
  supergraph: string;
  tiers: Readonly<Record<TierName, string>>;
  issuer: string;
}

/** Ours as a site starts it, with everything on but the rates, which are for one person and not for a measurement.
 * @param script of another build of it, to be compared with this one
 * @param settings that this measurement needs besides */
export async function startOurs(
  { folder, supergraph, tiers, issuer }: Surroundings,
  name = "ours",
  script = join(__dirname, "../../../gateway/index.js"),
  settings: Record<string, string> = {},
): Promise<Contender> {
  mkdirSync(join(folder, name, "operations"), { recursive: true });
  const file = join(folder, name, "supergraph.graphql");
  writeFileSync(file, supergraph);
  const addresses = TIER_NAMES.flatMap((name) => [
    [`${name.toUpperCase()}_URL`, tiers[name]],
    [`${name.toUpperCase()}_KEY`, secret()],
  ]);
  const environment = {
    ...PROFILED,
    PLATFORM_MODE: "site",
    GATEWAY_PORT: "0",
    SUPERGRAPH_FILE: file,
    REGIONS_DIR: join(ROOT, "schema/regions"),
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: AUDIENCE,
    RATE_REQUESTS: "1000000",
    RATE_NEW_TEXTS: "1000000",
    RATE_COST: "1000000000",
    ...Object.fromEntries(addresses),
    ...settings,
  };
  const process = await new MeasuredProcess(script, environment, [], GATEWAY_FLAGS).listening();
  return { name, process, url: `${process.url}/graphql` };
}

export async function startStock({ folder, supergraph }: Surroundings): Promise<Contender> {
  const file = join(folder, "stock.graphql");
  writeFileSync(file, supergraph);
  const script = join(__dirname, "stock.js");
  const process = await new MeasuredProcess(
    script,
    { NODE_ENV: "production" },
    [file],
    ROOM_FOR_NEW_OBJECTS,
  ).listening();
  return { name: "stock", process, url: process.url };
}

/** Hive Gateway as its documentation starts it in production, with one process. It follows subgraphs over one WebSocket, which costs
 * it least: by its default each subscription would be a request of its own. */
export async function startHive(
  { folder, supergraph }: Surroundings,
  name: "hive" | "hive, Rust planner",
): Promise<Contender> {
  installPeers();
  const [file, config] = [join(folder, "hive.graphql"), join(folder, "hive.config.mjs")];
  writeFileSync(file, supergraph);
  writeFileSync(config, `export const gatewayConfig = ${JSON.stringify({ transportEntries: OVER_WEBSOCKET })};`);
  const port = await freePort();
  const runtime = name === "hive" ? [] : ["--hive-router-runtime"];
  const address = ["--host", "127.0.0.1", "--port", String(port)];
  const settings = ["supergraph", file, "--config-path", config, ...address, "--fork", "1", ...runtime];
  const script = join(PEERS, "node_modules/@graphql-hive/gateway/dist/bin.cjs");
  const process = new MeasuredProcess(script, { NODE_ENV: "production" }, settings, ROOM_FOR_NEW_OBJECTS);
  const url = `http://127.0.0.1:${port}/graphql`;
  await answering(url, process);
  return { name, process, url };
}

async function answering(url: string, process: MeasuredProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  const body = JSON.stringify({ query: "{ __typename }" });
  while (performance.now() < deadline && process.alive) {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`a peer did not start:\n${process.log.slice(-2_000)}`);
}

/** They are in a package folder of their own, and nothing of the platform needs them. */
function installPeers(): void {
  if (existsSync(join(PEERS, "node_modules/.package-lock.json"))) return;
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: PEERS, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`the peers cannot be installed: run npm ci in ${PEERS}`);
}
