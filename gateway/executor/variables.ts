import { GraphQLError, type GraphQLSchema } from "graphql";
import { getVariableValues } from "graphql/execution/values";
import type { Row } from "./rows";
import type { Operation } from "./selection";

/** Each error names what might have been meant: of a hundred thousand wrong words in a list that takes seconds. */
const MOST_ERRORS = 20;

/** @param conditions variables that decide what is part of the operation
 * @returns the variables with their defaults, or what is wrong with them */
export function readVariables(
  schema: GraphQLSchema,
  { definition }: Operation,
  conditions: readonly string[],
  sent: Row,
): ReturnType<typeof getVariableValues> {
  const { variableDefinitions = [] } = definition;
  const read = getVariableValues(schema, variableDefinitions, sent, { maxErrors: MOST_ERRORS });
  // behind these the library says that it has stopped to look
  if (read.errors) return { errors: read.errors.slice(0, MOST_ERRORS) };
  // where there is a default the type may be nullable, and null is sent in its place all the same
  const undecided = variableDefinitions.filter(({ variable: { name } }) => {
    return conditions.includes(name.value) && typeof read.coerced[name.value] !== "boolean";
  });
  if (undecided.length === 0) return read;
  const errors = undecided.map((node) => {
    const name = node.variable.name.value;
    return new GraphQLError(`Variable "$${name}" of non-null type "Boolean!" must not be null.`, { nodes: node });
  });
  return { errors };
}
