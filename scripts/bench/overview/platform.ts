import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { renewing } from "../../client/demonstrationClients";
import type { TokenSource } from "../../client/gatewayClient";
import { GATEWAY_FLAGS } from "../../supervisor/platformProcesses";
import { freePort } from "../../supervisor/ports";
import { PROFILED } from "../gateway/profile";
import { AUDIENCE } from "../issuer";
import { childrenCpuMs } from "../processorTime";
import { MeasuredProcess } from "../shield/measuredProcess";
import type { LaidData } from "./data";
import { personOf, type Question, type Reader } from "./questions";

const GATEWAY = join(__dirname, "../../../gateway/index.js");
const START_MS = 60_000;
/** As many as one person may have carried out at once. */
export const AT_ONCE = 4;

/** What one request took, and what it brought. */
interface Asked {
  data: Record<string, unknown>;
  ms: number;
}

/** The real gateway over the three real subgraphs, on the data of one size. */
export class MeasuredPlatform {
  private readonly agent = new Agent({ connections: AT_ONCE, pipelining: 1 });
  /** a person keeps a token for a while: to verify another one with each request would be most of what the gateway does */
  private readonly tokens = new Map<string, TokenSource>();

  private constructor(
    readonly data: LaidData,
    private readonly subgraphs: readonly MeasuredProcess[],
    readonly gateway: MeasuredProcess,
    private readonly authorizationOf: (person: string) => Promise<string>,
  ) {}

  /** @param gateway the entry of the gateway of a build, whose subgraphs and schema lie beside it */
  static async start(
    folder: string,
    data: LaidData,
    issuer: { url: string; authorizationOf: (person: string) => Promise<string> },
    gateway = GATEWAY,
  ): Promise<MeasuredPlatform> {
    const built = join(dirname(gateway), "..");
    const schema = join(built, "../schema");
    const subgraphs: MeasuredProcess[] = [];
    const environment: Record<string, string> = {};
    for (const name of TIER_NAMES) {
      const [port, key] = [await freePort(), randomBytes(32).toString("base64url")];
      const files = join(folder, "files", name);
      mkdirSync(files, { recursive: true });
      subgraphs.push(
        new MeasuredProcess(join(built, `subgraphs/${name}/index.js`), {
          ...PROFILED,
          TIER_PORT: `${port}`,
          TIER_KEY: key,
          DATABASE_URL: data.urls[name].subgraph,
          REGIONS_DIR: join(schema, "regions"),
          FILES_DIR: files,
          LOG_LEVEL: "warn",
        }),
      );
      environment[`${name.toUpperCase()}_URL`] = `http://127.0.0.1:${port}`;
      environment[`${name.toUpperCase()}_KEY`] = key;
    }
    const settings = {
      ...PROFILED,
      GATEWAY_PORT: "0",
      SUPERGRAPH_FILE: join(schema, "supergraph.graphql"),
      REGIONS_DIR: join(schema, "regions"),
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: AUDIENCE,
      // one person asks one question after the other, faster than people do
      RATE_REQUESTS: "100000",
      RATE_COST: "1000000000",
      ...environment,
    };
    try {
      return new MeasuredPlatform(
        data,
        subgraphs,
        await startGateway(gateway, settings, subgraphs),
        issuer.authorizationOf,
      );
    } catch (cause) {
      await Promise.all(subgraphs.map((each) => each.stop()));
      throw cause;
    }
  }

  /** @throws Error where anything of the answer is missing */
  async ask({ query }: Pick<Question, "query">, reader: Reader, variables: object): Promise<Asked> {
    const person = personOf(reader);
    const tokenOf = async () => (await this.authorizationOf(person)).slice("Bearer ".length);
    const token = this.tokens.get(person) ?? renewing(tokenOf);
    this.tokens.set(person, token);
    const authorization = `Bearer ${await token()}`;
    const body = JSON.stringify({ query, variables });
    const started = performance.now();
    const answer = await request(`${this.gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body,
      dispatcher: this.agent,
    });
    const text = await answer.body.text();
    const ms = performance.now() - started;
    const { data, errors } = JSON.parse(text) as { data?: Record<string, unknown>; errors?: unknown[] };
    if (!data || errors?.length) throw new Error(`a question was not answered: ${text.slice(0, 500)}`);
    return { data, ms };
  }

  subgraph(tier: TierName): MeasuredProcess {
    return this.subgraphs[TIER_NAMES.indexOf(tier)] as MeasuredProcess;
  }

  /** milliseconds of processor time so far: gateway, subgraphs, and the backends of the databases */
  cpuMs(): { gateway: number; subgraphs: number; database: number } {
    const subgraphs = this.subgraphs.reduce((sum, process) => sum + process.cpuMs(), 0);
    return { gateway: this.gateway.cpuMs(), subgraphs, database: childrenCpuMs(this.data.postgres.pid) };
  }

  async stop(): Promise<void> {
    await this.agent.destroy();
    await Promise.all([this.gateway, ...this.subgraphs].map((process) => process.stop()));
  }
}

async function startGateway(
  script: string,
  settings: Readonly<Record<string, string>>,
  subgraphs: readonly MeasuredProcess[],
): Promise<MeasuredProcess> {
  const gateway = new MeasuredProcess(script, settings, [], GATEWAY_FLAGS);
  try {
    await gateway.listening();
    await ready(gateway.url, [...subgraphs, gateway]);
    return gateway;
  } catch (cause) {
    await gateway.stop();
    throw cause;
  }
}

async function ready(url: string, processes: MeasuredProcess[]): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && processes.every(({ alive }) => alive)) {
    const answer = await request(`${url}/health/ready`).catch(() => undefined); // not listening yet
    await answer?.body.dump();
    if (answer?.statusCode === 200) return;
    await pause(100);
  }
  throw new Error(`the platform did not start:\n${processes.map(({ log }) => log.slice(-500)).join("\n")}`);
}
