import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import type { RegionTree } from "../../schema/regions/tree";
import { directoryResolvers } from "./resolvers";
import { directorySdl } from "./sdl";

export type { DirectoryContext } from "./resolvers";
export { directorySdl } from "./sdl";

/** The subgraph that the gateway answers itself: region tree, whose an id is, who asks. It keeps no state but the tree.
 * The context of a request is a `DirectoryContext`; that nobody asks without a standing is the gateway's care. */
export function directorySchema(tree: RegionTree): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(directorySdl), resolvers: directoryResolvers(tree) }]);
}
