import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type Envelope, senderOf, signAnswer } from "../trust/envelope";
import { answerRoute, BadRequest, type Exchange } from "./answers";
import { KEY_HEADER, MAX_BODY_BYTES, PATH, ROUTES, type Route, SIGNATURE_HEADER } from "./protocol";

/** Bodies that are read at once: whoever holds no key can cost no more memory than these. */
const MOST_READING = 8;
const READ_MS = 30_000;

/** Answers the other tiers' workers. Whoever is not one of them learns nothing but 401.
 * @returns whether the request was the exchange's */
export function exchangeHandler(exchange: Exchange, log: Logger, readMs = READ_MS) {
  let reading = 0;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const route = routeOf(request.url);
    if (!route) return false;
    if (reading >= MOST_READING) {
      end(request, response, 503);
      return true;
    }
    reading += 1;
    serve(exchange, route, request, response, readMs)
      .catch((cause: Error) => {
        log.warn({ route, cause: cause.message, code: (cause as { code?: unknown }).code }, "exchange request failed");
        end(request, response, cause instanceof BadRequest ? 400 : 503);
      })
      .finally(() => {
        reading -= 1;
      });
    return true;
  };
}

function routeOf(url = ""): Route | undefined {
  return ROUTES.find((route) => url === PATH + route);
}

async function serve(
  exchange: Exchange,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  readMs: number,
): Promise<void> {
  const key = request.headers[KEY_HEADER];
  const signature = request.headers[SIGNATURE_HEADER];
  const known = typeof key === "string" && Object.values(exchange.peers).some((keys) => keys.has(key));
  if (request.method !== "POST" || !known || typeof signature !== "string") return end(request, response, 401);
  const body = await readBody(request, readMs);
  if (body === undefined) return end(request, response, 413);
  const signed = { key, signature };
  const sender = senderOf(exchange.peers, { route, receiver: exchange.tier, body }, signed);
  if (!sender) return end(request, response, 401);
  const answer = JSON.stringify(await answerRoute(exchange, sender, route, body));
  const envelope: Envelope = { route, sender, receiver: exchange.tier, body };
  const own = signAnswer(exchange.key, envelope, signed, answer);
  response.writeHead(200, {
    "content-type": "application/json",
    [KEY_HEADER]: own.key,
    [SIGNATURE_HEADER]: own.signature,
  });
  response.end(answer);
}

/** @returns undefined where it is larger than allowed */
async function readBody(request: IncomingMessage, readMs: number): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  // of the whole body: a byte now and then must not keep a place
  const late = setTimeout(() => request.destroy(), readMs);
  try {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MAX_BODY_BYTES) return undefined;
      parts.push(part);
    }
    return Buffer.concat(parts).toString("utf8");
  } finally {
    clearTimeout(late);
  }
}

/** An answer without a word; what is left of the request is not read. */
function end(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status, { connection: "close" });
  response.end(() => request.destroy());
}
