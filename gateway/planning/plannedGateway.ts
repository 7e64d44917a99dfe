import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import type { QueryPlan } from "@apollo/query-planner";
import type { CallContext } from "../execution/callContext";
import { Executor } from "../executor";
import type { Subgraph } from "../executor/run";
import { operationFaultOf } from "../requestFaults";
import type { PlanQuestion } from "./messages";
import type { Planner, Planning } from "./planning";

type Execute = ApolloGateway["executor"];

/** Apollo's gateway as far as it reads a supergraph: operations are planned in a thread, and carried out by our own executor. */
export class PlannedGateway extends ApolloGateway {
  /** of the schema that serves */
  #executor: Executor<CallContext> | undefined;
  readonly #planning: Planning;

  constructor(settings: GatewayConfig, planning: Planning, subgraphs: Readonly<Record<string, Subgraph<CallContext>>>) {
    super(settings);
    this.#planning = planning;
    this.onSchemaLoadOrUpdate(({ apiSchema: schema }) => {
      // biome-ignore lint/complexity/useLiteralKeys: private to the library, which has built it; to build it again takes 50 ms
      this.#executor = new Executor({ schema, supergraph: this["supergraphSchema"], subgraphs });
    });
    this.executor = (async ({ request, document, operation, source, queryHash, operationName = null, context }) => {
      const fault = operationFaultOf(operation);
      if (fault) throw fault;
      const { standing, requestId, gone, apart } = context as CallContext;
      const question = { hash: queryHash as string, text: source as string, operationName };
      const waits = performance.now();
      const plan = await planning.planOf(question, { person: standing.person, requestId, gone });
      apart.ms += performance.now() - waits;
      const variables = request.variables ?? {};
      // the present one: a plan that was waited for may be of a newer schema
      const executor = this.#executor as Executor<CallContext>;
      return executor.carryOut(plan, { document, operationName, variables, context: context as CallContext });
    }) as Execute;
  }

  /** The plan of a subscription, and what carries it out: both of one schema, for as long as it is followed. */
  async planToFollow(
    question: PlanQuestion,
    planner: Planner,
  ): Promise<{ plan: QueryPlan; executor: Executor<CallContext> }> {
    const plan = await this.#planning.planOf(question, planner);
    return { plan, executor: this.#executor as Executor<CallContext> };
  }
}
