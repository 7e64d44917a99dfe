import type { FetchNode, QueryPlan } from "@apollo/query-planner";
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { CURSOR_ARGUMENT } from "../../schema/contract/live";
import { isTierName, type TierName } from "../../schema/contract/tier";
import type { CallContext } from "../execution/callContext";
import type { Executor } from "../executor";
import { conditionsOf, operationIn } from "../executor/selection";
import { readVariables } from "../executor/variables";
import { badRequest } from "../limits/faults";
import { validationErrors } from "../limits/validation";

/** What is known of a subscription's text, whoever asks. */
export interface ReadSubscription {
  document: DocumentNode;
  root: FieldNode;
  /** whether what is selected depends on the person */
  personal: boolean;
  /** names of the declared variables, but for one that brings the cursor and nothing else */
  variables: readonly string[];
  /** @returns the variables with their defaults, or what is wrong with them */
  read(sent: Record<string, unknown>): ReturnType<typeof readVariables>;
}

/** A subscription, planned. */
export interface LiveOperation extends ReadSubscription {
  /** equal for equal texts, operation names and values of conditions */
  key: string;
  operationName: string | null;
  tier: TierName;
  plan: QueryPlan;
  primary: FetchNode;
  executor: Executor<CallContext>;
}

/** Fields that say what the caller may do. */
const PERSONAL = new Set(["commands"]);

/** @throws an array of errors where the text is no subscription that the schema knows */
export function readSubscription(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): ReadSubscription | { errors: readonly GraphQLError[] } {
  const { selections = [] } = getOperationAST(document, operationName)?.selectionSet ?? {};
  // before the rules, one of which wants to know the values of conditions
  const [root] = selections;
  if (root?.kind !== Kind.FIELD) return { errors: [oneFieldOnly()] };
  if (selections.some(isConditional)) return { errors: [rootIsUnconditional()] };
  const errors = validationErrors(schema, document, [NoSchemaIntrospectionCustomRule]);
  if (errors.length > 0) return { errors };
  const cursor = cursorVariableOf(document, root);
  const operation = operationIn(document, operationName);
  const conditions = conditionsOf(operation);
  const { variableDefinitions = [] } = operation.definition;
  const declared = variableDefinitions.map(({ variable }) => variable.name.value);
  const variables = declared.filter((name) => name !== cursor);
  const personal = isPersonal(schema, document);
  return { document, root, personal, variables, read: (sent) => readVariables(schema, operation, conditions, sent) };
}

/** The tier whose root it follows.
 * @throws where the plan is none of a subscription */
export function rootOf(plan: QueryPlan): { tier: TierName; primary: FetchNode } {
  const { node } = plan;
  if (node?.kind !== "Subscription" || !isTierName(node.primary.serviceName))
    throw new Error("no plan of a subscription");
  return { tier: node.primary.serviceName, primary: node.primary };
}

/** @param sent as they came, which is how a tier gets them
 * @param coerced with their defaults
 * @returns the cursor that the caller gives back, and the variables without it: what the text does not declare makes no difference */
export function cursorOf(
  { root, variables: declared }: ReadSubscription,
  sent: Record<string, unknown>,
  coerced: Record<string, unknown>,
): { after: string | null; rest: Record<string, unknown> } {
  const value = root.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
  const given = value?.kind === Kind.VARIABLE ? coerced[value.name.value] : value?.kind === Kind.STRING && value.value;
  const known = declared.filter((name) => Object.hasOwn(sent, name));
  const rest = Object.fromEntries(known.map((name) => [name, sent[name]]));
  return { after: typeof given === "string" ? given : null, rest };
}

/** What several callers share must not depend on any of them; and clues are nobody's to share. */
function isPersonal(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let personal = false;
  const look = {
    Field({ name }: FieldNode) {
      const [type, parent] = [types.getType(), types.getParentType()];
      const names = [type ? getNamedType(type).name : "", parent?.name ?? ""];
      personal ||= PERSONAL.has(name.value) || names.some((typeName) => typeName.includes("Clue"));
    },
  };
  visit(document, visitWithTypeInfo(types, look));
  return personal;
}

/** Only where nothing else hangs on it may it be left out of what is equal. */
function cursorVariableOf(document: DocumentNode, root: FieldNode): string | undefined {
  const value = root.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
  if (value?.kind !== Kind.VARIABLE) return undefined;
  const name = value.name.value;
  let uses = 0;
  let isOptional = true;
  visit(document, {
    Variable: (node) => void (node.name.value === name && uses++),
    VariableDefinition(node) {
      if (node.variable.name.value === name && node.type.kind === Kind.NON_NULL_TYPE) isOptional = false;
    },
  });
  // its definition, and the argument
  return uses === 2 && isOptional ? name : undefined;
}

function isConditional({ directives }: SelectionNode): boolean {
  return directives?.some(({ name }) => name.value === "skip" || name.value === "include") ?? false;
}

function oneFieldOnly() {
  return badRequest("一次订阅只能关注一项。", "A subscription has one root field, which is not in a fragment.");
}

function rootIsUnconditional() {
  return badRequest("订阅的顶层字段不能有条件。", "The root field of a subscription takes no @skip and no @include.");
}
