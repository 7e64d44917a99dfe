import {
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from "graphql";
import type { Row } from "./rows";
import type { Operation } from "./selection";

/** What the schema says of itself.
 * @param nodes the same field, as often as the operation has it
 * @returns JSON */
export function introspect(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  nodes: readonly FieldNode[],
  variables: Row,
): string {
  const asked: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: definition.variableDefinitions,
    selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
  };
  const document = { kind: Kind.DOCUMENT as const, definitions: [asked, ...fragments.values()] };
  const { data, errors } = executeSync({ schema, document, variableValues: variables });
  if (errors || !data) throw new Error("the schema does not tell of itself", { cause: errors?.[0] });
  return JSON.stringify(Object.values(data)[0]);
}
