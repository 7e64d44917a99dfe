import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { ERROR_CODES } from "../../../schema/contract/errorCodes";

/** What Apollo Server calls a request that it cannot even execute. */
const REQUEST_FAULTS = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
];

/** Lets through what was meant for the caller; a defect becomes a reference, and its cause goes to the log. */
export function maskErrors(log: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    const code = formatted.extensions?.code;
    if (
      cause instanceof GraphQLError &&
      typeof code === "string" &&
      code in ERROR_CODES &&
      code !== "INTERNAL_SERVER_ERROR"
    ) {
      return {
        message: formatted.message,
        path: formatted.path,
        locations: formatted.locations,
        extensions: cause.extensions,
      };
    }
    if (typeof code === "string" && REQUEST_FAULTS.includes(code)) {
      return { message: formatted.message, locations: formatted.locations, extensions: { code: "BAD_USER_INPUT" } };
    }
    const reference = randomUUID();
    log.error({ err: cause, reference, path: formatted.path }, "defect");
    return {
      message: "系统内部错误。 / Internal error.",
      path: formatted.path,
      extensions: { code: "INTERNAL_SERVER_ERROR", reference },
    };
  };
}
