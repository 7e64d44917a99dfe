import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { freePort } from "../../scripts/supervisor/ports";
import { Caller } from "./caller";
import { startCollector } from "./collector";
import { postJson, type TestPlatform, type TestWorker } from "./platform";
import { PlatformProcess } from "./platformProcess";
import { REGIONS_DIR, supergraphAlone } from "./runningPlatform";

/** A gateway, the subgraphs of a county and a city and all workers, which write down as much as they can, on the databases and keys of
 * a borrowed platform, and whoever collects their traces. */
export interface LoudProcesses {
  gatewayUrl: string;
  metricsUrl: string;
  gateway: PlatformProcess;
  county: PlatformProcess;
  city: PlatformProcess;
  workers: Record<TierName, TestWorker>;
  traces(): string;
  as(person: string): Caller;
  stop(): Promise<void>;
}

export async function startLoud(platform: TestPlatform): Promise<LoudProcesses> {
  const collector = await startCollector();
  const [port, metrics] = [await freePort(), await freePort()];
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const traced = { LOG_LEVEL: "trace", TRACES_URL: collector.url };
  const urls: Partial<Record<TierName, string>> = {};
  const subgraph = async (name: TierName) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    urls[name] = url;
    const { key, keysDir, filesDir, database } = platform.tiers[name];
    const env = { TIER_PORT: `${port}`, TIER_KEY: key, DATABASE_URL: database.urls.subgraph, ...traced };
    const folders = { CLUE_KEYS_DIR: keysDir, FILES_DIR: filesDir, REGIONS_DIR };
    return new PlatformProcess(`subgraphs/${name}/index.js`, { ...env, ...folders }, `${url}/health/ready`, true);
  };
  const [county, city] = [await subgraph("county"), await subgraph("city")];
  const addresses = TIER_NAMES.flatMap((name) => [
    [`${name.toUpperCase()}_URL`, urls[name] ?? platform.tiers[name].url],
    [`${name.toUpperCase()}_KEY`, platform.tiers[name].key],
  ]);
  const gateway = new PlatformProcess(
    "gateway/index.js",
    {
      ...{ GATEWAY_PORT: `${port}`, METRICS_PORT: `${metrics}`, REGIONS_DIR, ...traced },
      ...{ SUPERGRAPH_FILE: supergraphAlone(), OIDC_ISSUER: platform.issuer.url },
      ...Object.fromEntries(addresses),
    },
    `${gatewayUrl}/health/live`,
    true,
  );
  const [workers] = await Promise.all([
    platform.startLoudWorkers("trace"),
    ...[county, city, gateway].map((process) => process.start()),
  ]);
  const post = async (body: string, person: string) => {
    const authorization = `Bearer ${await platform.issuer.tokenOf(person)}`;
    return postJson(`${gatewayUrl}/graphql`, body, { authorization });
  };
  return {
    ...{ gatewayUrl, metricsUrl: `http://127.0.0.1:${metrics}/metrics`, gateway, county, city, workers },
    traces: collector.text,
    as: (person) => new Caller(person, { gateway: post }),
    stop: async () => {
      await Promise.all([gateway, county, city].map((process) => process.stop()));
      collector.close();
    },
  };
}
