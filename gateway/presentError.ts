import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { defect, PlatformError } from "./errors";
import { requestFaultOf, type ValuesOf } from "./requestFaults";

/** The last step of every error on its way out: shown, translated, or masked and logged.
 * @param reference the request id
 * @param valuesOf of the schema that serves, where the request has come that far */
export function presentError(
  error: unknown,
  reference: string,
  log: Logger,
  valuesOf?: ValuesOf,
): GraphQLFormattedError {
  const shown = platformErrorIn(error) ?? (error instanceof GraphQLError ? requestFaultOf(error, valuesOf) : undefined);
  if (shown) return format(shown, error);
  log.error({ requestId: reference, err: error }, "a defect in the gateway");
  return format(defect(reference), error);
}

/** The gateway wraps what a subgraph's data source answers, to place it into the caller's answer. */
function platformErrorIn(error: unknown): PlatformError | undefined {
  if (error instanceof PlatformError) return error;
  return error instanceof GraphQLError && error.originalError ? platformErrorIn(error.originalError) : undefined;
}

function format({ code, message, details, path }: PlatformError, thrown: unknown): GraphQLFormattedError {
  const outer = thrown instanceof GraphQLError ? thrown : undefined;
  const place = outer?.path ?? path;
  return {
    message,
    ...(outer?.locations && { locations: outer.locations }),
    ...(place && { path: place }),
    extensions: { code, ...details },
  };
}
