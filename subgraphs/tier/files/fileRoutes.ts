import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import {
  boundTo,
  type FileMove,
  type FileTicket,
  hasExpired,
  verifyFileTicket,
} from "../../../schema/contract/fileTicket";
import { INTERNAL_TOKEN_HEADER, verifyInternalToken } from "../../../schema/contract/internalToken";
import type { Standing } from "../../../schema/contract/standing";
import { nameOfTier } from "../../../schema/contract/tier";
import { SpoolIsFull } from "../../files/spool";
import { isDatabaseGone } from "../../storage/away";
import { findFileTicketsById } from "../../storage/ticket/fileTicket.repository";
import type { FilePurpose, FileTicketRow } from "../../storage/ticket/fileTicket.row";
import { receiveAttachment, receiveProof, sendAttachment } from "../attachment/attachment.files";
import { TierContext, type TierServices } from "../context";
import { exportLedger, sendTemplate } from "../ledger/ledger.export";
import { receiveLedger } from "../ledger/ledger.upload";
import { dispositionOf, type FileAnswer, faultAnswer, noDatabaseAnswer, TicketIsOver } from "./fileAnswer";
import { moveOf } from "./fileTicket.service";
import { paced, TooSlow } from "./pace";
import { TooBusy } from "./turns";

type Handler = (context: TierContext, ticket: FileTicketRow, body: Readable, gone: AbortSignal) => Promise<FileAnswer>;

const HANDLERS: Record<FilePurpose, Handler> = {
  ATTACHMENT_UPLOAD: receiveAttachment,
  ATTACHMENT_DOWNLOAD: sendAttachment,
  PROOF_UPLOAD: receiveProof,
  LEDGER_UPLOAD: receiveLedger,
  LEDGER_TEMPLATE: sendTemplate,
  LEDGER_EXPORT: exportLedger,
};

/** Moves files for tickets: for the gateway alone, which tells the present standing of the person that the ticket names. */
export function serveTierFiles(app: FastifyInstance, services: TierServices, key: string, log: Logger): void {
  void app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    files.route<{ Params: { "*": string } }>({
      method: ["GET", "PUT"],
      exposeHeadRoute: false,
      url: "/files/*",
      async handler(request, reply) {
        const found = open(services, key, request, request.params["*"]);
        if ("status" in found) return reply.code(found.status).send({ status: found.status });
        const context = new TierContext(services, found.standing);
        try {
          await answer(context, found.ticket, request, reply, log);
        } finally {
          await context.session.end();
        }
        return reply;
      },
    });
  });
}

/** Whoever is not the gateway learns nothing; neither does a ticket that is not this tier's or not this person's. */
function open(
  services: TierServices,
  key: string,
  request: FastifyRequest,
  text: string,
): { ticket: FileTicket; standing: Standing } | { status: number } {
  const move = request.method as FileMove;
  const tier = nameOfTier(services.profile.tier);
  const token = request.headers[INTERNAL_TOKEN_HEADER];
  const claims =
    typeof token === "string"
      ? verifyInternalToken(token, boundTo(move, text), key, tier, services.clock())
      : undefined;
  if (!claims?.standing) return { status: 401 };
  const ticket = verifyFileTicket(text, key);
  if (ticket?.tier !== tier || ticket.move !== move || ticket.person !== claims.standing.person) return { status: 404 };
  return hasExpired(ticket, services.clock()) ? { status: 410 } : { ticket, standing: claims.standing };
}

async function answer(
  context: TierContext,
  ticket: FileTicket,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  try {
    const [row] = await context.session.read((db) => findFileTicketsById(db, [ticket.id]));
    await context.session.close(); // no connection waits for a slow sender
    if (!row || (row.usedAt && !answersAgain(row)) || moveOf(row.purpose) !== ticket.move) throw new TicketIsOver();
    const body = (request.body as Readable | undefined) ?? Readable.from([]);
    await send(await HANDLERS[row.purpose](context, row, body, gone.signal), reply, log);
  } catch (cause) {
    if (gone.signal.aborted) return log.info({ cause: (cause as Error).message }, "nobody waits for a file any more");
    await send(answerOf(cause, context, log), reply, log);
  }
}

/** Whoever lost the answer brings the file again: the ticket is the key of the change, so the same bytes get the same answer, and others
 * come too late. A dry run changes nothing that could be answered for. */
function answersAgain({ purpose, details }: FileTicketRow): boolean {
  return moveOf(purpose) === "PUT" && !(JSON.parse(details) as { dryRun?: boolean }).dryRun;
}

function answerOf(cause: unknown, { session }: TierContext, log: Logger): FileAnswer {
  try {
    const fault = faultAnswer(cause);
    if (fault) return fault;
  } catch (over) {
    if (over instanceof TicketIsOver) return { status: 410, words: { status: 410 } };
    throw over;
  }
  if (cause instanceof TicketIsOver) return { status: 410, words: { status: 410 } };
  if (cause instanceof TooBusy || cause instanceof SpoolIsFull) {
    log.warn({ cause: cause.message }, "no room for another file");
    return { status: 503, words: { status: 503 } };
  }
  if (isDatabaseGone(cause)) {
    log.warn({ cause: (cause as Error).message }, "database does not answer");
    return noDatabaseAnswer(session);
  }
  log.error({ err: cause }, "a file failed");
  return { status: 500, words: { status: 500 } };
}

async function send(given: FileAnswer, reply: FastifyReply, log: Logger): Promise<void> {
  if ("words" in given) {
    void reply.code(given.status).send(given.words);
  } else {
    const { name, mime, size } = given;
    const body = paced(given.body);
    body.on("error", (cause) => {
      if (cause instanceof TooSlow) log.info({ cause: cause.message }, "a file was fetched too slowly");
      else log.error({ err: cause }, "a file broke off");
    });
    void reply.headers({ "content-type": mime, "content-disposition": dispositionOf(name) });
    if (size !== undefined) void reply.header("content-length", size);
    void reply.send(body);
  }
  // until the last byte is sent, or whoever asked has gone
  await finished(reply.raw).catch((cause: Error) => log.info({ cause: cause.message }, "a file was cut off"));
}
