import type { QueryPlan } from "@apollo/query-planner";
import { Bounded } from "../../schema/process/bounded";
import type { PlanQuestion } from "./messages";

interface Kept {
  /** as the thread wrote it */
  json: string;
  question: PlanQuestion;
  uses: number;
}

/** Characters of texts and of plans as JSON, which take as many bytes: more than ten thousand small plans. */
const KEPT_CHARACTERS = 16_000_000;
/** As many characters of plans are there as objects, together with all that was compiled of them: some twenty bytes for each.
 * The others are read again when somebody asks, which takes less than a millisecond. */
const READ_CHARACTERS = 1_000_000;

/** The plans of one supergraph. */
export class KeptPlans {
  readonly #kept = new Bounded<Kept>(KEPT_CHARACTERS);
  readonly #read = new Bounded<QueryPlan>(READ_CHARACTERS);

  get count(): number {
    return this.#kept.count;
  }

  find(key: string): QueryPlan | undefined {
    const kept = this.#kept.find(key);
    if (!kept) return undefined;
    kept.uses++;
    return this.#read.find(key) ?? this.#readAgain(key, kept);
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** @param json the plan, as the thread wrote it */
  keep(key: string, question: PlanQuestion, json: string): QueryPlan {
    const kept = { json, question, uses: 0 };
    this.#kept.keep(key, kept, sizeOf(kept));
    return this.#readAgain(key, kept);
  }

  mostUsed(count: number): PlanQuestion[] {
    const kept = this.#kept.all().sort((a, b) => b.uses - a.uses);
    return kept.slice(0, count).map(({ question }) => question);
  }

  #readAgain(key: string, kept: Kept): QueryPlan {
    const plan = JSON.parse(kept.json) as QueryPlan;
    this.#read.keep(key, plan, sizeOf(kept));
    return plan;
  }
}

function sizeOf({ json, question }: Kept): number {
  return json.length + question.text.length;
}
