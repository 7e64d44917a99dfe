import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";

/** Counts the pairs of fields that answer under the same name in the same place. GraphQL's rule that such fields must agree
 * compares each pair, so that a thousand equal fields cost half a million comparisons.
 * @param document without cycles, and with few fields when its fragments are written out: every one of them is visited
 * @param most where counting ends */
export function countOverlaps(document: DocumentNode, most: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const waiting: SelectionSetNode[][] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if ("selectionSet" in definition) waiting.push([definition.selectionSet]);
  }
  let pairs = 0;
  for (let place = waiting.pop(); place && pairs <= most; place = waiting.pop()) {
    for (const fields of fieldsByName(place, fragments).values()) {
      pairs += (fields.length * (fields.length - 1)) / 2;
      const inside = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inside.length) waiting.push(inside);
    }
  }
  return pairs;
}

function fieldsByName(
  place: readonly SelectionSetNode[],
  fragments: Map<string, FragmentDefinitionNode>,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same) same.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  place.forEach(collect);
  return fields;
}
