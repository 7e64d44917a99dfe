import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type GraphQLSchema, parse } from "graphql";
import { Random } from "../random";
import { drawModel } from "./model";
import { sdlOf } from "./sdl";
import { answerFromMemory, subgraphSchema } from "./subgraph";

/** A federated graph that answers from memory. */
export interface Graph {
  seed: number;
  /** what each subgraph publishes, by its name */
  sdl: Readonly<Record<string, string>>;
  subgraphs: Readonly<Record<string, GraphQLSchema>>;
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
    subgraphs,
    supergraph,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    undivided: answerFromMemory(supergraph.apiSchema().toGraphQLJSSchema(), entities),
    planner: new QueryPlanner(supergraph, {}),
  };
}
