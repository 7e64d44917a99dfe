import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import type { QueryPlan } from "@apollo/query-planner";
import type { CallContext } from "../execution/callContext";
import type { Planning } from "./planning";

type Execute = ApolloGateway["executor"];
type GraphRequest = Parameters<Execute>[0];
export type GraphAnswer = ReturnType<Execute>;

/** Apollo's gateway with the planning taken out of it: an operation is planned elsewhere first, then carried out. */
export class PlannedGateway extends ApolloGateway {
  readonly #handed: HandedPlan;
  readonly #execute: Execute;

  constructor(settings: GatewayConfig, planning: Planning) {
    const handed = new HandedPlan();
    super({ ...settings, queryPlannerConfig: { cache: handed } });
    this.#handed = handed;
    this.#execute = this.executor;
    this.executor = async (request) => {
      const { standing, requestId, gone } = request.context as CallContext;
      const { source, queryHash: hash, operationName = null } = request;
      const question = { hash: hash as string, text: source as string, operationName };
      const plan = await planning.planOf(question, { person: standing.person, requestId, gone });
      return this.carryOut(plan, request);
    };
  }

  /** The library's own way; whoever has a better one puts it here. */
  protected carryOut(plan: QueryPlan, request: GraphRequest): GraphAnswer {
    return this.#handed.during(plan, () => this.#execute(request));
  }
}

/** Stands where the library keeps its plans. It asks for one before anything else happens. */
class HandedPlan {
  #plan: QueryPlan | undefined;

  during<T>(plan: QueryPlan, carryOut: () => T): T {
    this.#plan = plan;
    try {
      return carryOut();
    } finally {
      this.#plan = undefined;
    }
  }

  async get(): Promise<QueryPlan | undefined> {
    return this.#plan;
  }

  async set(): Promise<void> {}

  async delete(): Promise<void> {}

  clear(): void {}
}
