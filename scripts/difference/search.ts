import { seedOf } from "../random";
import { type Answers, compare } from "./compare";
import { drawGraph, type Graph } from "./graph";
import { type Drawn, drawOperation } from "./operation";
import { shrink } from "./shrink";

interface Search {
  /** valid ones */
  operations: number;
  seed: number;
  /** is told how many are done, now and then */
  told?: (done: number) => void;
}

interface Searched {
  compared: number;
  graphs: number;
  /** where the library differs from us and from an undivided schema */
  stockWrong: number;
  /** the first difference, as small as it was found */
  different?: { graph: number; sdl: Graph["sdl"]; operation: Drawn; answers: Answers };
}

const OPERATIONS_OF_A_GRAPH = 100;

/** Ends with the first difference. */
export async function searchDifference({ operations, seed, told }: Search): Promise<Searched> {
  const found: Searched = { compared: 0, graphs: 0, stockWrong: 0 };
  while (found.compared < operations) {
    const graph = drawGraph(seedOf(seed, found.graphs++));
    told?.(found.compared);
    for (let number = 0; number < OPERATIONS_OF_A_GRAPH && found.compared < operations; number++) {
      const operation = drawOperation(graph.apiSchema, seedOf(graph.seed, number));
      const { verdict } = await compare(graph, operation);
      if (verdict === "INVALID") continue;
      found.compared++;
      if (verdict === "STOCK_WRONG") found.stockWrong++;
      if (verdict === "DIFFERENT") return { ...found, different: await smallest(graph, operation) };
    }
  }
  return found;
}

async function smallest(graph: Graph, drawn: Drawn): Promise<NonNullable<Searched["different"]>> {
  const operation = await shrink(drawn, async (smaller) => (await compare(graph, smaller)).verdict === "DIFFERENT");
  const { answers } = await compare(graph, operation);
  return { graph: graph.seed, sdl: graph.sdl, operation, answers: answers as Answers };
}
