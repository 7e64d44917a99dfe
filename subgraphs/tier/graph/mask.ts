import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { ERROR_CODES } from "../../../schema/contract/errorCodes";
import { isDatabaseAway } from "../../storage/away";
import { PeopleWanted } from "../target/foreignPeople";
import { UnitsWanted } from "../unit/foreignUnits";

/** What the gateway takes at most. */
const LISTED_FIELDS = 1_000;

/** What Apollo Server calls a request that it cannot even execute. */
const REQUEST_FAULTS = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
];

/** Lets through what was meant for the caller. Anything else becomes a reference, and its cause goes to the log: the tier is
 * unavailable where its database is, a defect otherwise. */
export function maskErrors(log: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    const code = formatted.extensions?.code;
    // nobody reads it: the gateway is asked back in the place of an answer
    if (cause instanceof UnitsWanted || cause instanceof PeopleWanted)
      return { message: cause.message, path: formatted.path };
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
        extensions: listed(cause.extensions),
      };
    }
    if (typeof code === "string" && REQUEST_FAULTS.includes(code)) {
      return { message: formatted.message, locations: formatted.locations, extensions: { code: "BAD_USER_INPUT" } };
    }
    const reference = randomUUID();
    if (isDatabaseAway(cause)) {
      // Not the whole error: the statement's parameters may name people.
      log.warn({ cause: (cause as Error).message, reference, path: formatted.path }, "database does not answer");
      return {
        message: "本级数据库暂时没有应答。 / The database of this tier does not answer at the moment.",
        path: formatted.path,
        extensions: { code: "TIER_UNAVAILABLE", reference },
      };
    }
    log.error({ err: cause, reference, path: formatted.path }, "defect");
    return {
      message: "系统内部错误。 / Internal error.",
      path: formatted.path,
      extensions: { code: "INTERNAL_SERVER_ERROR", reference },
    };
  };
}

/** The first of very many bad fields: an answer is no place for 5,000 rows. */
function listed(extensions: GraphQLError["extensions"]) {
  const { fields } = extensions;
  return Array.isArray(fields) ? { ...extensions, fields: fields.slice(0, LISTED_FIELDS) } : extensions;
}
