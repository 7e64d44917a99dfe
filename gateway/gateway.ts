import { dirname, join } from "node:path";
import type { ApolloGateway } from "@apollo/gateway";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { TIER_NAMES, type TierName } from "../schema/contract/tier";
import { loadRegions } from "../schema/regions/tree";
import { openTraces, type Traces } from "../schema/traces";
import type { GatewayConfiguration } from "./config";
import { serveDashboard } from "./dashboard";
import { directorySchema } from "./directory";
import { drain } from "./draining";
import { DirectorySubgraph } from "./execution/directorySubgraph";
import { createPersonAttester } from "./execution/personAttester";
import { connectTier, type TierConnection } from "./execution/tierConnection";
import { TierSubgraph } from "./execution/tierSubgraph";
import { createUnitAttester } from "./execution/unitAttester";
import { serveFiles } from "./files";
import { serveGraphiql } from "./graphiql";
import { type HealthWatch, watchHealth } from "./health";
import { createAccessTokenVerifier } from "./identity/accessToken";
import { createCallerIdentifier } from "./identity/caller";
import { createStandingClient } from "./identity/standing";
import { Limits } from "./limits";
import { plannedAhead, readOperations, SavedOperations } from "./limits/savedOperations";
import { type Live, serveLive } from "./live";
import type { Metrics } from "./metrics";
import { type MetricsServer, serveMetrics } from "./metrics/server";
import { Admission } from "./overload/admission";
import type { People } from "./people";
import { Planning } from "./planning/planning";
import { warmUpWhenReady } from "./planning/warmUp";
import { RefusalLog } from "./refusalLog";
import { createServer } from "./server";
import { createSupergraph } from "./supergraph";

export interface Gateway {
  /** base address, http://127.0.0.1:4000 */
  url: string;
  /** undefined where no metrics are served */
  metricsUrl: string | undefined;
  /** Answers what has been asked, then lets go of everything. */
  close(): Promise<void>;
}

/** Wires the gateway and listens. Tiers and issuer may be down; the supergraph and the regions must be there.
 * @param people counts what each person does
 * @throws where the supergraph or a region file does not hold, or the port is taken */
export async function startGateway(configuration: GatewayConfiguration, log: Logger, people: People): Promise<Gateway> {
  const tiers = perTier((tier) => connectTier(tier, configuration.tiers[tier]));
  const health = watchHealth(tiers, log);
  const lost = (cause: unknown) => log.warn({ err: cause }, "the collector of traces does not take them");
  const traces = openTraces({ ...configuration.traces, service: "gateway", lost });
  let metricsServer: MetricsServer | undefined;
  const release = async () => {
    health.stop();
    await Promise.all([metricsServer?.close(), traces.close(), ...TIER_NAMES.map((tier) => tiers[tier].close())]);
  };
  try {
    metricsServer = await serveMetrics(configuration.metrics);
    const { metrics, url: metricsUrl } = metricsServer;
    const { app, live } = await buildServer(configuration, { tiers, health, metrics, people, traces, log });
    const url = await listen(app, configuration);
    return {
      url,
      metricsUrl,
      close: () =>
        live
          .close()
          .then(() => drain(app))
          .then(() => app.close())
          .then(release),
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function listen(app: FastifyInstance, { host, port }: GatewayConfiguration): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw error;
  }
}

interface Around {
  tiers: Record<TierName, TierConnection>;
  health: HealthWatch;
  metrics: Metrics;
  people: People;
  traces: Traces;
  log: Logger;
}

async function buildServer(
  configuration: GatewayConfiguration,
  { tiers, health, metrics, people, traces, log }: Around,
): Promise<{ app: FastifyInstance; live: Live }> {
  const { issuer, audience, mode, subgraphTimeoutMs, supergraphFile } = configuration;
  const directory = new DirectorySubgraph(directorySchema(loadRegions(configuration.regionsDir)), log);
  const deadlineMs = subgraphTimeoutMs;
  const questionsAtOnce = Math.max(2, Math.ceil(configuration.tierConcurrency / configuration.processes));
  const findStanding = createStandingClient({ tiers, log, keptMs: configuration.standingMs });
  const attestUnits = createUnitAttester({ tiers, log });
  const attestPeople = createPersonAttester(findStanding, log);
  const perSubgraph = { deadlineMs, questionsAtOnce, attestUnits, attestPeople, log, metrics, traces };
  const tierSubgraphs = perTier((tier) => new TierSubgraph({ connection: tiers[tier], ...perSubgraph }));
  const operationsDir = join(dirname(supergraphFile), "operations");
  const savedOperations = async () => new SavedOperations(plannedAhead(await readOperations(operationsDir))).all;
  const planning = new Planning({ metrics, log });
  const subgraphs = { directory, ...tierSubgraphs };
  const graph = createSupergraph({ file: supergraphFile, subgraphs, planning, savedOperations, log });
  const verify = createAccessTokenVerifier({ issuer, audience });
  const refusals = new RefusalLog(log);
  const identifyCaller = createCallerIdentifier(verify, findStanding, refusals);
  const limits = await createLimits(configuration, people, graph, operationsDir, log);
  const admission = new Admission(configuration.admission, people);
  metrics.watch({
    inFlight: () => people.running,
    waiting: () => people.waiting,
    plans: () => planning.count,
    waitingForPlan: () => planning.waiting,
    readers: () => live.sockets + live.streams,
    subscriptions: () => live.groups,
    openBreaker: (tier) => tierSubgraphs[tier].guard.isOpen,
    replicas: (tier) => health.upOf(tier),
  });
  const parts = { graph, identifyCaller, health, limits, admission, metrics, traces, refusals, log };
  const { app, connections } = await createServer(parts);
  serveFiles(app, { tiers, keys: perTier((tier) => configuration.tiers[tier].key), findStanding, log });
  serveDashboard(app, { ...configuration.dashboard, issuer, demonstration: mode === "demo" });
  if (mode === "demo") serveGraphiql(app, operationsDir);
  const live = serveLive(app, {
    ...{ settings: configuration.live, tiers, graph, identifyCaller, findStanding, limits, admission, log },
    mostPosts: configuration.admission.person.concurrency + configuration.admission.person.queue,
    upgraded: (socket) => connections.upgraded(socket),
  });
  const stopWarmUp = warmUpWhenReady(planning, savedOperations, health, log);
  app.addHook("onClose", async () => {
    stopWarmUp();
    planning.close();
  });
  return { app, live };
}

/** With every new supergraph the saved operations are read again: they come with it. */
async function createLimits(
  { operations, developers }: GatewayConfiguration,
  people: People,
  graph: ApolloGateway,
  operationsDir: string,
  log: Logger,
): Promise<Limits> {
  const limits = new Limits({
    people,
    onlySaved: operations === "saved",
    mayIntrospect: (person) => developers?.includes(person) ?? true,
  });
  let saved = new SavedOperations(await readOperations(operationsDir));
  graph.onSchemaLoadOrUpdate(({ apiSchema }) => {
    limits.serve(apiSchema, saved);
    readOperations(operationsDir).then(
      (read) => {
        saved = new SavedOperations(read);
        limits.serve(apiSchema, saved);
      },
      (error: unknown) => log.error({ err: error }, "the saved operations cannot be read; the old ones serve on"),
    );
  });
  return limits;
}

function perTier<T>(make: (tier: TierName) => T): Record<TierName, T> {
  return Object.fromEntries(TIER_NAMES.map((tier) => [tier, make(tier)])) as Record<TierName, T>;
}
