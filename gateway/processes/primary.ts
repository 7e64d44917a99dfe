import type { Logger } from "pino";
import type { GatewayConfiguration } from "../config";
import { serveText } from "../metrics/server";
import { LocalPeople } from "../people/local";
import { Members } from "./members";

export interface Processes {
  url: string;
  metricsUrl: string | undefined;
  replaceAll(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the processes that share the port, and counts for all of them what each person does: a share that each process
 * counted by itself would be as many shares as there are processes. This one carries out nothing itself.
 * @param drainMs how long a process may take for what it has in hand
 * @throws CannotStart */
export async function startProcesses(
  { processes, host, rates, admission, metrics }: GatewayConfiguration,
  log: Logger,
  drainMs: number,
): Promise<Processes> {
  const concurrency = admission.concurrency * processes;
  const members = new Members(new LocalPeople({ rates, ...admission, concurrency }), log, drainMs);
  const port = await members.start(processes);
  const text = metrics && (await serveText(metrics, metricsOfAll()));
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    metricsUrl: text?.url,
    replaceAll: () => members.replaceAll(),
    async close() {
      await members.stop();
      await text?.close();
    },
  };
}

function metricsOfAll() {
  const { AggregatorRegistry } = require("prom-client") as typeof import("prom-client");
  const registry = new AggregatorRegistry();
  return { text: () => registry.clusterMetrics(), contentType: registry.contentType };
}
