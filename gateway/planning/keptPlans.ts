import type { QueryPlan } from "@apollo/query-planner";
import { Bounded } from "../../schema/process/bounded";
import type { PlanQuestion } from "./messages";
import { unpacked } from "./packed";

interface Kept {
  /** as the thread packed it */
  plan: string;
  question: PlanQuestion;
  uses: number;
}

/** More than ten thousand small plans, or nine thousand that ask a tier for a list. */
const KEPT_BYTES = 10_000_000;
/** What an entry takes besides its text and its plan: its hash, its key, its place among the others. */
const ENTRY_BYTES = 400;
/** V8 has two bytes for each character of a text, once one of them needs two. */
const WIDE = /[^\0-\xff]/;
/** As many characters of texts and of plans as JSON are there as objects, together with all that was compiled of them: some twenty bytes for each.
 * The others are read again when somebody asks, which takes less than a millisecond. */
const READ_CHARACTERS = 1_000_000;
/** What a small one counts as, so that they are four hundred at most, and a site has as many: each full collection goes through hundreds of
 * objects of each. */
const LEAST_READ_CHARACTERS = 2_500;

/** The plans of one supergraph. */
export class KeptPlans {
  readonly #kept = new Bounded<Kept>(KEPT_BYTES);
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

  /** @param plan as the thread packed it */
  keep(key: string, question: PlanQuestion, plan: string): QueryPlan {
    const kept = { plan, question, uses: 0 };
    this.#kept.keep(key, kept, plan.length + bytesOf(question.text) + ENTRY_BYTES);
    return this.#readAgain(key, kept);
  }

  mostUsed(count: number): PlanQuestion[] {
    const kept = this.#kept.all().sort((a, b) => b.uses - a.uses);
    return kept.slice(0, count).map(({ question }) => question);
  }

  #readAgain(key: string, kept: Kept): QueryPlan {
    const json = unpacked(kept.plan);
    const plan = JSON.parse(json) as QueryPlan;
    this.#read.keep(key, plan, Math.max(LEAST_READ_CHARACTERS, json.length + kept.question.text.length));
    return plan;
  }
}

function bytesOf(text: string): number {
  return WIDE.test(text) ? 2 * text.length : text.length;
}
