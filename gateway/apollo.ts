import type { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import type { CallContext } from "./execution/callContext";
import type { Documents } from "./limits/documents";
import { MOST } from "./limits/most";

const MAXIMAL_VALIDATION_ERRORS = 20;

interface ApolloParts {
  graph: ApolloGateway;
  /** what was read and validated before */
  documents: Documents["asStore"];
  log: Logger;
}

/** Apollo Server with everything off that tells more than asked, or tells it to somebody else. Each setting is written
 * down, since several defaults depend on NODE_ENV. */
export function createApollo({ graph, documents, log }: ApolloParts): ApolloServer<CallContext> {
  return new ApolloServer<CallContext>({
    gateway: graph,
    // Who may read the schema is decided before, in `limits/`.
    introspection: true,
    documentStore: documents,
    formatError: (_formatted, error) => new Thrown(error),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MOST.tokens },
    validationOptions: { maxErrors: MAXIMAL_VALIDATION_ERRORS },
    stopOnTerminationSignals: false,
    nodeEnv: "production",
    logger: {
      debug: (message) => log.debug(String(message)),
      info: (message) => log.debug(String(message)),
      warn: (message) => log.warn(String(message)),
      error: (message) => log.error(String(message)),
    },
    // Each that listens to requests costs every request a dozen promises.
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
}

/** An error on its way out of Apollo Server, which does not say of which request it is: who knows that presents it. Until then
 * it says nothing. */
export class Thrown implements GraphQLFormattedError {
  readonly message = "";
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  get error(): unknown {
    return this.#error;
  }
}
