import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import { isDatabaseAway } from "../storage/away";
import type { Session } from "../storage/session";

/** Answers what a request ended with that no route has answered. Where an operation may have been carried out, it is told as a defect: whoever
 * asked is not told that nothing is done, and asks nobody else. What ends here asks little, so that a database that had no time for it
 * is away like one to which there is no connection: another process may have a better line to it.
 * @param sessionOf the operation of a request that may change something */
export function answerFailures(
  app: FastifyInstance,
  sessionOf: (request: FastifyRequest) => Pick<Session, "mayHaveChanged"> | undefined,
  log: Logger,
): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (isDatabaseAway(error)) {
      // not the whole error: the statement's parameters may name people
      log.warn({ cause: error.message }, "database does not answer");
      const status = sessionOf(request)?.mayHaveChanged ? 500 : NO_DATABASE;
      return reply.code(status).send({ status });
    }
    const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) log.error({ err: error }, "request failed");
    return reply.code(status).send({ status });
  });
}
