import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import type { PlatformError } from "../errors";
import { weigh } from "./operationFaults";
import { SIZING_ARGUMENTS } from "./sizes";

/** What an operation asks for, or why it is refused. */
type Weight = { fault: PlatformError } | { introspects: boolean; cost: number };

/** Whoever counts through page sizes weighs each time. */
const MOST_KEPT = 16;

/** What the operations of one text weigh. To weigh takes longer than to carry a small operation out, and all that can change
 * between two requests with the same text are the variables that say how large pages are. */
export class Weights {
  readonly #variables: readonly string[];
  readonly #kept = new Map<string, Weight>();

  /** @param mostCost that is not refused */
  constructor(
    private readonly document: DocumentNode,
    private readonly schema: GraphQLSchema,
    private readonly mostCost: number,
  ) {
    this.#variables = variablesOfSizes(document);
  }

  of(operationName: string | undefined, variables: Record<string, unknown>): Weight {
    const operation = getOperationAST(this.document, operationName) ?? undefined;
    const key = this.#keyOf(operation, variables);
    const known = this.#kept.get(key);
    if (known) return known;
    const weighed = weigh(this.document, this.schema, operationName, variables, this.mostCost);
    const { introspects, cost } = "measured" in weighed ? weighed.measured : { introspects: false, cost: 0 };
    const weight = "fault" in weighed ? weighed : { introspects, cost: Math.max(1, cost) };
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, weight);
    return weight;
  }

  #keyOf(operation: OperationDefinitionNode | undefined, variables: Record<string, unknown>): string {
    let key = operation ? String(this.document.definitions.indexOf(operation)) : "";
    for (const name of this.#variables) key += `,${Object.hasOwn(variables, name) ? sizeIn(variables[name]) : ""}`;
    return key;
  }
}

/** What of a variable can decide how many rows there are. */
function sizeIn(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.length}]`;
  return value === null ? "null" : "other";
}

function variablesOfSizes(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }: ArgumentNode) {
      if (SIZING_ARGUMENTS.has(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
