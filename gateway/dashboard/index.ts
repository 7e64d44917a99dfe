import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serveMaps } from "./maps";

interface DashboardSettings {
  /** where the built page lies */
  folder: string;
  issuer: string;
  /** by which the issuer knows the page */
  client: string;
  demonstration: boolean;
  /** where the maps lie that the site has had approved */
  mapsFolder?: string;
}

const BASE = "/dashboard";
const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};
/** `page-Bx3kq9.js`: no folder above and none below. */
const ASSET = /^[\w-]+(?:\.[\w-]+)*\.(js|css|svg|woff2)$/;
const COMPRESSED = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

/** Serves the page that people work in: one document for every address below /dashboard/, which the page itself reads, and
 * assets that are named after their content. It holds no data: all of it comes through the same door as everything else. */
export function serveDashboard(app: FastifyInstance, settings: DashboardSettings): void {
  const maps = serveMaps(app, BASE, settings.mapsFolder);
  const document = async (_request: FastifyRequest, reply: FastifyReply) => sendDocument(reply, settings, maps);
  app.get("/", async (_request, reply) => reply.redirect(`${BASE}/`));
  app.get(BASE, async (_request, reply) => reply.redirect(`${BASE}/`));
  app.get(`${BASE}/*`, document);
  app.get<{ Params: { name: string } }>(`${BASE}/assets/:name`, async (request, reply) =>
    sendAsset(request, reply, settings, request.params.name),
  );
}

function sendDocument(reply: FastifyReply, settings: DashboardSettings, maps: readonly string[]) {
  const file = join(settings.folder, "index.html");
  void reply.type("text/html; charset=utf-8").header("cache-control", "no-store");
  if (!existsSync(file)) {
    return reply
      .code(503)
      .send(
        "<!doctype html><title>503</title><p>页面尚未构建：npm run dashboard。The page is not built: npm run dashboard.</p>",
      );
  }
  const nonce = randomBytes(16).toString("base64");
  const { issuer, client, demonstration } = settings;
  const told = escaped(JSON.stringify({ issuer, client, demonstration, maps }));
  return reply
    .headers({
      "content-security-policy": contentSecurityPolicy(nonce, issuer),
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
      "referrer-policy": "no-referrer",
    })
    .send(readFileSync(file, "utf8").replace("__SETTINGS__", told).replace("__NONCE__", nonce));
}

/** Everything comes from this server and goes to it, but for the issuer at which people sign in. Ant Design writes its styles
 * while the page runs, under the nonce of the document. */
function contentSecurityPolicy(nonce: string, issuer: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, { folder }: DashboardSettings, name: string) {
  const [, ending] = ASSET.exec(name) ?? [];
  const file = join(folder, "assets", name);
  if (!ending || !statSync(file, { throwIfNoEntry: false })?.isFile()) return reply.callNotFound();
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const [encoding, suffix] =
    COMPRESSED.find(([each, end]) => new RegExp(`\\b${each}\\b`).test(accepted) && existsSync(file + end)) ?? [];
  if (encoding) void reply.header("content-encoding", encoding);
  return reply
    .type(TYPES[ending] as string)
    .headers({ "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" })
    .send(createReadStream(file + (suffix ?? "")));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
