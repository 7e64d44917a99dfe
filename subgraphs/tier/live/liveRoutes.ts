import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import * as v from "valibot";
import { LIVE_PATH, LIVE_WAIT_MS, RESYNC_REASONS } from "../../../schema/contract/live";
import { NO_DATABASE } from "../../../schema/contract/noDatabase";
import type { Standing } from "../../../schema/contract/standing";
import { isDatabaseGone } from "../../storage/away";
import { maskErrors } from "../graph/mask";
import type { LiveAnswers } from "./answering";
import { NobodyWaits } from "./sluice";

const Question = v.object({
  query: v.string(),
  operationName: v.nullish(v.string()),
  variables: v.record(v.string(), v.unknown()),
  after: v.nullable(v.string()),
  upTo: v.optional(v.string()),
  opening: v.optional(v.picklist(["JOINS", ...RESYNC_REASONS])),
  waitMs: v.pipe(v.number(), v.minValue(0), v.maxValue(LIVE_WAIT_MS)),
});

/** @param standingOf who asks, undefined where it is not the gateway */
export function serveLive(
  app: FastifyInstance,
  answers: LiveAnswers,
  standingOf: (request: FastifyRequest) => Standing | undefined,
  refuse: (reply: FastifyReply) => FastifyReply,
  log: Logger,
): void {
  const mask = maskErrors(log);
  app.post(LIVE_PATH, async (request, reply) => {
    const standing = standingOf(request);
    if (!standing) return refuse(reply);
    const read = v.safeParse(Question, JSON.parse(request.body as string));
    if (!read.success) return reply.code(400).send({ status: 400 });
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    try {
      return await answers.answer(read.output, standing, gone.signal);
    } catch (cause) {
      if (cause instanceof NobodyWaits) return {}; // nor hears it
      const thrown = cause instanceof GraphQLError ? cause : new GraphQLError("", { originalError: cause as Error });
      if (isDatabaseGone(cause)) void reply.code(NO_DATABASE);
      return { errors: [mask(thrown.toJSON(), cause)] };
    }
  });
}
