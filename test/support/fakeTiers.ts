import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, graphql, parse } from "graphql";
import { directorySdl } from "../../gateway/directory";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, verifyInternalToken } from "../../schema/contract/internalToken";
import { LIVE_PATH, type LiveQuestion, STANDINGS_PATH } from "../../schema/contract/live";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import type { Standing } from "../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { FakeTicks } from "./fakeTicks";
import { fakeResolvers, fakeSdl } from "./fakeTierSchema";

/** What a tier got and accepted. */
export interface Received {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  claims: InternalClaims;
}

/** A tier of its own process in all but the process: real HTTP, and no answer without the gateway's token. */
export class FakeTier {
  readonly key: string;
  readonly received: Received[] = [];
  readonly standings: Map<string, Standing>;
  /** stands in for the tier's own answer to /graphql */
  answerWith: ((response: ServerResponse) => void) | undefined;
  /** what subscriptions are told */
  readonly ticks: FakeTicks;
  /** it takes connections and says nothing, until it is over */
  standsStill: Promise<void> | undefined;
  /** standings are given when it is over */
  standingsAfter: Promise<void> | undefined;
  /** it has lost its database, and says so of everything; whether it also says that it is ready still */
  databaseLost: "AND_IS_NOT_READY" | "AND_NOBODY_KNOWS" | undefined;
  private readonly schema: GraphQLSchema;
  private server: Server | undefined;
  private port = 0;

  /** @param other another process of the same tier: what is known is known to both */
  constructor(
    readonly name: TierName,
    other?: FakeTier,
  ) {
    this.key = `${name}-key-that-only-this-tier-and-the-gateway-know`;
    this.schema = schemaOf(name);
    this.standings = other?.standings ?? new Map();
    this.ticks = other?.ticks ?? new FakeTicks();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens, after the first time at the same port. */
  async up(): Promise<void> {
    const server = createServer((request, response) => {
      void this.answer(request, response).catch((cause) => {
        if (!request.errored) throw cause; // whoever asked has gone, or this was ended, in the middle of the question
      });
    });
    await new Promise<void>((listening, failed) => {
      server.once("error", failed).listen(this.port, "127.0.0.1", listening);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  }

  to(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    await this.standsStill;
    if (path === "/health/ready")
      return send(response, this.databaseLost === "AND_IS_NOT_READY" ? NO_DATABASE : 200, {});
    const body = await text(request);
    const token = String(request.headers[INTERNAL_TOKEN_HEADER]);
    const claims = verifyInternalToken(token, body, this.key, this.name, new Date());
    if (!claims) return send(response, 401, { errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED" } }] });
    this.received.push({ path, headers: request.headers, body, claims });
    if (this.databaseLost) return send(response, NO_DATABASE, lostAt(path, this.name));
    if (path === "/standing") {
      await this.standingsAfter;
      return this.answerStanding(body, response);
    }
    if (path === STANDINGS_PATH) {
      await this.standingsAfter;
      const { people } = JSON.parse(body) as { people: string[] };
      return send(response, 200, { standings: people.flatMap((person) => this.standings.get(person) ?? []) });
    }
    if (this.answerWith) return this.answerWith(response);
    if (!claims.standing) return send(response, 401, { errors: [{ message: "no standing" }] });
    if (path === LIVE_PATH) {
      const gone = new Promise<void>((over) => response.once("close", over));
      const told = await this.ticks.answer(JSON.parse(body) as LiveQuestion, this.schema, claims, gone);
      await this.standsStill;
      return send(response, 200, told);
    }
    const { query, variables: variableValues } = JSON.parse(body) as { query: string; variables?: object };
    const asked = { source: query, variableValues: { ...variableValues }, contextValue: claims };
    const result = await graphql({ schema: this.schema, ...asked });
    send(response, 200, result);
  }

  private answerStanding(body: string, response: ServerResponse): void {
    const standing = this.standings.get((JSON.parse(body) as { person: string }).person);
    send(response, standing ? 200 : 404, standing ?? {});
  }
}

/** As a subgraph says it. */
function lostAt(path: string, name: TierName): object {
  const extensions = { code: "TIER_UNAVAILABLE", reference: `log-of-${name}` };
  return path === "/graphql" || path === LIVE_PATH
    ? { errors: [{ message: "gone", extensions }] }
    : { status: NO_DATABASE };
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export async function startFakeTiers(): Promise<Record<TierName, FakeTier>> {
  const tiers = TIER_NAMES.map((name) => [name, new FakeTier(name)] as const);
  await Promise.all(tiers.map(([, tier]) => tier.up()));
  return Object.fromEntries(tiers) as Record<TierName, FakeTier>;
}

const schemas = new Map<TierName, GraphQLSchema>();

function schemaOf(name: TierName): GraphQLSchema {
  const known =
    schemas.get(name) ?? buildSubgraphSchema({ typeDefs: parse(fakeSdl(name)), resolvers: fakeResolvers(name) });
  schemas.set(name, known);
  return known;
}

const composed = new Map<string, string>();

/** @param extraCountySdl what a newer county adds */
export function composeFakeSupergraph(extraCountySdl = ""): string {
  const known = composed.get(extraCountySdl) ?? compose(extraCountySdl);
  composed.set(extraCountySdl, known);
  return known;
}

function compose(extraCountySdl: string): string {
  const result = composeServices([
    { name: "directory", typeDefs: parse(directorySdl) },
    ...TIER_NAMES.map((name) => ({
      name,
      url: `http://${name}.invalid`,
      typeDefs: parse(name === "county" ? fakeSdl(name) + extraCountySdl : fakeSdl(name)),
    })),
  ]);
  if (!result.supergraphSdl) throw new Error(result.errors?.map(String).join("\n"));
  return result.supergraphSdl;
}
