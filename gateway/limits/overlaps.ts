import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import { MOST } from "./most";

/** No document has more that is within the other limits: each of its fields and spreads, and all the brackets that can be around it. */
const MOST_VISITS = MOST.documentFields * (MOST.nesting + 1);

/** Counts the pairs of fields that answer under the same name in the same place. GraphQL's rule that such fields must agree
 * compares each pair, so that a thousand equal fields cost half a million comparisons.
 * @param document without cycles; its fragments are written out, again wherever they are spread
 * @param most where counting ends
 * @returns infinitely many where too much is to be looked at, whatever was counted before */
export function countOverlaps(document: DocumentNode, most: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const waiting: SelectionSetNode[][] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if ("selectionSet" in definition) waiting.push([definition.selectionSet]);
  }
  const visits = new Visits(MOST_VISITS);
  let pairs = 0;
  for (let place = waiting.pop(); place && pairs <= most; place = waiting.pop()) {
    const found = fieldsByName(place, fragments, visits);
    if (visits.areOver) return Number.POSITIVE_INFINITY;
    for (const fields of found.values()) {
      pairs += (fields.length * (fields.length - 1)) / 2;
      const inside = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inside.length) waiting.push(inside);
    }
  }
  return pairs;
}

/** How many selections are still looked at. */
class Visits {
  constructor(private left: number) {}

  get areOver(): boolean {
    return this.left < 0;
  }

  /** @returns false once there were too many */
  next(): boolean {
    return --this.left >= 0;
  }
}

/** @returns what was found until the visits were over */
function fieldsByName(
  place: readonly SelectionSetNode[],
  fragments: Map<string, FragmentDefinitionNode>,
  visits: Visits,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (!visits.next()) return;
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
