import { createSecretKey } from "node:crypto";
import { ApolloServer, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import {
  ATTEST_PATH,
  ATTESTATION_WANTED,
  type Attestation,
  type WantedAnswer,
} from "../../schema/contract/attestation";
import { INTERNAL_TOKEN_HEADER, type InternalClaims, verifyInternalToken } from "../../schema/contract/internalToken";
import { STANDINGS_PATH } from "../../schema/contract/live";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import { nameOfTier } from "../../schema/contract/tier";
import type { Step, Traces } from "../../schema/traces";
import { Session, type StatementWatch } from "../storage/session";
import { TierContext, type TierServices } from "./context";
import { answerFailures } from "./failures";
import { serveTierFiles } from "./files/fileRoutes";
import { carriedOutBy } from "./graph/execution/operations";
import { notingLostDatabase } from "./graph/lostDatabase";
import { maskErrors } from "./graph/mask";
import { LiveAnswers } from "./live/answering";
import { serveLive } from "./live/liveRoutes";
import { LiveTail } from "./live/tail";
import { tierSchema } from "./schema";
import { ForeignPeople } from "./target/foreignPeople";
import { answerStanding, answerStandings, answerUnits, parseObject } from "./toldGateway";
import { ForeignUnits } from "./unit/foreignUnits";

const MAX_HEADER = 256 * 1024;
/** What the gateway takes, with what it adds. */
const MAX_BODY = 6 * 1024 * 1024;

interface TierServerOptions {
  services: TierServices;
  /** HMAC key shared with the gateway */
  key: string;
  log: Logger;
}

/** The subgraph's server: it answers the gateway, and only the gateway. */
export async function createTierServer({ services, key, log }: TierServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: MAX_BODY,
    logger: false,
    forceCloseConnections: "idle",
    // the standing travels in a header, with every recusal of the caller
    http: { maxHeaderSize: MAX_HEADER },
  });
  const schema = tierSchema(services.profile);
  const apollo = new ApolloServer<TierContext>({
    gateway: carriedOutBy(schema),
    introspection: false,
    csrfPrevention: false, // no browser gets here: without the internal token nothing is answered
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    formatError: maskErrors(log),
    logger: log,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginInlineTraceDisabled(),
      // nothing here may be kept by anybody on the way, and it would look at every field of every answer
      ApolloServerPluginCacheControlDisabled(),
      notingLostDatabase,
    ],
  });
  await apollo.start();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  const authenticate = authenticator(services, key);
  const tier = nameOfTier(services.profile.tier);
  const sessions = new WeakMap<FastifyRequest, Session>();

  app.post("/graphql", async (request, reply) => {
    const claims = authenticate(request);
    if (!claims?.standing) return refuse(reply);
    const body = parseObject(request.body as string);
    if (!body) return reply.code(400).send(NOT_JSON);
    const { attestation, ...asked } = body;
    // a caller's word in a body never becomes the gateway's
    const vouched = claims.attests ? (attestation as Attestation) : undefined;
    const [units, people] = [new ForeignUnits(vouched), new ForeignPeople(vouched?.people)];
    const step = services.traces.step(`${tier} operation`, "SERVER", claims.trace);
    const watch = step && watchStatements(services.traces, step);
    const session = new Session(services.dataSource, claims.standing, watch);
    sessions.set(request, session);
    const context = new TierContext(services, claims.standing, session, undefined, units, people);
    reply.raw.once("close", () => void abandon(context, log));
    try {
      return await execute(apollo, asked, request, reply, context);
    } finally {
      await context.session.end();
      step?.end({ "http.response.status_code": reply.statusCode }, reply.statusCode >= 500);
    }
  });

  app.post("/standing", async (request, reply) => {
    const claims = authenticate(request);
    if (!claims) return refuse(reply);
    return answerStanding(services, request, reply);
  });

  app.post(STANDINGS_PATH, async (request, reply) => {
    return authenticate(request) ? answerStandings(services, request, reply) : refuse(reply);
  });

  app.post(ATTEST_PATH, async (request, reply) => {
    const claims = authenticate(request);
    return claims?.standing ? answerUnits(services, claims.standing, request, reply) : refuse(reply);
  });

  serveTierFiles(app, services, key, log);

  const tail = new LiveTail(urlOf(services.dataSource), log);
  const answers = new LiveAnswers(schema, services, key, tail, log);
  serveLive(app, answers, (request) => authenticate(request)?.standing, refuse, log);
  // who waits for something to happen is answered, and asks another process
  app.addHook("preClose", () => tail.end());

  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    try {
      await services.beside.query("select 1");
      return { status: "ready" };
    } catch (cause) {
      log.warn({ cause: (cause as Error).message }, "database does not answer");
      return reply.code(503).send({ status: "database does not answer" });
    }
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ status: 404 }));
  answerFailures(app, (request) => sessions.get(request), log);
  return app;
}

function urlOf({ options }: TierServices["dataSource"]): string {
  if (options.type !== "postgres" || !options.url) throw new Error("a tier's database is named by a URL");
  return options.url;
}

function watchStatements(traces: Traces, { traceparent }: Step): StatementWatch {
  return (name) => {
    const statement = traces.step(name, "CLIENT", traceparent, { "db.system": "postgresql" });
    return statement && ((failed) => statement.end({}, failed));
  };
}

function authenticator(services: TierServices, keyText: string) {
  const audience = nameOfTier(services.profile.tier);
  const key = createSecretKey(keyText, "utf8");
  return (request: FastifyRequest): InternalClaims | undefined => {
    const token = request.headers[INTERNAL_TOKEN_HEADER];
    if (typeof token !== "string" || typeof request.body !== "string") return undefined;
    return verifyInternalToken(token, request.body, key, audience, services.clock());
  };
}

/** Says nothing about why: whoever is not the gateway learns nothing here. */
function refuse(reply: FastifyReply) {
  return reply.code(401).send({ errors: [{ message: "Unauthorized", extensions: { code: "UNAUTHENTICATED" } }] });
}

const NOT_JSON = { errors: [{ message: "not a JSON object", extensions: { code: "BAD_USER_INPUT" } }] };

async function execute(
  apollo: ApolloServer<TierContext>,
  body: Record<string, unknown>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: TierContext,
) {
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: "POST", headers: headersOf(request), search: "", body },
    context: async () => context,
  });
  // what was answered beside it is answered again, when the gateway comes back with them
  const { foreignUnits, foreignPeople } = context;
  const wanted: WantedAnswer = { units: [...foreignUnits.wanted], people: [...foreignPeople.wanted] };
  if (wanted.units.length + wanted.people.length > 0) return reply.code(ATTESTATION_WANTED).send(wanted);
  for (const [name, value] of response.headers) reply.header(name, value);
  const { hasLostDatabase, mayHaveChanged } = context.session;
  const isLost = hasLostDatabase && !mayHaveChanged;
  reply.code(isLost ? NO_DATABASE : (response.status ?? 200));
  if (response.body.kind === "complete") return reply.send(response.body.string);
  throw new Error("an incremental answer was never asked for");
}

/** The gateway has hung up: its caller is gone, or its deadline has passed. */
async function abandon({ session, services }: TierContext, log: Logger): Promise<void> {
  await session.abandon(services.beside).catch((cause: Error) => {
    log.warn({ cause: cause.message }, "a query that nobody waits for runs on until its time is over");
  });
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  headers.set("content-type", "application/json");
  headers.set("accept", request.headers.accept ?? "application/json");
  return headers;
}
