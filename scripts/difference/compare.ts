import { isDeepStrictEqual } from "node:util";
import { parse, validate } from "graphql";
import { ours, planFor, stock, type Told, undivided } from "./both";
import type { Graph } from "./graph";
import type { Drawn } from "./operation";

export interface Answers {
  ours: Told;
  stock: Told;
  undivided: Told;
}

/** `INVALID`: the operation is none of the schema. `STOCK_WRONG`: one schema that is not divided gives our answer. */
export type Verdict = "EQUAL" | "INVALID" | "STOCK_WRONG" | "DIFFERENT";

/** Carries one operation out by both executors, by the same plan, and by graphql-js over the whole graph. */
export async function compare(graph: Graph, drawn: Drawn): Promise<{ verdict: Verdict; answers?: Answers }> {
  const document = parse(drawn.text);
  if (validate(graph.apiSchema, document).length > 0) return { verdict: "INVALID" };
  const plan = planFor(graph, document);
  const answers = {
    ours: await ours(graph, plan, document, drawn),
    stock: await stock(graph, plan, document, drawn),
    undivided: await undivided(graph, document, drawn),
  };
  return { verdict: verdictOn(answers), answers };
}

/** The library takes the fields of an answer in another order than the specification says; for ours the order counts. */
export function verdictOn({ ours, stock, undivided }: Answers): Verdict {
  const isWhole = isDeepStrictEqual(ours, undivided);
  if (isWhole && JSON.stringify(ours.data) !== JSON.stringify(undivided.data)) return "DIFFERENT";
  if (isDeepStrictEqual(ours, stock)) return "EQUAL";
  return isWhole ? "STOCK_WRONG" : "DIFFERENT";
}
