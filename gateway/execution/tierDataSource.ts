import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import type { Logger } from "pino";
import { type PlatformError, tierUnavailable } from "../errors";
import type { CallContext } from "./callContext";
import { pathsOfFetch } from "./fetchPaths";
import { type SubgraphError, translateSubgraphErrors } from "./subgraphErrors";
import { type TierConnection, TierFailure } from "./tierConnection";

interface TierReply {
  data?: Record<string, unknown> | null;
  errors?: SubgraphError[];
}

/** Sends the fetches of a plan to one tier, in the name of the caller, and turns every failure into errors with paths. */
export class TierDataSource implements GraphQLDataSource<CallContext> {
  constructor(
    private readonly connection: TierConnection,
    private readonly deadlineMs: number,
    private readonly log: Logger,
  ) {}

  async process(options: GraphQLDataSourceProcessOptions<CallContext>): ReturnType<GraphQLDataSource["process"]> {
    const { request } = options;
    const context = options.context as CallContext;
    const { query, variables, operationName } = request;
    const started = performance.now();
    try {
      const reply = await this.ask(JSON.stringify({ query, variables, operationName }), context, started);
      if (!reply.errors?.length) return { data: reply.data };
      const errors = translateSubgraphErrors(reply.errors, this.connection.tier, context.requestId, this.log);
      return { data: reply.data ?? null, errors: errors.flatMap((error) => withPaths(error, request)) };
    } catch (error) {
      if (!(error instanceof TierFailure)) throw error;
      const { tier, reason, cause } = error;
      this.note(context, reason, started);
      this.log.warn({ requestId: context.requestId, tier, reason, err: cause }, "a tier does not answer");
      return { data: null, errors: withPaths(tierUnavailable(tier, context.requestId), request) };
    }
  }

  private async ask(body: string, context: CallContext, started: number): Promise<TierReply> {
    const { tier } = this.connection;
    const answer = await this.connection.post("/graphql", body, context, this.deadlineMs);
    // 401 and 403 say that this gateway is not trusted, which is nothing that the caller could mend.
    if (answer.status >= 500 || answer.status === 401 || answer.status === 403) {
      throw new TierFailure(tier, "STATUS", { cause: new Error(`status ${answer.status}`) });
    }
    const reply = readReply(answer.text);
    if (!reply) throw new TierFailure(tier, "NO_GRAPHQL", { cause: new Error(`status ${answer.status}`) });
    this.note(context, answer.status, started);
    return reply;
  }

  private note(context: CallContext, status: number | string, started: number): void {
    context.tierCalls.push({ tier: this.connection.tier, status, ms: Math.round(performance.now() - started) });
  }
}

/** @returns undefined where the text is no GraphQL response */
function readReply(text: string): TierReply | undefined {
  try {
    const reply = JSON.parse(text) as TierReply | null;
    if (typeof reply !== "object" || reply === null) return undefined;
    const { data, errors } = reply;
    const fits = (data === undefined || typeof data === "object") && (errors === undefined || Array.isArray(errors));
    return fits && (data || errors?.length) ? reply : undefined;
  } catch {
    return undefined;
  }
}

/** An error without a path stands for the whole fetch: it is told once for each field that is missing because of it. */
function withPaths(
  error: PlatformError,
  { query, variables }: { query?: string; variables?: Record<string, unknown> },
): PlatformError[] {
  if (error.path) return [error];
  return pathsOfFetch(query ?? "", variables ?? {}).map((path) => error.at(path));
}
