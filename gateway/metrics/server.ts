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

/** A port of its own: what is counted is for the operators, and must be read while the gateway refuses everything else.
 * @param address undefined: nothing is counted */
export async function serveMetrics(address: { host: string; port: number } | undefined): Promise<MetricsServer> {
  if (!address) return { metrics: NO_METRICS, close: async () => {} };
  const { prometheusMetrics } = require("./prometheus") as typeof import("./prometheus");
  const metrics = prometheusMetrics();
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
    return undefined;
  });
  server.listen(address.port, address.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    metrics,
    url: `http://${address.host}:${port}/metrics`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
