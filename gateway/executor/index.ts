import type { QueryPlan } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError, type GraphQLSchema } from "graphql";
import { Answer } from "./answer";
import { Field } from "./field";
import { Layouts } from "./layouts";
import { merge } from "./merge";
import type { Path } from "./places";
import { Replies } from "./replies";
import type { Row } from "./rows";
import type { Run, Step, Subgraph } from "./run";
import { compileStep } from "./steps";
import { MISSING, Store, type Value } from "./store";
import { Types } from "./types";
import type { Fault } from "./writing";
import { Written } from "./written";

interface ExecutorParts<Context> {
  /** what callers see */
  schema: GraphQLSchema;
  /** what plans are about */
  supergraph: GraphQLSchema;
  subgraphs: Readonly<Record<string, Subgraph<Context>>>;
}

interface Asked<Context> {
  document: DocumentNode;
  operationName?: string | null;
  /** as they came with the request */
  variables: Row;
  context: Context;
}

export interface Answered {
  /** undefined where nothing was carried out */
  data?: Written;
  errors?: readonly unknown[];
}

/** What the root of a subscription gave for one event. */
interface RootEvent {
  data?: Row | null;
  /** with paths from the root */
  errors?: readonly unknown[];
}

interface Compiled<Context> {
  layouts: Layouts;
  step: Step<Context>;
  /** of the root of a subscription */
  events: Replies | undefined;
  answer: Answer;
}

/** Carries plans out: each is compiled once, subgraphs are asked in the order of the plan, and the answer is written as JSON
 * in one go. Follows the GraphQL specification (October 2021, section 6) and the federation's subgraph specification.
 *
 * Where to read on: `steps` goes through the plan; `fetch` asks a subgraph for fields of the root, or for entities, which `representations`
 * writes and `wanted` counts; what comes is left in its bytes, and where in them what stands is noted (`reading`, `store`) by what the fetch
 * asks for (`layouts`); a `field` is looked up there, and what another fetch found is brought beside it (`merge`); `answer` has all written,
 * in the order in which the caller asked (`selection`), by the closures of `writer`, as `bytes`. */
export class Executor<Context> {
  readonly #types: Types;
  /** As long as somebody keeps the plan. */
  readonly #compiled = new WeakMap<QueryPlan, Compiled<Context>>();

  constructor(private readonly parts: ExecutorParts<Context>) {
    this.#types = new Types(parts.supergraph);
  }

  /** @param event for a subscription, of whose plan the rest is carried out: its root is asked for by whoever follows it
   * @throws where plan, operation and schema do not fit each other, which is a defect and never the caller's fault */
  async carryOut(
    plan: QueryPlan,
    { document, operationName, variables: sent, context }: Asked<Context>,
    event: RootEvent = {},
  ): Promise<Answered> {
    const { layouts, step, events, answer } = this.#compile(plan, document, operationName);
    const { coerced: variables, errors: wrong } = answer.readVariables(sent);
    if (wrong) return { errors: wrong };
    if (!plan.node && answer.needsData(variables)) throw new Error("the plan of an operation is empty");
    const store = new Store(layouts.all);
    try {
      const root = store.object(layouts.root);
      const run: Run<Context> = {
        context,
        sent,
        variables,
        store,
        root,
        errors: [...(event.errors ?? [])],
        absent: new Set(),
      };
      if (event.data && events) merge(root, events.store(store, event.data), store);
      await step(run, { path: [], rows: [root] });
      const { json, faults } = answer.write(root, store, variables);
      const errors = [...run.errors, ...faults.filter((fault) => !isExplained(fault, run)).map(errorOf)];
      return { data: new Written(json), ...(errors.length > 0 && { errors }) };
    } finally {
      store.drop();
    }
  }

  #compile(plan: QueryPlan, document: DocumentNode, operationName: string | null | undefined): Compiled<Context> {
    const known = this.#compiled.get(plan);
    if (known) return known;
    const { node } = plan;
    const isSubscription = node?.kind === "Subscription";
    const layouts = new Layouts();
    const types = this.#types;
    const step = compileStep(isSubscription ? node.rest : node, { subgraphs: this.parts.subgraphs, types, layouts });
    const events = isSubscription ? new Replies(node.primary, types, layouts) : undefined;
    const answer = new Answer({ schema: this.parts.schema, types }, document, operationName);
    const made = { layouts, step, events, answer };
    this.#compiled.set(plan, made);
    return made;
  }
}

/** A subgraph that told why it leaves a field out has told why what is around it is null as well, and its other fields with it;
 * of many elements of a list that miss the same, only the first are told; and what is not there has no fields. */
function isExplained({ reason, path }: Fault, { errors, absent, root, store }: Run<unknown>): boolean {
  const missing = reason === "NULL" ? path.slice(0, -1) : path;
  if (reason === "NULL" && absent.has(-valueAt(root, missing, store))) return true;
  return errors.some((error) => {
    const told = error instanceof GraphQLError ? error.path : undefined;
    if (!told) return true; // it stands for everything
    const shared = Math.min(told.length, missing.length);
    return told.slice(0, shared).every((step, index) => step === missing[index] || typeof step === "number");
  });
}

function valueAt(root: number, path: Path, store: Store): Value {
  return path.reduce<Value>((value, step) => {
    if (typeof step === "number") return store.isList(value) ? store.elementOf(value, step) : MISSING;
    return store.isObject(value) ? new Field(step).of(-value, store) : MISSING;
  }, -root);
}

function errorOf({ reason, path }: Fault): GraphQLError {
  return new GraphQLError(`what the subgraphs say does not fit the schema: ${reason}`, { path });
}
