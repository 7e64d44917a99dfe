import type { QueryPlan } from "@apollo/query-planner";
import { Bounded } from "../limits/bounded";
import type { PlanQuestion } from "./messages";

interface Kept {
  plan: QueryPlan;
  question: PlanQuestion;
  uses: number;
}

/** Characters of texts and of plans as JSON; as objects they take some four times that. */
const KEPT_CHARACTERS = 12_000_000;

/** The plans of one supergraph. */
export class KeptPlans {
  readonly #plans = new Bounded<Kept>(KEPT_CHARACTERS);

  get count(): number {
    return this.#plans.count;
  }

  find(key: string): QueryPlan | undefined {
    const kept = this.#plans.find(key);
    if (!kept) return undefined;
    kept.uses++;
    return kept.plan;
  }

  has(key: string): boolean {
    return this.#plans.has(key);
  }

  /** @param json the plan, as the thread wrote it */
  keep(key: string, question: PlanQuestion, json: string): QueryPlan {
    const plan = JSON.parse(json) as QueryPlan;
    this.#plans.keep(key, { plan, question, uses: 0 }, json.length + question.text.length);
    return plan;
  }

  mostUsed(count: number): PlanQuestion[] {
    const kept = [...this.#plans.all()].sort((a, b) => b.uses - a.uses);
    return kept.slice(0, count).map(({ question }) => question);
  }
}
