import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** Decides the conditions that are written out (`@skip(if: true)`), for the planner, which loses what stands beside such a part where the
 * part needs a second subgraph, and may make no plan at all. A field of which nothing is left is still asked for.
 * @returns a document that asks for the same */
export function withoutLiteralConditions(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: { leave: (node) => decided(node) },
    FragmentSpread: { leave: (node) => decided(node) },
    InlineFragment: {
      leave: (node) => (node.selectionSet.selections.length > 0 ? decided(node) : null),
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
): Node | null | undefined {
  const { directives = [] } = node;
  const literal = directives.filter((directive) => literalOf(directive) !== undefined);
  if (literal.length === 0) return undefined;
  if (literal.some((directive) => literalOf(directive) !== (directive.name.value === "include"))) return null;
  return { ...node, directives: directives.filter((directive) => !literal.includes(directive)) };
}

function literalOf({ name, arguments: given }: DirectiveNode): boolean | undefined {
  const value = name.value === "skip" || name.value === "include" ? given?.[0]?.value : undefined;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
