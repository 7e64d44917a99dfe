import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import { getArgumentValues } from "graphql/execution/values";
import { ANSWERS, itemsFrom, type Thing } from "./things";

type Variables = Record<string, unknown>;

/** Answers one text without a GraphQL engine: of three subgraphs in one process, it would take most of what the machine has, and the
 * gateways would wait for it.
 * @returns undefined for a text that has more than fields and fragments in their place */
export function quickAnswer(
  document: DocumentNode,
  schema: GraphQLSchema,
): ((variables: Variables) => unknown) | undefined {
  const operation = getOperationAST(document);
  const roots = operation?.selectionSet.selections;
  if (!operation || !isPlain(operation) || !roots?.every((root) => root.kind === Kind.FIELD)) return undefined;
  return (variables) => {
    const data = Object.fromEntries(roots.map((root) => [nameOf(root), rootOf(root, schema, variables)]));
    return { data };
  };
}

function isPlain(operation: OperationDefinitionNode): boolean {
  let plain = true;
  const refuse = () => {
    plain = false;
  };
  visit(operation, { FragmentSpread: refuse, Directive: refuse });
  return plain;
}

function rootOf(root: FieldNode, schema: GraphQLSchema, variables: Variables): unknown {
  const field = schema.getQueryType()?.getFields()[root.name.value];
  if (!field) return "Query"; // __typename
  const given = getArgumentValues(field, root, variables);
  const things = field.name === "items" ? itemsFrom(given as never) : (given.representations as Thing[]);
  return things.map((thing) => filled({}, thing, root.selectionSet as SelectionSetNode));
}

function filled(result: Variables, thing: Thing, { selections }: SelectionSetNode): Variables {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) result[nameOf(selection)] = answerOf(thing, selection);
    else if (selection.kind === Kind.INLINE_FRAGMENT && applies(selection.typeCondition?.name.value, thing))
      filled(result, thing, selection.selectionSet);
  }
  return result;
}

function answerOf(thing: Thing, { name, selectionSet }: FieldNode): unknown {
  const answer = ANSWERS[name.value];
  if (!answer) return thing[name.value as keyof Thing];
  return selectionSet ? filled({}, answer(thing) as Thing, selectionSet) : answer(thing);
}

function applies(condition: string | undefined, { __typename: type }: Thing): boolean {
  return condition === undefined || condition === type || (condition === "Item" && type !== "Person");
}

function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
