import { get } from "node:http";

/** `node dist/scripts/probe.js URL`: exit 0 where the address answers 200, for health checks in images without curl.
 * By `node:http`: `fetch` would double the work of a check that each container repeats every few seconds. */
const [url = ""] = process.argv.slice(2);
const end = (healthy: boolean): never => process.exit(healthy ? 0 : 1);
get(url, { timeout: 2_500 }, ({ statusCode }) => end(statusCode === 200))
  .once("timeout", () => end(false))
  .once("error", () => end(false));
