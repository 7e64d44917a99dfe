import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import type { ValidationError } from "class-validator";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { ArgumentValidationError } from "type-graphql";
import { ERROR_CODES } from "../../../schema/contract/errorCodes";
import { badInput, type FieldFault } from "./errors";

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
    if (cause instanceof ArgumentValidationError) {
      const fault = badInput(...faultsOf(cause.extensions.validationErrors as ValidationError[], ""));
      return { ...formatted, message: fault.message, extensions: fault.extensions };
    }
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

/** `input.findings.3.title`: each bad field with what it should be, never with its value. */
function faultsOf(errors: readonly ValidationError[], parent: string): FieldFault[] {
  return errors.flatMap((error) => {
    const path = parent ? `${parent}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((reason) => ({ path, reason }));
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}
