import type { Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";

/** Fragments are written out: looking where one of the sender's fits again, the planner can put it where nobody asked for it, with variables
 * that its question does not declare. */
export function plannerOf(supergraph: Supergraph): QueryPlanner {
  return new QueryPlanner(supergraph, { reuseQueryFragments: false });
}
