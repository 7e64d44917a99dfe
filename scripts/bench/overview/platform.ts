import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { GATEWAY_FLAGS } from "../../supervisor/platformProcesses";
import { freePort } from "../../supervisor/ports";
import { PROFILED } from "../gateway/profile";
import { AUDIENCE } from "../issuer";
import { childrenCpuMs } from "../processorTime";
import { MeasuredProcess } from "../shield/measuredProcess";
import type { LaidData } from "./data";
import { personOf, type Question, type Reader } from "./questions";

const ROOT = join(__dirname, "../../../..");
const START_MS = 60_000;

/** What one request took, and what it brought. */
interface Asked {
  data: Record<string, unknown>;
  ms: number;
}

/** The real gateway over the three real subgraphs, on the data of one size. */
export class MeasuredPlatform {
  private readonly agent = new Agent({ connections: 1, pipelining: 1 });

  private constructor(
    readonly data: LaidData,
    private readonly processes: MeasuredProcess[],
    readonly gateway: MeasuredProcess,
    private readonly authorizationOf: (person: string) => Promise<string>,
  ) {}

  static async start(
    folder: string,
    data: LaidData,
    issuer: { url: string; authorizationOf: (person: string) => Promise<string> },
  ): Promise<MeasuredPlatform> {
    const processes: MeasuredProcess[] = [];
    const environment: Record<string, string> = {};
    for (const name of TIER_NAMES) {
      const [port, key] = [await freePort(), randomBytes(32).toString("base64url")];
      const files = join(folder, "files", name);
      mkdirSync(files, { recursive: true });
      processes.push(
        new MeasuredProcess(join(__dirname, `../../../subgraphs/${name}/index.js`), {
          ...PROFILED,
          TIER_PORT: `${port}`,
          TIER_KEY: key,
          DATABASE_URL: data.urls[name].subgraph,
          REGIONS_DIR: join(ROOT, "schema/regions"),
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
      SUPERGRAPH_FILE: join(ROOT, "schema/supergraph.graphql"),
      REGIONS_DIR: join(ROOT, "schema/regions"),
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: AUDIENCE,
      // one person asks one question after the other, faster than people do
      RATE_REQUESTS: "100000",
      RATE_COST: "1000000000",
      ...environment,
    };
    const script = join(__dirname, "../../../gateway/index.js");
    const gateway = new MeasuredProcess(script, settings, [], GATEWAY_FLAGS);
    processes.push(gateway);
    try {
      await gateway.listening();
      await ready(gateway.url, processes);
    } catch (cause) {
      await Promise.all(processes.map((each) => each.stop()));
      throw cause;
    }
    return new MeasuredPlatform(data, processes, gateway, issuer.authorizationOf);
  }

  /** @throws Error where anything of the answer is missing */
  async ask({ query }: Pick<Question, "query">, reader: Reader, variables: object): Promise<Asked> {
    const authorization = await this.authorizationOf(personOf(reader));
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
    return this.processes[TIER_NAMES.indexOf(tier)] as MeasuredProcess;
  }

  /** milliseconds of processor time so far: gateway, subgraphs, and the backends of the databases */
  cpuMs(): { gateway: number; subgraphs: number; database: number } {
    const each = this.processes.map((process) => process.cpuMs());
    const gateway = each.pop() ?? 0;
    const subgraphs = each.reduce((sum, ms) => sum + ms, 0);
    return { gateway, subgraphs, database: childrenCpuMs(this.data.postgres.pid) };
  }

  async stop(): Promise<void> {
    await this.agent.destroy();
    await Promise.all(this.processes.map((process) => process.stop()));
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
