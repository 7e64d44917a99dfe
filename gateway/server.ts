import { randomUUID } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { assertValidSchema } from "graphql";
import type { Logger } from "pino";
import type { ErrorCode } from "../schema/contract/errorCodes";
import type { Traces } from "../schema/traces";
import { refuseBrokenRequest } from "./brokenRequests";
import { endConnectionsWhenDraining, isDraining } from "./draining";
import { defect, PlatformError } from "./errors";
import type { CallContext } from "./execution/callContext";
import { TRANSFER_DEADLINE_MS } from "./files/carrier";
import { Leaving } from "./gone";
import type { HealthWatch } from "./health";
import type { CallerIdentifier } from "./identity/caller";
import type { Limits, RequestBody } from "./limits";
import { contentTypeFor, mediaTypeFor } from "./mediaType";
import type { Metrics } from "./metrics";
import { Operations } from "./operations";
import type { Admission } from "./overload/admission";
import { BODY_LIMIT_BYTES, bytesOf, callerOf, whenOver } from "./overload/arrivals";
import { boundConnections, type Connections } from "./overload/connections";
import { RestingConnections } from "./overload/resting";
import { shedding } from "./overload/shedding";
import type { PlannedGateway } from "./planning/plannedGateway";
import { presentError } from "./presentError";
import type { RefusalLog } from "./refusalLog";
import { acceptJsonOnly, endSlowBody } from "./requestBody";
import { bodyFaultOf, httpFaultOf, valuesIn } from "./requestFaults";

declare module "fastify" {
  interface FastifyRequest {
    /** of an operation, once it is known who asks. Not in a WeakMap: what is in one survives the next collection of what is young */
    call: CallContext | undefined;
  }
}

/** Longer than a browser or a proxy keeps a connection that it does not use: it is for them to close it. */
const KEEP_ALIVE_MS = 72_000;
/** Who is refused with one of these has nothing to gain from asking again at once. */
const REST_AFTER = new Set([401, 429, 503]);

interface ServerParts {
  graph: PlannedGateway;
  identifyCaller: CallerIdentifier;
  health: HealthWatch;
  limits: Limits;
  admission: Admission;
  metrics: Metrics;
  traces: Traces;
  refusals: RefusalLog;
  log: Logger;
}

/** The door: who calls is known before the body is read, and whatever goes wrong is answered as GraphQL. */
export async function createServer(parts: ServerParts): Promise<{ app: FastifyInstance; connections: Connections }> {
  const { graph, identifyCaller, health, limits, admission, metrics, traces, refusals, log } = parts;
  const { schema } = await graph.load();
  assertValidSchema(schema);
  const operations = new Operations(graph, limits.documents, (error, requestId) =>
    presentError(error, requestId, log, (type) => valuesIn(graph.schema, type)),
  );

  const resting = new RestingConnections(() => admission.openings());
  const shed = shedding(admission, resting, bytesOf, callerOf, metrics, log);
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (serve) => {
      const times = { requestTimeout: TRANSFER_DEADLINE_MS, keepAliveTimeout: KEEP_ALIVE_MS };
      return createHttpServer(times, shed(serve));
    },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket, refusals, log),
    frameworkErrors: (_error, request, reply) => void refuse(httpFaultOf(400), request, reply, log),
  });
  acceptJsonOnly(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    metrics.refused(refuse(error, request, reply, log));
    if (REST_AFTER.has(reply.statusCode)) resting.restAfter(request.raw, reply.raw);
  });
  app.setNotFoundHandler((request, reply) => {
    const status = pathOf(request) === "/graphql" ? 405 : 404;
    refuse(httpFaultOf(status), request, reply, log);
  });
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff");
    done();
  });
  const connections = boundConnections(app.server);
  endConnectionsWhenDraining(app, () => resting.end());
  app.addHook("onClose", async () => graph.stop());

  app.decorateRequest("call", undefined);
  app.post("/graphql", {
    async onRequest(request, reply) {
      // What a caller gets is about this caller, at this moment.
      void reply.header("cache-control", "no-store");
      whenOver(reply, admission.arrive(bytesOf(request.raw), callerOf(request.raw)));
      dropIdentityHeaders(request);
      endSlowBody(request);
      if (!mediaTypeFor(request.headers.accept)) throw httpFaultOf(406);
      const { standing } = await identifyCaller(request.headers.authorization, request.id).catch((fault: unknown) => {
        if (fault instanceof PlatformError && fault.code === "STANDING_UNAVAILABLE")
          admission.over(reply.elapsedTime, "NOBODY");
        throw fault;
      });
      whenOver(reply, await admission.claim(standing.person));
      await limits.count(standing.person);
      // all that it will ever have, and named at once: what comes behind a spread is old from the beginning, and keeps what it leads to
      request.call = {
        requestId: request.id,
        standing,
        savedName: undefined,
        step: traces.begin("other"),
        gone: undefined,
        apart: { ms: -reply.elapsedTime },
        tierCalls: [],
      };
    },
    async handler(request, reply) {
      const call = request.call as CallContext;
      call.apart.ms += reply.elapsedTime;
      const fault = bodyFaultOf(request.body);
      if (fault) throw fault;
      const accepted = await limits.accept(request.body as RequestBody, call.standing.person);
      call.savedName = accepted.savedName;
      const gone = new Leaving();
      whenOver(reply, () => gone.leave());
      call.gone = gone;
      whenOver(reply, await admission.enter(call.standing.person, gone));
      const { status, headers, json } = await operations.answer(accepted, call);
      return reply.code(status).headers(headers).type(contentTypeFor(request.headers.accept)).send(json);
    },
    onSend(request, reply, payload, done) {
      const { call } = request;
      const isWhole = reply.statusCode === 200 && call?.tierCalls.every(({ arrived }) => arrived === "ALL");
      if (call && isWhole) admission.over(reply.elapsedTime - call.apart.ms, "WHOLE");
      done(null, payload);
    },
    onResponse(request, reply, done) {
      const { call } = request;
      (reply.statusCode < 400 ? log : refusals).info(summaryOf(request, reply, call), "answered");
      metrics.answered(call?.savedName, reply.statusCode, reply.elapsedTime);
      const told = { "http.response.status_code": reply.statusCode, "request.id": request.id };
      call?.step?.end(told, reply.statusCode >= 500, call.savedName);
      done();
    },
  });
  app.get("/health/live", async () => ({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    const { status, ...known } = health.current();
    const current = { status: isDraining(app) ? "draining" : status, ...known };
    return reply
      .code(current.status === "ready" ? 200 : 503)
      .header("cache-control", "no-store")
      .send(current);
  });
  return { app, connections };
}

/** Nobody outside may say who somebody is, not even to a part of the gateway that is written later. */
function dropIdentityHeaders(request: FastifyRequest): void {
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith("x-platform-")) delete request.headers[name];
  }
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): ErrorCode {
  const fault = error instanceof PlatformError ? error : faultOfServer(error as FastifyError);
  if (!fault) log.error({ requestId: request.id, err: error }, "a defect in the gateway");
  const shown = fault ?? defect(request.id);
  void reply
    .code(fault ? fault.status : 500)
    .headers({ ...shown.headers, "x-request-id": request.id })
    .type(contentTypeFor(request.headers.accept))
    .send({ errors: [presentError(shown, request.id, log)] });
  return shown.code;
}

function faultOfServer(error: FastifyError): PlatformError | undefined {
  // A Host header that makes no address.
  return httpFaultOf(error.code === "ERR_INVALID_URL" ? 400 : (error.statusCode ?? 500));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

/** For the log: nothing that says who asked, for whom, or with which values. */
function summaryOf(request: FastifyRequest, reply: FastifyReply, call: CallContext | undefined) {
  return {
    requestId: request.id,
    operation: call?.savedName,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    tiers: call?.tierCalls,
  };
}
