import cluster from "node:cluster";
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import type { Gauges, Metrics } from ".";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Labels have few values, whatever is asked: names of saved operations, tiers, codes of the contract, statuses. */
export function prometheusMetrics(): Metrics & { text(): Promise<string>; contentType: string } {
  const registers = [new Registry()] as [Registry];
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  // Where there are several processes, the one that started them asks each of them.
  AggregatorRegistry.setRegistries(registers);
  if (cluster.isWorker) new AggregatorRegistry();
  const seconds = (name: string, help: string, label: string) =>
    new Histogram({ name, help, labelNames: [label], buckets: SECONDS, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });

  const requests = counter("gateway_requests_total", "Answers to /graphql.", ["operation", "status"]);
  const requestSeconds = seconds("gateway_request_seconds", "From the request to the last byte.", "operation");
  const refusals = counter("gateway_refusals_total", "Requests refused as a whole, by code.", ["code"]);
  const tierRequests = counter("gateway_tier_requests_total", "Questions to a tier, by what arrived.", [
    "tier",
    "arrived",
  ]);
  const tierSeconds = seconds("gateway_tier_seconds", "Time of a question to a tier.", "tier");
  const plans = counter("gateway_plans_total", "Query plans by whether they were kept.", ["from"]);

  const plannerEnds = counter("gateway_planner_ended_total", "Planner threads that were replaced.", []);

  return {
    answered(operation = "other", status, ms) {
      requests.inc({ operation, status });
      requestSeconds.observe({ operation }, ms / 1000);
    },
    refused: (code) => refusals.inc({ code }),
    shed(code, status) {
      refusals.inc({ code });
      requests.inc({ operation: "other", status });
    },
    tierAsked({ tier, arrived, ms }) {
      tierRequests.inc({ tier, arrived });
      tierSeconds.observe({ tier }, ms / 1000);
    },
    planned: (fromCache) => plans.inc({ from: fromCache ? "cache" : "planner" }),
    plannerEnded: () => plannerEnds.inc(),
    watch: (gauges) => watchGauges(gauges, registers),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function watchGauges(gauges: Gauges, registers: [Registry]): void {
  const { inFlight, waiting, plans, waitingForPlan, readers, subscriptions, openBreaker, replicas } = gauges;
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("gateway_in_flight", "Operations that are carried out.", inFlight);
  gauge("gateway_waiting", "Operations that wait for their turn.", waiting);
  gauge("gateway_plans_kept", "Query plans in the cache.", plans);
  gauge("gateway_plans_waiting", "Operations that wait until they are planned.", waitingForPlan);
  gauge("gateway_live_readers", "Sockets and streams that are open.", readers);
  gauge("gateway_live_subscriptions", "Different subscriptions: operation, variables, rights.", subscriptions);
  const ofTiers = (name: string, help: string, aggregator: "max" | "min", read: (tier: TierName) => number) =>
    new Gauge({
      name,
      help,
      aggregator,
      labelNames: ["tier"],
      registers,
      collect() {
        for (const tier of TIER_NAMES) this.set({ tier }, read(tier));
      },
    });
  ofTiers("gateway_tier_breaker_open", "1 while a tier is left alone.", "max", (tier) => Number(openBreaker(tier)));
  ofTiers("gateway_tier_replicas", "Processes of a tier that say that they are ready.", "min", replicas);
}
