import { randomUUID } from "node:crypto";
import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
} from "graphql";
import { newId } from "../../schema/contract/ids";
import type { Tier } from "../../schema/contract/tier";

/** Who asks, so that ids are of that tier and codes of that office. */
interface AskedIn {
  tier: Tier;
  office: string;
}

/** Values for what an operation requires, of the right types: of nothing that there is, so that a tier answers and changes
 * nothing. */
export function anyVariables(schema: GraphQLSchema, document: DocumentNode, asked: AskedIn): Record<string, unknown> {
  const variables = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  const required = variables.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
  return Object.fromEntries(
    required.map(({ variable: { name }, type }) => {
      return [name.value, anyValue(typeFromAST(schema, type as never) as GraphQLInputType, name.value, asked)];
    }),
  );
}

const DAY = "2026-03-02";
const TEXT = "不存在的事项（虚构）";

function anyValue(type: GraphQLInputType, name: string, asked: AskedIn): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType, name, asked);
  if (isListType(type)) return [anyValue(type.ofType, name, asked)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      ({ type: each, defaultValue }) => isNonNullType(each) && defaultValue === undefined,
    );
    return Object.fromEntries(fields.map((field) => [field.name, anyValue(field.type, field.name, asked)]));
  }
  const values: Record<string, unknown> = {
    ID: /office|region|city/i.test(name) ? asked.office : newId(asked.tier),
    Int: 1,
    Float: 1,
    Boolean: false,
    Date: DAY,
    DateTime: `${DAY}T00:00:00Z`,
    Amount: "1.00",
    String: /key/i.test(name) ? randomUUID() : TEXT,
  };
  return values[type.name];
}
