import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  parse,
} from "graphql";
import { getArgumentValues, getVariableValues } from "graphql/execution/values";
import type { LiveQuestion } from "../../../schema/contract/live";
import { requireRegionCode } from "../graph/regionArgument";

/** What one question follows. */
export interface Asked {
  execution: Pick<ExecutionArgs, "schema" | "document" | "variableValues" | "operationName">;
  /** name of the root field */
  field: string;
  region: string;
}

/** Texts come from the gateway's plans: some for each saved operation, and what people write. */
const MOST_TEXTS = 500;
const documents = new Map<string, DocumentNode>();

/** @throws GraphQLError where the question is no subscription to one root, or an argument is wrong */
export function readQuestion(schema: GraphQLSchema, question: LiveQuestion): Asked {
  const document = documentOf(question.query);
  const operation = getOperationAST(document, question.operationName);
  const type = schema.getSubscriptionType();
  const [root, other] = operation?.selectionSet.selections ?? [];
  const field = root?.kind === Kind.FIELD ? type?.getFields()[root.name.value] : undefined;
  if (operation?.operation !== "subscription" || root?.kind !== Kind.FIELD || !field || other) throw noSubscription();
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], question.variables);
  if (errors?.[0]) throw errors[0];
  const { region } = getArgumentValues(field, root, coerced) as { region: string };
  const { operationName, variables: variableValues } = question;
  return {
    execution: { schema, document, variableValues, operationName },
    field: field.name,
    region: requireRegionCode(region, "region"),
  };
}

function documentOf(text: string): DocumentNode {
  let document = documents.get(text);
  if (!document) {
    document = parse(text, { noLocation: true });
    if (documents.size >= MOST_TEXTS) documents.clear();
    documents.set(text, document);
  }
  return document;
}

function noSubscription(): GraphQLError {
  return new GraphQLError("not a subscription to one root", { extensions: { code: "BAD_USER_INPUT" } });
}
