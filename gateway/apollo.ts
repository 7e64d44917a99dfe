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
import { tierStates } from "./execution/tierStates";
import { stringifyAnswer } from "./executor/written";
import type { Documents } from "./limits/documents";
import { MOST } from "./limits/most";
import { operationFaultOf } from "./requestFaults";

const MAXIMAL_VALIDATION_ERRORS = 20;

export interface ApolloParts {
  graph: ApolloGateway;
  /** what was read and validated before */
  documents: Documents["asStore"];
  present: (error: unknown) => GraphQLFormattedError;
  log: Logger;
}

/** Apollo Server with everything off that tells more than asked, or tells it to somebody else. Each setting is written
 * down, since several defaults depend on NODE_ENV. */
export function createApollo({ graph, documents, present, log }: ApolloParts): ApolloServer<CallContext> {
  return new ApolloServer<CallContext>({
    gateway: graph,
    // Who may read the schema is decided before, in `limits/`.
    introspection: true,
    documentStore: documents,
    stringifyResult: stringifyAnswer,
    formatError: (_formatted, error) => present(error),
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
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      refuseAndReport,
    ],
  });
}

const refuseAndReport: ApolloServerPlugin<CallContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        const fault = operationFaultOf(operation);
        if (fault) throw fault;
      },
      async willSendResponse({ response: { body }, contextValue }) {
        const tiers = tierStates(contextValue.tierCalls);
        if (body.kind !== "single" || !tiers) return;
        body.singleResult.extensions = { ...body.singleResult.extensions, tiers };
      },
    };
  },
};
