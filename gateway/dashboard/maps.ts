import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";

/** A region's code. */
const FILE = /^(\d{2,6})\.svg$/;
/** Opened by itself a drawing may run nothing and load nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** The maps that a site has had approved, one file for a region: `53.svg`. The platform draws no border of its own.
 * @param folder undefined: the site has none, and the page shows its tiles alone
 * @returns codes of the regions that have one */
export function serveMaps(app: FastifyInstance, base: string, folder: string | undefined): string[] {
  const codes = folder ? readdirSync(folder).flatMap((name) => FILE.exec(name)?.[1] ?? []) : [];
  app.get<{ Params: { name: string } }>(`${base}/maps/:name`, async (request, reply) => {
    const [, code] = FILE.exec(request.params.name) ?? [];
    if (!folder || !code || !codes.includes(code)) return reply.callNotFound();
    return reply
      .type("image/svg+xml")
      .headers({ "content-security-policy": POLICY, "cache-control": "no-cache" })
      .send(readFileSync(join(folder, `${code}.svg`)));
  });
  return codes.sort();
}
