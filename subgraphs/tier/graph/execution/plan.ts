import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionSetNode,
  typeFromAST,
} from "graphql";
import { getDirectiveValues } from "graphql/execution/values";

/** Neither calls of resolvers nor types of values know what of the operation is carried out: so a selection is planned once. */
type Resolver = (source: unknown, values: object, context: unknown) => unknown;

/** How one field of an object comes about. */
export interface PlannedField {
  /** its name in the answer */
  key: string;
  /** the property that is read where nothing resolves it */
  name: string;
  /** as errors name it */
  title: string;
  nodes: readonly FieldNode[];
  definition?: GraphQLField<unknown, unknown>;
  /** where a run keeps its arguments; undefined where it takes none */
  argumentsAt?: number;
  resolve?: Resolver;
  shape: Shape;
}

/** What a value becomes in the answer. */
export type Shape = Leaf | List | Whole | Abstract;

interface Leaf {
  kind: "LEAF";
  nonNull: boolean;
  type: GraphQLLeafType;
}
export interface List {
  kind: "LIST";
  nonNull: boolean;
  item: Shape;
}
interface Whole {
  kind: "OBJECT";
  nonNull: boolean;
  fields: readonly PlannedField[];
}
/** Of what type a value is, it says itself; its fields are planned when the first of its type comes. */
export interface Abstract {
  kind: "ABSTRACT";
  nonNull: boolean;
  type: GraphQLAbstractType;
  fieldsOf(type: string): readonly PlannedField[];
}

/** Plans the selections of one operation, for what its conditions came to. */
export class Planner {
  #arguments = 0;

  /** @param conditions the variables that decide what is left out */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly conditions: Readonly<Record<string, unknown>>,
  ) {}

  fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): PlannedField[] {
    const grouped = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const set of sets) this.#collect(type, set, grouped, visited);
    return [...grouped].map(([key, nodes]) => this.#field(type, key, nodes));
  }

  #collect(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    grouped: Map<string, FieldNode[]>,
    visited: Set<string>,
  ): void {
    for (const selection of selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, this.conditions)?.if === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, selection, this.conditions)?.if === false) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = grouped.get(key);
        if (nodes) nodes.push(selection);
        else grouped.set(key, [selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const part = isSpread ? this.#firstOf(selection.name.value, visited) : selection;
      if (part && this.#fits(part.typeCondition, type)) this.#collect(type, part.selectionSet, grouped, visited);
    }
  }

  /** A fragment, the first time that it is spread. */
  #firstOf(name: string, visited: Set<string>): FragmentDefinitionNode | undefined {
    if (visited.has(name)) return undefined;
    visited.add(name);
    return this.fragments.get(name);
  }

  #fits(condition: FragmentDefinitionNode["typeCondition"] | undefined, type: GraphQLObjectType): boolean {
    if (!condition) return true;
    const wanted = typeFromAST(this.schema, condition);
    return wanted === type || (isAbstractType(wanted) && this.schema.isSubType(wanted, type));
  }

  #field(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField {
    const name = (nodes[0] as FieldNode).name.value;
    const title = `${type.name}.${name}`;
    if (name === "__typename") {
      return {
        key,
        name,
        title,
        nodes,
        resolve: () => type.name,
        shape: { kind: "LEAF", nonNull: true, type: GraphQLString },
      };
    }
    const definition = type.getFields()[name];
    if (!definition) throw new Error(`${title} is no field, and was taken for one`);
    return {
      ...{ key, name, title, nodes, definition },
      argumentsAt: definition.args.length > 0 ? this.#arguments++ : undefined,
      resolve: definition.resolve as Resolver | undefined,
      shape: this.#shape(definition.type, nodes, false),
    };
  }

  #shape(type: GraphQLOutputType, nodes: readonly FieldNode[], nonNull: boolean): Shape {
    if (isNonNullType(type)) return this.#shape(type.ofType, nodes, true);
    if (isListType(type)) return { kind: "LIST", nonNull, item: this.#shape(type.ofType, nodes, false) };
    if (isLeafType(type)) return { kind: "LEAF", nonNull, type };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isAbstractType(type)) return { kind: "ABSTRACT", nonNull, type, fieldsOf: this.#byType(type, sets) };
    return { kind: "OBJECT", nonNull, fields: this.fieldsOf(type, sets) };
  }

  #byType(abstract: GraphQLAbstractType, sets: readonly SelectionSetNode[]): Abstract["fieldsOf"] {
    const planned = new Map<string, PlannedField[]>();
    return (name) => {
      let fields = planned.get(name);
      if (!fields) {
        const type = this.schema.getPossibleTypes(abstract).find((possible) => possible.name === name);
        if (!type)
          throw new Error(
            `Abstract type "${abstract.name}" was resolved to a type "${name}" that does not exist inside the schema.`,
          );
        fields = this.fieldsOf(type, sets);
        planned.set(name, fields);
      }
      return fields;
    };
  }
}
