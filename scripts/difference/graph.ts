import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import type { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, execute, type GraphQLSchema, parse } from "graphql";
import type { Found } from "../../gateway/executor/run";
import { plannerOf } from "../../gateway/planning/planner";
import { Random } from "../random";
import { drawModel } from "./model";
import { sdlOf } from "./sdl";
import { answerFromMemory, subgraphSchema } from "./subgraph";

/** Sends a question to a subgraph and gives its answer, both through JSON, as over a network. */
type AskSubgraph = (subgraph: string, query: string, variables: Record<string, unknown>) => Promise<Found>;

/** A federated graph that answers from memory. */
export interface Graph {
  seed: number;
  /** what each subgraph publishes, by its name */
  sdl: Readonly<Record<string, string>>;
  ask: AskSubgraph;
  supergraph: Supergraph;
  /** all types, also those that callers do not see */
  supergraphSchema: GraphQLSchema;
  apiSchema: GraphQLSchema;
  /** the same answers out of one schema, which nobody has to plan for */
  undivided: GraphQLSchema;
  planner: QueryPlanner;
}

/** @throws where the drawn subgraphs do not compose, which is a defect of the drawing */
export function drawGraph(seed: number): Graph {
  const model = drawModel(new Random(seed));
  const sdl = Object.fromEntries(model.subgraphs.map((name) => [name, sdlOf(model, name)]));
  return composeGraph(
    seed,
    sdl,
    model.entities.map(({ name }) => name),
  );
}

export function composeGraph(seed: number, sdl: Graph["sdl"], entities: readonly string[]): Graph {
  const composed = composeServices(Object.entries(sdl).map(([name, text]) => ({ name, typeDefs: parse(text) })));
  if (!composed.supergraphSdl)
    throw new Error(`seed ${seed}: ${composed.errors?.join("\n")}\n${Object.values(sdl).join("\n---\n")}`);
  const supergraph = Supergraph.build(composed.supergraphSdl);
  const subgraphs = Object.fromEntries(
    Object.entries(sdl).map(([name, text]) => [name, subgraphSchema(text, entities)]),
  );
  return {
    seed,
    sdl,
    ask: (name, query, variables) => answerOf(subgraphs[name] as GraphQLSchema, parse(query), variables),
    supergraph,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    undivided: answerFromMemory(supergraph.apiSchema().toGraphQLJSSchema(), entities),
    planner: plannerOf(supergraph),
  };
}

export async function answerOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Promise<Found> {
  const variableValues = JSON.parse(JSON.stringify(variables)) as Record<string, unknown>;
  const { data, errors } = (await execute({ schema, document, variableValues })) as Found;
  return { data: data && JSON.parse(JSON.stringify(data)), ...(errors && { errors }) };
}
