import type { GatewayConfig } from "@apollo/gateway";
import { Bounded } from "../limits/bounded";
import type { Metrics } from "../metrics";

type QueryPlanCache = NonNullable<NonNullable<GatewayConfig["queryPlannerConfig"]>["cache"]>;
type QueryPlan = Parameters<QueryPlanCache["set"]>[1];

/** Characters of the plans as JSON; as objects they take some four times that. */
const KEPT_CHARACTERS = 12_000_000;

/** Query plans by the hash of the text: planning takes a hundred times as long as carrying out. */
export class PlanCache implements QueryPlanCache {
  readonly #plans = new Bounded<QueryPlan>(KEPT_CHARACTERS);

  constructor(private readonly metrics: Pick<Metrics, "planned">) {}

  get count(): number {
    return this.#plans.count;
  }

  async get(key: string): Promise<QueryPlan | undefined> {
    const plan = this.#plans.find(key);
    this.metrics.planned(plan !== undefined);
    return plan;
  }

  async set(key: string, plan: QueryPlan): Promise<void> {
    this.#plans.keep(key, plan, JSON.stringify(plan).length);
  }

  async delete(key: string): Promise<void> {
    this.#plans.drop(key);
  }

  clear(): void {
    this.#plans.clear();
  }
}
