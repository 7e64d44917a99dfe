import { Kind, parse, type SelectionNode, type SelectionSetNode } from "graphql";

type Path = readonly (string | number)[];

/** A page of rows that all miss the same field must not become thousands of errors. */
const MAXIMAL_PATHS = 100;

/** The paths, inside the answer of one subgraph, of the fields that a fetch asks for: root fields, or fields of each
 * entity (`_entities`, index, field), which the gateway then places into the caller's answer. */
export function pathsOfFetch(query: string, variables: Record<string, unknown>): Path[] {
  const [definition] = parse(query, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  const { representations } = variables;
  const paths = Array.isArray(representations)
    ? representations.flatMap((entity, index) =>
        entityFields(definition.selectionSet, entity).map((field) => ["_entities", index, field]),
      )
    : responseNames(definition.selectionSet.selections).map((field) => [field]);
  return paths.slice(0, MAXIMAL_PATHS);
}

function entityFields(root: SelectionSetNode, entity: { __typename?: string }): string[] {
  const entities = root.selections.find((selection) => selection.kind === Kind.FIELD);
  const selections = entities?.selectionSet?.selections ?? [];
  const matching = selections.filter(
    (selection) => selection.kind !== Kind.INLINE_FRAGMENT || selection.typeCondition?.name.value === entity.__typename,
  );
  // A condition on an interface matches by the schema, which is not known here: then every field may be missing.
  return responseNames(matching.length > 0 ? matching : selections);
}

function responseNames(selections: readonly SelectionNode[]): string[] {
  const names = selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? responseNames(selection.selectionSet.selections) : [];
  });
  return [...new Set(names)].filter((name) => name !== "__typename");
}
