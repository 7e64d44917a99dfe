import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import type { GatewayConfiguration } from "../../gateway/config";
import { type Gateway, startGateway } from "../../gateway/gateway";
import { LocalPeople } from "../../gateway/people/local";
import type { Standing } from "../../schema/contract/standing";
import type { TierName } from "../../schema/contract/tier";
import { AUDIENCE, type FakeIssuer, startFakeIssuer } from "./fakeIssuer";
import { composeFakeSupergraph, FakeTier, startFakeTiers } from "./fakeTiers";
import { post } from "./post";
import { until } from "./until";

export const CLERK = "county:990101.clerk";
export const STANDING: Standing = {
  person: CLERK,
  tier: "COUNTY",
  office: "990101",
  roles: ["CLERK"],
  recusals: [],
  rightsEpoch: 1,
};

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  data?: Record<string, unknown> | null;
  errors: AnswerError[];
  extensions?: { tiers?: Record<string, { status: string; asOf: string | null }> };
}

interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; reference?: string; tier?: string; fields?: { path: string; reason: string }[] };
}

/** A gateway over three fake tiers and a fake issuer, with one county clerk who may enter. */
export class GatewayUnderTest {
  /** every line that the gateway logged */
  readonly log: string[] = [];
  readonly dir = mkdtempSync(join(tmpdir(), "gateway-"));
  readonly supergraphFile = join(this.dir, "supergraph.graphql");
  issuer: FakeIssuer;
  tiers: Record<TierName, FakeTier>;
  gateway: Gateway;
  token: string;
  /** a second process of the county, where there is one */
  second: FakeTier | undefined;

  /** @param settings in the place of the defaults; the addresses are those of the fakes
   * @param replicas whether the county has two processes */
  async start(settings: Partial<GatewayConfiguration> = {}, replicas = false): Promise<this> {
    this.issuer = await startFakeIssuer();
    this.tiers = await startFakeTiers();
    if (replicas) this.second = new FakeTier("county", this.tiers.county);
    await this.second?.up();
    this.tiers.county.standings.set(CLERK, STANDING);
    this.token = await this.issuer.tokenOf(CLERK);
    writeFileSync(this.supergraphFile, composeFakeSupergraph());
    const log = pino({ level: "debug" }, new Writable({ write: (line, _, done) => done(this.keep(line)) }));
    const configuration = {
      host: "127.0.0.1",
      port: 0,
      processes: 1,
      mode: "demo" as const,
      logLevel: "debug",
      supergraphFile: this.supergraphFile,
      regionsDir: "schema/regions",
      issuer: this.issuer.url,
      audience: AUDIENCE,
      dashboard: { folder: join(this.dir, "browser"), client: "inspection-dashboard" },
      tiers: this.addresses(),
      subgraphTimeoutMs: 3_000,
      standingMs: 1_000,
      operations: "any" as const,
      developers: undefined,
      rates: { requests: 1_000, newTexts: 1_000, cost: 10_000_000 },
      admission: {
        concurrency: 256,
        queue: 256,
        waitMs: 1_000,
        person: { concurrency: 64, queue: 64, waitMs: 1_000 },
      },
      live: { sockets: 1_000, socketsPerPerson: 100, groups: 100, signInsPerSecond: 1_000 },
      metrics: undefined,
      traces: { url: undefined, share: 1 },
      tierConcurrency: 64,
      ...settings,
    };
    const { rates, admission } = configuration;
    this.gateway = await startGateway(configuration, log, new LocalPeople({ rates, ...admission }));
    return this;
  }

  async stop(): Promise<void> {
    await this.gateway.close();
    const tiers = [...Object.values(this.tiers), ...(this.second ? [this.second] : [])];
    await Promise.all([this.issuer.close(), ...tiers.map((tier) => tier.down())]);
    rmSync(this.dir, { recursive: true });
  }

  /** Asks as the clerk. */
  ask(query: string, variables?: object): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }), { authorization: `Bearer ${this.token}` });
  }

  /** Sends any body as the given caller: without an authorization header, as nobody. */
  async post(
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    path = "/graphql",
  ): Promise<Answer> {
    const reply = await post(this.gateway.url + path, body, headers);
    const { data, errors = [], extensions } = JSON.parse(reply.text) as Answer;
    return { ...reply, data, errors, extensions };
  }

  /** Until all tiers give whole answers again, and nobody remembers that they did not. */
  async recovered(): Promise<void> {
    for (const tier of Object.values(this.tiers)) tier.answerWith = undefined;
    await until(
      "every tier is whole",
      async () => (await this.ask("{ provincePerson cityPerson countyPerson }")).errors.length === 0,
    );
  }

  private addresses() {
    const { province, city, county } = this.tiers;
    const address = ({ url, key }: FakeTier, ...more: FakeTier[]) => {
      return { urls: [url, ...more.map((other) => other.url)].map((each) => new URL(each)), key };
    };
    const further = this.second ? [this.second] : [];
    return { province: address(province), city: address(city), county: address(county, ...further) };
  }

  private keep(line: Buffer): null {
    this.log.push(line.toString());
    return null;
  }
}

let shared: Promise<GatewayUnderTest> | undefined;
afterAll(async () => (await shared)?.stop());

/** One gateway with the defaults for all parts of a file that leave its tiers as they found them: each of its own has a planner's
 * thread, and loads what plans. */
export function sharedGateway(): Promise<GatewayUnderTest> {
  shared ??= new GatewayUnderTest().start();
  return shared;
}
