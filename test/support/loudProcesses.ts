import { join } from "node:path";
import { TIER_NAMES } from "../../schema/contract/tier";
import { freePort } from "../../scripts/supervisor/ports";
import { Caller } from "./caller";
import { postJson, type TestPlatform } from "./platform";
import { PlatformProcess } from "./platformProcess";
import { REGIONS_DIR } from "./runningPlatform";

/** A gateway and a county's subgraph that write down as much as they can, on the databases and keys of a borrowed platform. */
export interface LoudProcesses {
  gatewayUrl: string;
  metricsUrl: string;
  gateway: PlatformProcess;
  county: PlatformProcess;
  as(person: string): Caller;
  stop(): Promise<void>;
}

export async function startLoud(platform: TestPlatform): Promise<LoudProcesses> {
  const [port, metrics, countyPort] = [await freePort(), await freePort(), await freePort()];
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const countyUrl = `http://127.0.0.1:${countyPort}`;
  const { key, keysDir, filesDir, database } = platform.tiers.county;
  const county = new PlatformProcess(
    "subgraphs/county/index.js",
    {
      ...{ TIER_PORT: `${countyPort}`, TIER_KEY: key, DATABASE_URL: database.urls.subgraph, LOG_LEVEL: "trace" },
      ...{ CLUE_KEYS_DIR: keysDir, FILES_DIR: filesDir, REGIONS_DIR },
    },
    `${countyUrl}/health/ready`,
    true,
  );
  const addresses = TIER_NAMES.flatMap((name) => [
    [`${name.toUpperCase()}_URL`, name === "county" ? countyUrl : platform.tiers[name].url],
    [`${name.toUpperCase()}_KEY`, platform.tiers[name].key],
  ]);
  const gateway = new PlatformProcess(
    "gateway/index.js",
    {
      ...{ GATEWAY_PORT: `${port}`, METRICS_PORT: `${metrics}`, LOG_LEVEL: "trace", REGIONS_DIR },
      ...{ SUPERGRAPH_FILE: join(__dirname, "../../../schema/supergraph.graphql"), OIDC_ISSUER: platform.issuer.url },
      ...Object.fromEntries(addresses),
    },
    `${gatewayUrl}/health/live`,
    true,
  );
  await Promise.all([county.start(), gateway.start()]);
  const post = async (body: string, person: string) => {
    const authorization = `Bearer ${await platform.issuer.tokenOf(person)}`;
    return postJson(`${gatewayUrl}/graphql`, body, { authorization });
  };
  return {
    ...{ gatewayUrl, metricsUrl: `http://127.0.0.1:${metrics}/metrics`, gateway, county },
    as: (person) => new Caller(person, post),
    stop: async () => {
      await Promise.all([gateway.stop(), county.stop()]);
    },
  };
}
