import cluster from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Metrics, NO_METRICS } from ".";

export interface MetricsServer {
  metrics: Metrics;
  /** http://127.0.0.1:9464/metrics, undefined where nobody may look */
  url?: string;
  close(): Promise<void>;
}

interface Address {
  host: string;
  port: number;
}

/** A port of its own: what is counted is for the operators, and must be read while the gateway refuses everything else. One
 * process of several counts, and the one that started it answers for all.
 * @param address undefined: nothing is counted */
export async function serveMetrics(address: Address | undefined): Promise<MetricsServer> {
  if (!address) return { metrics: NO_METRICS, close: async () => {} };
  const { prometheusMetrics } = require("./prometheus") as typeof import("./prometheus");
  const metrics = prometheusMetrics();
  if (cluster.isWorker) return { metrics, close: async () => {} };
  return { metrics, ...(await serveText(address, metrics)) };
}

/** @param text what is counted, and how it is written */
export async function serveText(
  address: Address,
  { text, contentType }: { text(): Promise<string>; contentType: string },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return response.writeHead(404).end();
    text().then(
      (counted) => response.writeHead(200, { "content-type": contentType }).end(counted),
      () => response.writeHead(500).end(),
    );
    return undefined;
  });
  server.listen(address.port, address.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host}:${port}/metrics`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
