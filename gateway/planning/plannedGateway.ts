import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import type { QueryPlan } from "@apollo/query-planner";
import { type DocumentNode, getOperationAST } from "graphql";
import type { CallContext } from "../execution/callContext";
import { type Answered, Executor } from "../executor";
import type { Row } from "../executor/rows";
import type { Subgraph } from "../executor/run";
import { operationFaultOf } from "../requestFaults";
import { conditionsMet } from "./conditions";
import type { PlanQuestion } from "./messages";
import type { Planner, Planning } from "./planning";

interface AskedOperation {
  /** valid against the schema that serves */
  document: DocumentNode;
  text: string;
  /** of the text */
  hash: string;
  /** as it came with the request */
  operationName: string | null | undefined;
  variables: Row;
}

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
  }

  /** @throws PlatformError where the text has no such operation, or it cannot be planned */
  async carryOut(asked: AskedOperation, context: CallContext): Promise<Answered> {
    const { document, text, hash, variables } = asked;
    const operation = getOperationAST(document, asked.operationName) ?? undefined;
    const fault = operationFaultOf(operation, asked.operationName);
    if (fault) throw fault;
    const operationName = operation?.name?.value ?? null;
    const met = conditionsMet(document, operationName, variables);
    const { standing, requestId, gone, apart } = context;
    const waits = performance.now();
    const planner = { person: standing.person, requestId, gone };
    const plan = await this.#planning.planOf({ hash, text, operationName, met }, planner);
    apart.ms += performance.now() - waits;
    // the present one: a plan that was waited for may be of a newer schema
    const executor = this.#executor as Executor<CallContext>;
    return executor.carryOut(plan, { document, operationName, variables, context });
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
