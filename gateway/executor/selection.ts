import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Row } from "./rows";

export interface Operation {
  definition: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** @throws where the document has no such operation */
export function operationIn(document: DocumentNode, operationName: string | null | undefined): Operation {
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new Error("the document has no such operation");
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return { definition, fragments: new Map(fragments.map((node) => [node.name.value, node])) };
}

/** @returns the variables that decide what is part of an operation, each once */
export function conditionsOf({ definition, fragments }: Operation): string[] {
  const names = new Set<string>();
  const look = {
    Directive: {
      enter({ name, arguments: given }: { name: { value: string }; arguments?: FieldNode["arguments"] }) {
        if (name.value !== "skip" && name.value !== "include") return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    },
  };
  for (const node of [definition, ...fragments.values()]) visit(node, look);
  return [...names];
}

/** Says of an operation, for one set of values of its conditions, which fields an object has in the answer. */
export class Selection {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Operation["fragments"],
    private readonly variables: Row,
  ) {}

  /** Fields of the same name in the answer are one field, at the place of the first.
   * @param type of the object; an abstract one where the object does not say what it is */
  fieldsOf(sets: readonly SelectionSetNode[], type: GraphQLNamedType): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(set, type, found);
    return found;
  }

  #collect(set: SelectionSetNode, type: GraphQLNamedType, found: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const same = found.get(name);
        if (same) same.push(selection);
        else found.set(name, [selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) {
        this.#collect(fragment.selectionSet, type, found);
      }
    }
  }

  #isIncluded({ directives }: SelectionNode): boolean {
    for (const { name, arguments: given } of directives ?? []) {
      if (name.value !== "skip" && name.value !== "include") continue;
      const value = given?.[0]?.value;
      const is =
        value?.kind === Kind.VARIABLE ? this.variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
      if (is !== (name.value === "include")) return false;
    }
    return true;
  }

  #applies(condition: string | undefined, type: GraphQLNamedType): boolean {
    if (!condition || condition === type.name) return true;
    const wanted = this.schema.getType(condition);
    return (
      isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && this.schema.isSubType(wanted, type)
    );
  }
}
