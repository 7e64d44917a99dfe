import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { type Asked, type FieldSize, fieldOf, sizeOf, typeNamed } from "./sizes";

/** What an operation asks for, with its fragments written out. */
export interface Measured {
  /** fields, and spreads: a fragment in which nothing stands but others takes as long to write out */
  expandedFields: number;
  depth: number;
  aliases: number;
  rootFields: number;
  /** values in the largest answer that the page sizes allow */
  cost: number;
  introspects: boolean;
  /** fields and spreads of all operations and fragments of the document, each with its fragments written out */
  documentFields: number;
}

interface Part extends Omit<Measured, "cost" | "documentFields"> {
  /** values whatever the page, and values for each row of the page that this part stands in */
  fixed: number;
  perRow: number;
}

/** A fragment that leads back to itself. */
export class CyclicFragment extends Error {}

/** How many rows a list has of which nobody says how many. */
const PLAIN_LIST = 10;

/** Also of a fragment that there is not: whoever writes out the document before it is validated comes by each spread. */
const SPREAD = 1;

const NOTHING: Part = {
  expandedFields: 0,
  depth: 0,
  aliases: 0,
  rootFields: 0,
  fixed: 0,
  perRow: 0,
  introspects: false,
};

/** Measures one operation. Each fragment is measured once, as a line over the page that it stands in: what is asked for again
 * and again is multiplied, never walked again.
 * @param schema what the gateway serves; a field that it does not know counts as one value
 * @throws CyclicFragment */
export function measure(document: DocumentNode, schema: GraphQLSchema, asked: Asked): Measured {
  const fragments = new Map(document.definitions.filter(isFragment).map((node) => [node.name.value, node]));
  const measured = new Map<string, Part | "open">();

  function partOf({ selections }: SelectionSetNode, type: GraphQLCompositeType | undefined): Part {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return plus(sum, partOfField(selection, type));
      if (selection.kind === Kind.FRAGMENT_SPREAD) return plus(sum, partOfSpread(selection.name.value));
      const { typeCondition, selectionSet } = selection;
      return plus(sum, partOf(selectionSet, typeCondition ? typeNamed(schema, typeCondition.name.value) : type));
    }, NOTHING);
  }

  function partOfSpread(name: string): Part {
    const part = partOfFragment(name);
    return { ...part, expandedFields: SPREAD + part.expandedFields };
  }

  function partOfFragment(name: string): Part {
    const known = measured.get(name);
    if (known === "open") throw new CyclicFragment(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    measured.set(name, "open");
    const part = partOfDefinition(fragment);
    measured.set(name, part);
    return part;
  }

  function partOfDefinition({ selectionSet, typeCondition }: FragmentDefinitionNode): Part {
    return partOf(selectionSet, typeNamed(schema, typeCondition.name.value));
  }

  function partOfField(field: FieldNode, parent: GraphQLCompositeType | undefined): Part {
    const { type, size } = sizeOf(field, fieldOf(parent, field.name.value), asked);
    const inside = field.selectionSet ? partOf(field.selectionSet, type) : NOTHING;
    return {
      expandedFields: 1 + inside.expandedFields,
      depth: 1 + inside.depth,
      aliases: (field.alias ? 1 : 0) + inside.aliases,
      rootFields: 1,
      introspects: inside.introspects || field.name.value === "__schema" || field.name.value === "__type",
      ...valuesOf(size, inside),
    };
  }

  function partOfOperation({ operation, selectionSet }: OperationDefinitionNode): Part {
    return partOf(selectionSet, schema.getRootType(operation) ?? undefined);
  }

  const { fixed, perRow, ...counts } = asked.operation ? partOfOperation(asked.operation) : NOTHING;
  const parts = document.definitions.map((definition) => {
    if (definition.kind === Kind.OPERATION_DEFINITION) return partOfOperation(definition);
    if (!isFragment(definition)) return NOTHING;
    const { value: name } = definition.name;
    // of two with the same name one is spread, and both are looked at
    return fragments.get(name) === definition ? partOfFragment(name) : partOfDefinition(definition);
  });
  const documentFields = parts.reduce((sum, { expandedFields }) => sum + expandedFields, 0);
  return { ...counts, documentFields, cost: fixed + perRow * PLAIN_LIST };
}

/** A page hands its size down to the list inside it (`nodes`), which is the one that has so many rows. */
function valuesOf(size: FieldSize, { fixed, perRow }: Part): Pick<Part, "fixed" | "perRow"> {
  const row = 1 + fixed + perRow * PLAIN_LIST;
  switch (size.kind) {
    case "ONE":
      return { fixed: row, perRow: 0 };
    case "PAGE":
      return { fixed: 1 + fixed + perRow * size.rows, perRow: 0 };
    case "LIST":
      return { fixed: 1 + row * size.rows, perRow: 0 };
    case "LIST_OF_PAGE":
      return { fixed: 1, perRow: row };
  }
}

function plus(a: Part, b: Part): Part {
  return {
    expandedFields: a.expandedFields + b.expandedFields,
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    rootFields: a.rootFields + b.rootFields,
    introspects: a.introspects || b.introspects,
    fixed: a.fixed + b.fixed,
    perRow: a.perRow + b.perRow,
  };
}

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}
