import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  getOperationAST,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Row } from "../executor/rows";
import { conditionsOf, operationIn } from "../executor/selection";

/** A variable that decides what is part of an operation. */
interface Condition {
  name: string;
  /** where it is not sent */
  fallback: boolean;
}

/** What four conditions can come to; no saved operation has as many. */
const MOST_AHEAD = 16;
const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** As long as somebody keeps the tree. */
const known = new WeakMap<OperationDefinitionNode, readonly Condition[]>();

export function hasConditions(document: DocumentNode, operationName: string | null | undefined): boolean {
  return conditionsIn(document, operationName).length > 0;
}

/** @param sent variables as they came: of a condition that is none the executor says so
 * @returns the conditions that are true: what an operation is planned for, each set of them apart */
export function conditionsMet(document: DocumentNode, operationName: string | null | undefined, sent: Row): string[] {
  return conditionsIn(document, operationName)
    .filter(({ name, fallback }) => (Object.hasOwn(sent, name) ? sent[name] === true : fallback))
    .map(({ name }) => name);
}

/** @returns what `conditionsMet` can give, where that is not too much to be planned before anybody asks */
export function conditionsMetAhead(document: DocumentNode, operationName: string): string[][] {
  let all: string[][] = [[]];
  for (const { name } of conditionsIn(document, operationName)) {
    all = all.flatMap((met) => [met, [...met, name]]).slice(0, MOST_AHEAD);
  }
  return all;
}

function conditionsIn(document: DocumentNode, operationName: string | null | undefined): readonly Condition[] {
  const definition = getOperationAST(document, operationName);
  if (!definition) return [];
  const read = known.get(definition);
  if (read) return read;
  const names = new Set(conditionsOf(operationIn(document, operationName)));
  const found = (definition.variableDefinitions ?? [])
    .filter(({ variable }) => names.has(variable.name.value))
    .map(({ variable, defaultValue }) => ({
      name: variable.name.value,
      fallback: defaultValue?.kind === Kind.BOOLEAN && defaultValue.value,
    }));
  known.set(definition, found);
  return found;
}

/** Decides each condition, for the planner, which loses what stands beside a conditional part where the part needs a second subgraph,
 * and may make no plan at all. A field of which nothing is left is still asked for.
 * @param met the variables that are true
 * @returns a document without conditions, which asks for the same */
export function withoutConditions(document: DocumentNode, met: readonly string[]): DocumentNode {
  const leave = <Node extends FieldNode | FragmentSpreadNode | InlineFragmentNode>(node: Node) => decided(node, met);
  return visit(document, {
    Field: { leave },
    FragmentSpread: { leave },
    InlineFragment: {
      leave: (node) => (node.selectionSet.selections.length > 0 ? leave(node) : null),
    },
    SelectionSet: {
      leave(node: SelectionSetNode, _key, parent): SelectionSetNode | undefined {
        if (node.selections.length > 0 || (parent as ASTNode).kind === Kind.INLINE_FRAGMENT) return undefined;
        return { ...node, selections: [TYPENAME] };
      },
    },
  });
}

/** @returns null where it is left out, undefined where it stays as it is */
function decided<Node extends FieldNode | FragmentSpreadNode | InlineFragmentNode>(
  node: Node,
  met: readonly string[],
): Node | null | undefined {
  const { directives = [] } = node;
  const conditions = directives.filter(({ name }) => name.value === "skip" || name.value === "include");
  if (conditions.length === 0) return undefined;
  if (conditions.some((condition) => isTrue(condition, met) !== (condition.name.value === "include"))) return null;
  return { ...node, directives: directives.filter((directive) => !conditions.includes(directive)) };
}

function isTrue({ arguments: given }: DirectiveNode, met: readonly string[]): boolean {
  const value = given?.[0]?.value;
  if (value?.kind === Kind.VARIABLE) return met.includes(value.name.value);
  return value?.kind === Kind.BOOLEAN && value.value;
}
