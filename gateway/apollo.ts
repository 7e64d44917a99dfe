import type { ApolloGateway } from "@apollo/gateway";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
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
import { operationFaultOf } from "./requestFaults";

/** More than any operation of the platform has; introspection has about 400. */
const MAXIMAL_TOKENS = 10_000;
const MAXIMAL_VALIDATION_ERRORS = 20;

export interface ApolloParts {
  graph: ApolloGateway;
  introspection: boolean;
  present: (error: unknown) => GraphQLFormattedError;
  log: Logger;
}

/** Apollo Server with everything off that tells more than asked, or tells it to somebody else. Each setting is written
 * down, since several defaults depend on NODE_ENV. */
export function createApollo({ graph, introspection, present, log }: ApolloParts): ApolloServer<CallContext> {
  return new ApolloServer<CallContext>({
    gateway: graph,
    introspection,
    formatError: (_formatted, error) => present(error),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MAXIMAL_TOKENS },
    validationOptions: { maxErrors: MAXIMAL_VALIDATION_ERRORS },
    stopOnTerminationSignals: false,
    nodeEnv: "production",
    logger: {
      debug: (message) => log.debug(String(message)),
      info: (message) => log.debug(String(message)),
      warn: (message) => log.warn(String(message)),
      error: (message) => log.error(String(message)),
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      refuseWhatCannotRun,
    ],
  });
}

const refuseWhatCannotRun: ApolloServerPlugin<CallContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        const fault = operationFaultOf(operation);
        if (fault) throw fault;
      },
    };
  },
};
