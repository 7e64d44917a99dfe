import { operationFromDocument } from "@apollo/federation-internals";
import { executeQueryPlan } from "@apollo/gateway/dist/executeQueryPlan";
import { buildOperationContext } from "@apollo/gateway/dist/operationContext";
import type { QueryPlan } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError } from "graphql";
import { Executor } from "../../gateway/executor";
import type { Row } from "../../gateway/executor/rows";
import type { Found, Question, Subgraph } from "../../gateway/executor/run";
import { conditionsMet, withoutConditions } from "../../gateway/planning/conditions";
import { answerOf, type Graph } from "./graph";
import type { Drawn } from "./operation";

/** An answer with its errors as what a client can rely on: the place and the code. */
export interface Told {
  data: unknown;
  /** each as JSON, sorted */
  errors: string[];
}

export function planFor(graph: Graph, document: DocumentNode, variables: Row): QueryPlan {
  const api = graph.supergraph.apiSchema();
  const asked = withoutConditions(document, conditionsMet(document, "Drawn", variables));
  return graph.planner.buildQueryPlan(operationFromDocument(api, asked, { operationName: "Drawn" }));
}

/** By our executor. */
export async function ours(graph: Graph, plan: QueryPlan, document: DocumentNode, { variables }: Drawn): Promise<Told> {
  const { apiSchema: schema, supergraphSchema: supergraph } = graph;
  const subgraphs = perSubgraph(graph, (name): Subgraph<undefined> => {
    return {
      ask: async (question) => asSent(await graph.ask(name, question.fetch.operation, question.variables), question),
    };
  });
  const executor = new Executor<undefined>({ schema, supergraph, subgraphs });
  const { data, errors = [] } = await executor.carryOut(plan, {
    document,
    operationName: "Drawn",
    variables,
    context: undefined,
  });
  return { data: data?.toJSON(), errors: errors.map((error) => toldOf(error as GraphQLError)).sort() };
}

/** The library's for an error of a subgraph that has none. Whoever asks a tier gives each error one as well. */
const NO_CODE = "DOWNSTREAM_SERVICE_ERROR";

/** As it is read where it comes over a wire. */
function asSent({ data, errors: told }: Found, question: Question): Found {
  const errors = told?.map(coded);
  if (!data) return { data, errors };
  const bytes = Buffer.from(JSON.stringify(data));
  return { data: question.read(bytes, 0, bytes.length) ?? (JSON.parse(bytes.toString()) as Row), errors };
}

function coded(error: GraphQLError): GraphQLError {
  const { message, path, extensions } = error;
  return extensions.code ? error : new GraphQLError(message, { path, extensions: { ...extensions, code: NO_CODE } });
}

/** By the library's executor. It tells what does not fit the schema in an extension, and only where nothing else is wrong. */
export async function stock(
  graph: Graph,
  plan: QueryPlan,
  document: DocumentNode,
  { variables }: Drawn,
): Promise<Told> {
  const serviceMap = perSubgraph(graph, (name) => {
    const process = ({ request }: { request: { query: string; variables: Record<string, unknown> } }) =>
      graph.ask(name, request.query, request.variables);
    return { process };
  });
  const request = { request: { variables }, metrics: {}, context: {}, logger: console };
  const operation = buildOperationContext({
    schema: graph.apiSchema,
    operationDocument: document,
    operationName: "Drawn",
  });
  const api = graph.supergraph.apiSchema();
  const answer = await executeQueryPlan(
    plan,
    serviceMap as never,
    request as never,
    operation,
    graph.supergraphSchema,
    api,
  );
  const extra = answer.extensions as { valueCompletion?: GraphQLError[] } | undefined;
  const errors = [...(answer.errors ?? []), ...(extra?.valueCompletion ?? [])] as GraphQLError[];
  return {
    data: answer.data === undefined ? undefined : JSON.parse(JSON.stringify(answer.data)),
    errors: errors.map(toldOf).sort(),
  };
}

/** By graphql-js, as if all of it were one schema. */
export async function undivided(graph: Graph, document: DocumentNode, { variables }: Drawn): Promise<Told> {
  const { data, errors = [] } = await answerOf(graph.undivided, document, variables);
  return { data, errors: errors.map(toldOf).sort() };
}

function perSubgraph<T>({ sdl }: Graph, make: (name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(sdl).map((name) => [name, make(name)]));
}

/** The code of what a subgraph says against the schema, whoever tells it. */
export const VALUE = "VALUE";
const VALUE_CODES = ["INVALID_GRAPHQL", undefined];

function toldOf({ path, extensions }: GraphQLError): string {
  const code = extensions?.code as string | undefined;
  return JSON.stringify([path ?? null, VALUE_CODES.includes(code) ? VALUE : code]);
}
