import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { claimedTierOf, type FileTicket, hasExpired, verifyFileTicket } from "../../schema/contract/fileTicket";
import type { TierName } from "../../schema/contract/tier";
import { defect, PlatformError, tierUnavailable } from "../errors";
import type { TierConnection } from "../execution/tierConnection";
import type { StandingClient } from "../identity/standing";
import { type Carrier, createCarrier, letGo } from "./carrier";
import { Transfers } from "./transfers";

/** Files on their way through this gateway at once; each holds a connection and a few buffers. */
const MAXIMAL_TRANSFERS = 64;
/** Of these, one person's: whoever brings files slowly, or the same one many times, leaves the places to the others. */
const MAXIMAL_OF_ONE = 8;

interface FileParts {
  tiers: Record<TierName, TierConnection>;
  /** what each tier shares with the gateway */
  keys: Record<TierName, string>;
  /** who a ticket names is asked about at every use: what was taken away since it was issued is gone */
  findStanding: StandingClient;
  log: Logger;
}

/** `PUT` and `GET /files/TICKET`: a file between a person and a tier, in both directions as it comes, never held here. The
 * ticket is the right to do so; there is no cookie and no access token on this path. */
export function serveFiles(app: FastifyInstance, { tiers, keys, findStanding, log }: FileParts): void {
  const carrier = createCarrier(tiers, keys);
  const transfers = new Transfers(MAXIMAL_TRANSFERS, MAXIMAL_OF_ONE);
  app.addHook("onClose", () => carrier.close());
  void app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    files.addHook("onRequest", async (_request, reply) => {
      void reply.headers({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; sandbox",
        "referrer-policy": "no-referrer",
      });
    });
    files.route<{ Params: { "*": string } }>({
      method: ["GET", "PUT"],
      exposeHeadRoute: false,
      url: "/files/*",
      async handler(request, reply) {
        const text = request.params["*"];
        const ticket = readTicket(text, request.method, keys);
        if (!transfers.take(ticket.person)) throw busy();
        try {
          return await carry({ carrier, findStanding, log }, { text, ticket }, request, reply);
        } finally {
          transfers.giveBack(ticket.person);
          log.info({ requestId: request.id, move: ticket.move, tier: ticket.tier, status: reply.statusCode }, "file");
        }
      },
    });
  });
}

/** Why a ticket does not hold is nobody's business: it was never there, or it is over. */
function readTicket(text: string, method: string, keys: FileParts["keys"]): FileTicket {
  const tier = claimedTierOf(text);
  const ticket = tier && verifyFileTicket(text, keys[tier]);
  if (!ticket || ticket.tier !== tier || ticket.move !== method) throw noTicket(404);
  if (hasExpired(ticket, new Date())) throw noTicket(410);
  return ticket;
}

async function carry(
  { carrier, findStanding, log }: Pick<FileParts, "findStanding" | "log"> & { carrier: Carrier },
  { text, ticket }: { text: string; ticket: FileTicket },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (Number(request.headers["content-length"] ?? 0) > ticket.maxBytes) throw tooLarge();
  const standing = await findStanding(ticket.person, request.id).catch((error: unknown) => {
    throw error instanceof PlatformError && error.status === 401 ? noTicket(410) : error;
  });
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  const body = ticket.move === "PUT" ? (request.body as Readable | undefined) : undefined;
  const answer = await carrier
    .carry(ticket, text, { requestId: request.id, standing }, body, gone.signal)
    .catch((cause: unknown) => {
      log.warn({ requestId: request.id, tier: ticket.tier, err: cause }, "a file was not carried");
      throw unavailable(ticket.tier, request.id);
    });
  if (answer.status >= 500) {
    letGo(answer.body);
    throw failed(request.id);
  }
  if (answer.status === 404 || answer.status === 410) {
    letGo(answer.body);
    throw noTicket(answer.status);
  }
  void reply.code(answer.status).headers(answer.headers).send(answer.body);
  // until the last byte is sent, or whoever asked has gone
  await finished(reply.raw).catch((cause: unknown) =>
    log.info({ requestId: request.id, err: cause }, "a file was cut off"),
  );
  return reply;
}

function noTicket(status: 404 | 410): PlatformError {
  const message = "链接无效或已失效，请重新申请。The link is not valid or no longer valid; ask for a new one.";
  return new PlatformError("NOT_FOUND", message, { status });
}

function tooLarge(): PlatformError {
  return new PlatformError("LIMIT_EXCEEDED", "文件过大。The file is larger than allowed.", { status: 413 });
}

function busy(): PlatformError {
  const message = "正在传输的文件过多，请稍后再试。Too many files are being carried; try again later.";
  return new PlatformError("LIMIT_EXCEEDED", message, { status: 503, headers: { "retry-after": "5" } });
}

function unavailable(tier: TierName, reference: string): PlatformError {
  const { code, message } = tierUnavailable(tier, reference);
  return new PlatformError(code, message, { status: 503, headers: { "retry-after": "1" }, tier, reference });
}

function failed(reference: string): PlatformError {
  const { code, message } = defect(reference);
  return new PlatformError(code, message, { status: 500, reference });
}
