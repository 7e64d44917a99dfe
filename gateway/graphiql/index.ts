import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { readOperations } from "../limits/savedOperations";
import { page, pageScript, pageStyle } from "./page";

interface Asset {
  type: string;
  content: () => string;
}

/** Everything comes from this server: an office's network has no way out, and the page may not look for one. Editor and
 * icons write style attributes, hence 'unsafe-inline' for styles alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

const ASSETS: Record<string, Asset> = {
  "page.js": { type: SCRIPT, content: () => pageScript },
  "page.css": { type: STYLE, content: () => pageStyle },
  "graphiql.js": { type: SCRIPT, content: () => bundle().js },
  "graphiql.css": { type: STYLE, content: () => bundle().css },
  "editor.worker.js": { type: SCRIPT, content: () => bundle().editorWorkerService },
  "json.worker.js": { type: SCRIPT, content: () => bundle().jsonWorker },
  "graphql.worker.js": { type: SCRIPT, content: () => bundle().graphqlWorker },
};

/** GraphiQL for the people who develop against the graph. It holds no data of its own: every question that it asks
 * passes the same door as any other.
 * @param operationsDir folder of the saved operations, read anew for every page */
export function serveGraphiql(app: FastifyInstance, operationsDir: string): void {
  app.get("/graphiql", async (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", CONTENT_SECURITY_POLICY)
      .header("referrer-policy", "no-referrer")
      .header("cache-control", "no-cache")
      .send(page),
  );
  app.get("/graphiql/operations.json", async () => readOperations(operationsDir));
  for (const [name, asset] of Object.entries(ASSETS)) serveAsset(app, name, asset);
}

function serveAsset(app: FastifyInstance, name: string, { type, content }: Asset): void {
  let compressed: Promise<{ body: Buffer; etag: string }> | undefined;
  app.get(`/graphiql/${name}`, async (request, reply) => {
    compressed ??= compress(content());
    const { body, etag } = await compressed;
    void reply.type(type).headers({ etag, "cache-control": "no-cache", vary: "accept-encoding" });
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"]));
    return takesGzip ? reply.header("content-encoding", "gzip").send(body) : reply.send(content());
  });
}

async function compress(content: string): Promise<{ body: Buffer; etag: string }> {
  const etag = `"${createHash("sha256").update(content).digest("base64url")}"`;
  return { body: await promisify(gzip)(content), etag };
}

/** Nine megabytes of text, loaded when the first page asks for it. */
function bundle(): typeof import("@graphql-yoga/render-graphiql/graphiql") {
  return require("@graphql-yoga/render-graphiql/graphiql");
}
