import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";

const MOST_ERRORS = 20;

/** @param further rules besides those of the specification
 * @returns why the text does not fit the schema */
export function validationErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  further: readonly ValidationRule[] = [],
): GraphQLError[] {
  return validate(schema, document, [...specifiedRules, ...further], { maxErrors: MOST_ERRORS }).map(asTold);
}

/** @returns why the text is no GraphQL */
export function parseError({ message, source, positions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { source, positions, extensions: { code: "GRAPHQL_PARSE_FAILED" } });
}

/** Without the names that are nearly the one that was asked for. */
function asTold({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message.replace(/ ?Did you mean .*\?$/s, ""), {
    nodes,
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
  });
}
