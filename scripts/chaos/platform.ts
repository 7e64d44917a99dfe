import { appendFileSync, chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { loadRegions } from "../../schema/regions/tree";
import { startIssuer } from "../bench/issuer";
import { renewing } from "../client/demonstrationClients";
import { type GatewayClient, gatewayClient } from "../client/gatewayClient";
import type { TierUrls } from "../provision";
import { makeDemonstrationKeys } from "../seed/clues";
import { type Configuration, PORT_NAMES, PROJECT, readConfiguration, subgraphPorts } from "../supervisor/configuration";
import { clueKeysFolder, gatewayAddress, gatewayProcess, tierProcesses } from "../supervisor/platformProcesses";
import { freePorts } from "../supervisor/ports";
import { loadSecrets } from "../supervisor/secrets";
import { type Supervision, supervise } from "../supervisor/supervise";
import { type Cluster, startClusters } from "./clusters";
import { Lines } from "./lines";
import { OFFICES } from "./offices";
import { type Ended, endedOf, oneOf, Victims } from "./processes";

/** Whoever does not answer within this is asked again. */
const ANSWER_MS = 5_000;
/** Nobody is kept from asking, however often: it is no attack. */
const UNLIMITED = { RATE_REQUESTS: "1000000", RATE_NEW_TEXTS: "1000000", RATE_COST: "1000000000" };

const SEVERAL = { PROVINCE_REPLICAS: "2", CITY_REPLICAS: "2", COUNTY_REPLICAS: "2", GATEWAY_PROCESSES: "2" };

/** The whole platform as `npm start` runs it, but with a PostgreSQL for each tier and a line in every way that can be cut. */
export class ChaosPlatform {
  readonly victims = new Victims();
  private readonly clients = new Map<string, GatewayClient>();

  private constructor(
    readonly folder: string,
    readonly configuration: Configuration,
    readonly clusters: Record<TierName, Cluster>,
    readonly lines: Lines,
    /** what each tier shares with the gateway */
    readonly keys: Record<TierName, string>,
    private readonly issuer: Awaited<ReturnType<typeof startIssuer>>,
    private readonly supervision: Supervision,
  ) {}

  /** @param readers by how many lines readers reach the gateway
   * @param replicas whether the gateway and each tier's subgraph have two processes each */
  static async start(readers = 0, replicas = false): Promise<ChaosPlatform> {
    const folder = mkdtempSync(join(tmpdir(), "inspection-chaos-"));
    chmodSync(folder, 0o755); // PostgreSQL's own account enters it
    mkdirSync(join(folder, "logs"), { mode: 0o700 });
    const log = (line: string) =>
      appendFileSync(join(folder, "logs", "chaos.log"), `${new Date().toISOString()} ${line}\n`);
    const ports = await freePorts(PORT_NAMES.length + TIER_NAMES.length);
    const named = Object.fromEntries(PORT_NAMES.map((name, i) => [name, String(ports[i])]));
    const level = process.env.LOG_LEVEL ?? "warn";
    const several = replicas ? SEVERAL : {};
    const settings = { ...named, ...UNLIMITED, ...several, PLATFORM_DATA: folder, LOG_LEVEL: level };
    const configuration = readConfiguration(settings);
    const secrets = loadSecrets(folder, false);
    makeDemonstrationKeys(clueKeysFolder(configuration), OFFICES);
    const regions = loadRegions(configuration.REGIONS_DIR);
    const issuer = await startIssuer(configuration.ISSUER_PORT);
    const starting = startClusters(folder, ports.slice(PORT_NAMES.length), secrets, regions, log);
    const clusters = await starting.catch(async (cause) => {
      await issuer.close();
      rmSync(folder, { recursive: true, force: true });
      throw cause;
    });
    const lines = await Lines.open(
      configuration,
      byTier((name) => clusters[name].port),
      readers,
    );
    const supervision = supervise(log);
    const keys = byTier((name) => secrets[name].key);
    const platform = new ChaosPlatform(folder, configuration, clusters, lines, keys, issuer, supervision);
    const outside = { configuration, secrets, reach: lines.reach, supergraphFile: supergraphAlone(folder) };
    const urls = byTier((name): TierUrls => {
      const own = clusters[name].urls;
      const over = (part: "subgraph" | "worker") => lines.through(own[part], name, part);
      return { owner: own.owner, subgraph: over("subgraph"), worker: over("worker") };
    });
    const processes = [
      ...TIER_NAMES.map((name) => clusters[name].process),
      ...tierProcesses({ ...outside, urls }).filter(({ name }) => name !== "issuer"),
      gatewayProcess(outside),
    ];
    supervision.keep(processes.map((process) => platform.victims.watched(process)));
    try {
      await supervision.ready();
    } catch (cause) {
      await platform.stop();
      throw cause;
    }
    return platform;
  }

  get gatewayUrl(): string {
    return gatewayAddress(this.configuration);
  }

  /** Everything that can be killed and stopped. */
  get processes(): string[] {
    const { configuration } = this;
    return [
      ...TIER_NAMES.flatMap((name) => [`${name} subgraph`, `${name} worker`, `${name} database`]),
      ...TIER_NAMES.filter((name) => subgraphPorts(configuration, name).length > 1).map((name) => `${name} subgraph 2`),
      "gateway",
      ...(configuration.GATEWAY_PROCESSES > 1 ? [oneOf("gateway")] : []),
    ];
  }

  /** Whatever ended by itself until now. */
  get ended(): Ended[] {
    return [
      ...this.victims.ended,
      ...endedOf("gateway", readFileSync(join(this.folder, "logs", "gateway.log"), "utf8"), this.victims.killed),
    ];
  }

  as(person: string): GatewayClient {
    const token = renewing(() => this.tokenOf(person));
    const client = this.clients.get(person) ?? gatewayClient(this.gatewayUrl, token, ANSWER_MS);
    this.clients.set(person, client);
    return client;
  }

  /** @param seconds how long the token holds */
  async tokenOf(person: string, seconds?: number): Promise<string> {
    return (await this.issuer.authorizationOf(person, seconds)).slice("Bearer ".length);
  }

  /** @param keep leaves the folder with its logs there */
  async stop(keep = false): Promise<void> {
    await this.supervision.stop();
    await this.lines.close();
    await this.issuer.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}

function byTier<T>(of: (name: TierName) => T): Record<TierName, T> {
  return Object.fromEntries(TIER_NAMES.map((name) => [name, of(name)])) as Record<TierName, T>;
}

/** Without saved operations beside it: a gateway that is killed every few seconds would do nothing but plan them. */
function supergraphAlone(folder: string): string {
  const copy = join(folder, "supergraph.graphql");
  copyFileSync(join(PROJECT, "schema", "supergraph.graphql"), copy);
  return copy;
}
