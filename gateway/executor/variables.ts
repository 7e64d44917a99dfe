import { GraphQLError, type GraphQLSchema } from "graphql";
import { getVariableValues } from "graphql/execution/values";
import type { Row } from "./rows";
import type { Operation } from "./selection";

/** @param conditions variables that decide what is part of the operation
 * @returns the variables with their defaults, or what is wrong with them */
export function readVariables(
  schema: GraphQLSchema,
  { definition }: Operation,
  conditions: readonly string[],
  sent: Row,
): ReturnType<typeof getVariableValues> {
  const { variableDefinitions = [] } = definition;
  const read = getVariableValues(schema, variableDefinitions, sent);
  if (read.errors) return read;
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
