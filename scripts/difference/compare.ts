import { isDeepStrictEqual } from "node:util";
import { parse, validate } from "graphql";
import { ours, planFor, stock, type Told, undivided, VALUE } from "./both";
import type { Graph } from "./graph";
import type { Drawn } from "./operation";

export interface Answers {
  ours: Told;
  stock: Told;
  undivided: Told;
}

/** `INVALID`: the operation is none of the schema. `STOCK_WRONG`: one schema that is not divided gives our answer. */
type Verdict = "EQUAL" | "INVALID" | "STOCK_WRONG" | "DIFFERENT";

/** Carries one operation out by both executors, by the same plan, and by graphql-js over the whole graph. */
export async function compare(graph: Graph, drawn: Drawn): Promise<{ verdict: Verdict; answers?: Answers }> {
  const document = parse(drawn.text);
  if (validate(graph.apiSchema, document).length > 0) return { verdict: "INVALID" };
  const plan = planFor(graph, document, drawn.variables);
  const answers = {
    ours: await ours(graph, plan, document, drawn),
    stock: await stock(graph, plan, document, drawn),
    undivided: await undivided(graph, document, drawn),
  };
  return { verdict: verdictOn(answers), answers };
}

/** Field by field of the root, since the planner and the library may each be wrong about another one. The library takes the fields
 * of an answer in another order than the specification says; for ours the order counts. */
export function verdictOn({ ours, stock, undivided }: Answers): Verdict {
  const isWhole = isDeepStrictEqual(ours, undivided);
  if (isWhole && JSON.stringify(ours.data) !== JSON.stringify(undivided.data)) return "DIFFERENT";
  if (isDeepStrictEqual(ours, stock)) return "EQUAL";
  const fields = fieldsOf(ours);
  // beside another error the library does not tell what does not fit the schema
  const hides = stock.errors.length > 0 && !stock.errors.some(isOfValue);
  const told = hides ? { ...ours, errors: ours.errors.filter((error) => !isOfValue(error)) } : ours;
  const agrees = (name: string, other: Told) =>
    isDeepStrictEqual(partOf(other === stock ? told : ours, name), partOf(other, name));
  const isExplained = fields.every((name) => agrees(name, stock) || agrees(name, undivided));
  return isExplained && [stock, undivided].some((other) => isDeepStrictEqual(fieldsOf(other), fields))
    ? "STOCK_WRONG"
    : "DIFFERENT";
}

function isOfValue(error: string): boolean {
  return (JSON.parse(error) as [unknown, string])[1] === VALUE;
}

/** In any order; of an answer without data none. */
function fieldsOf({ data }: Told): string[] {
  return Object.keys(data ?? {}).sort();
}

function partOf({ data, errors }: Told, name: string): Told {
  const own = errors.filter((error) => (JSON.parse(error) as [string[] | null])[0]?.[0] === name);
  return { data: (data as Record<string, unknown> | null)?.[name], errors: own };
}
