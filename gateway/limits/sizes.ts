import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";

export interface Asked {
  /** of the document; undefined where it names none */
  operation: OperationDefinitionNode | undefined;
  variables: Record<string, unknown>;
}

/** How many there are of what a field gives: one; a page, whose list inside has its rows; a list of known length; a list
 * that has as many rows as the page around it, or PLAIN_LIST. */
export type FieldSize = { kind: "ONE" | "LIST_OF_PAGE" } | { kind: "PAGE" | "LIST"; rows: number };

type Definition = GraphQLField<unknown, unknown>;

const PAGE_ARGUMENTS = ["first", "last"];
/** Arguments that name each row: so many come back at most. */
const KEY_ARGUMENTS = ["codes", "ids"];
/** What stands in no other argument decides no size. */
export const SIZING_ARGUMENTS: ReadonlySet<string> = new Set([...PAGE_ARGUMENTS, ...KEY_ARGUMENTS]);

export function typeNamed(schema: GraphQLSchema, name: string): GraphQLCompositeType | undefined {
  const type = schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}

export function fieldOf(parent: GraphQLCompositeType | undefined, name: string): Definition | undefined {
  if (!parent) return undefined;
  if (name === "__schema") return SchemaMetaFieldDef;
  if (name === "__type") return TypeMetaFieldDef;
  return "getFields" in parent ? parent.getFields()[name] : undefined;
}

/** @param definition undefined where the schema has no such field */
export function sizeOf(
  field: FieldNode,
  definition: Definition | undefined,
  asked: Asked,
): { type: GraphQLCompositeType | undefined; size: FieldSize } {
  if (!definition) return { type: undefined, size: { kind: "ONE" } };
  const named = getNamedType(definition.type);
  const type = isCompositeType(named) ? named : undefined;
  const isList = isListType(getNullableType(definition.type));
  return { type, size: rowsOf(field, definition, isList, asked) };
}

function rowsOf(field: FieldNode, definition: Definition, isList: boolean, asked: Asked): FieldSize {
  for (const { name, defaultValue } of definition.args) {
    if (PAGE_ARGUMENTS.includes(name)) {
      const given = givenFor(field, name, asked) ?? defaultValue;
      if (typeof given === "number") return { kind: isList ? "LIST" : "PAGE", rows: Math.max(0, given) };
    }
    if (isList && KEY_ARGUMENTS.includes(name)) {
      const keys = givenFor(field, name, asked);
      return { kind: "LIST", rows: Array.isArray(keys) ? keys.length : 1 };
    }
  }
  return { kind: isList ? "LIST_OF_PAGE" : "ONE" };
}

/** As the caller wrote it: what is of the wrong type, whoever executes it refuses. */
function givenFor(field: FieldNode, name: string, { operation, variables }: Asked): unknown {
  const given = field.arguments?.find((argument) => argument.name.value === name)?.value;
  if (!given) return undefined;
  return given.kind === Kind.VARIABLE ? valueOfVariable(given.name.value, operation, variables) : literal(given);
}

function valueOfVariable(name: string, operation: Asked["operation"], variables: Asked["variables"]): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  const declared = operation?.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return declared?.defaultValue && literal(declared.defaultValue);
}

function literal(node: ValueNode): unknown {
  return valueFromASTUntyped(node);
}
