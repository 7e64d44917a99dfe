import type { QueryPlan } from "@apollo/query-planner";
import type { Logger } from "pino";
import { defect } from "../errors";
import { type Gone, NOBODY_LEAVES } from "../gone";
import { overloaded } from "../overload/admission";
import { FairQueue } from "../people/fairQueue";
import { notOfThisSchema, tooLongToPlan } from "./faults";
import { KeptPlans } from "./keptPlans";
import { keyOf, type PlanQuestion } from "./messages";
import { PlannerThread, THREAD, ThreadEnded } from "./plannerThread";

/** On whose behalf something is planned. */
export interface Planner {
  person: string;
  requestId: string;
  /** tells that nobody waits for the plan any more */
  gone?: Gone;
}

/** A supergraph that was tried out, with plans of what will be asked first. */
interface Successor {
  supergraphSdl: string;
  subgraphs: string[];
  thread: PlannerThread;
  plans: KeptPlans;
}

export interface PlanningOptions {
  log: Logger;
  metrics: { planned(fromCache: boolean): void; plannerEnded(): void };
  thread?: typeof THREAD;
  /** how long one waits at most for its turn, milliseconds */
  waitMs?: number;
  /** how many wait at most, of all people together */
  mostWaiting?: number;
}

/** Plans taken over into a new supergraph, besides those of the saved operations. */
const MOST_USED = 100;
/** For so long nobody tries again what ended the thread. */
const UNPLANNABLE_MS = 60_000;
const MOST_UNPLANNABLE = 100;

/** Plans operations in a thread beside this one, one at a time, and people take turns; what was planned is kept here. */
export class Planning {
  #supergraphSdl = "";
  #thread: Promise<PlannerThread> | undefined;
  #plans = new KeptPlans();
  #closed = false;
  readonly #unplannable = new Map<string, number>();
  readonly #turns = new FairQueue(1, 1);
  readonly #trials = new Set<PlannerThread>();

  constructor(private readonly options: PlanningOptions) {}

  get count(): number {
    return this.#plans.count;
  }

  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Takes up the first supergraph. Its thread starts with the first question: a start has better things to do. */
  begin(supergraphSdl: string): void {
    this.#supergraphSdl = supergraphSdl;
  }

  /** @throws PlatformError OVERLOADED where too many wait, LIMIT_EXCEEDED or INTERNAL_SERVER_ERROR where it cannot be planned */
  async planOf(question: PlanQuestion, planner: Planner): Promise<QueryPlan> {
    const key = keyOf(question);
    const known = this.#plans.find(key);
    this.options.metrics.planned(known !== undefined);
    return known ?? this.#planInTurn(key, question, planner);
  }

  /** Plans ahead what is not known yet, one by one between everybody's own questions. */
  async warm(questions: readonly PlanQuestion[]): Promise<void> {
    for (const question of questions) {
      const key = keyOf(question);
      if (this.#closed) return;
      if (this.#plans.has(key)) continue;
      await this.#planInTurn(key, question, { person: "", requestId: "warm-up" }).catch((error: unknown) => {
        if (!this.#closed) this.options.log.warn({ err: error }, "an operation could not be planned ahead");
      });
    }
  }

  /** Tries a supergraph out beside the one that serves, and plans what will be asked first.
   * @param saved its saved operations
   * @throws where it does not hold */
  async tryOut(supergraphSdl: string, saved: readonly PlanQuestion[]): Promise<Successor> {
    const { thread, subgraphs } = await this.#start(supergraphSdl, true);
    if (this.#closed) thread.stop();
    this.#trials.add(thread);
    try {
      const plans = await planAll(thread, [...saved, ...this.#plans.mostUsed(MOST_USED)]);
      return { supergraphSdl, subgraphs, thread, plans };
    } finally {
      this.#trials.delete(thread);
    }
  }

  /** At the moment at which the new supergraph begins to serve. */
  takeOver({ supergraphSdl, thread, plans }: Successor): void {
    void this.#thread?.then(
      (old) => old.stop(),
      () => {}, // it never came up
    );
    this.#supergraphSdl = supergraphSdl;
    this.#thread = Promise.resolve(thread);
    this.#plans = plans;
    this.#unplannable.clear();
  }

  close(): void {
    this.#closed = true;
    for (const thread of this.#trials) thread.stop();
    void this.#thread?.then(
      (thread) => thread.stop(),
      () => {}, // it never came up
    );
  }

  async #planInTurn(key: string, question: PlanQuestion, planner: Planner): Promise<QueryPlan> {
    if ((this.#unplannable.get(key) ?? 0) > performance.now()) throw tooLongToPlan();
    const { waitMs = 10_000, mostWaiting = 64 } = this.options;
    if (this.#turns.waiting >= mostWaiting) throw overloaded();
    if (!(await this.#turns.enter(planner.person, waitMs, planner.gone ?? NOBODY_LEAVES))) throw overloaded();
    try {
      return await this.#plan(key, question, planner);
    } finally {
      this.#turns.leave(planner.person);
    }
  }

  async #plan(key: string, question: PlanQuestion, planner: Planner): Promise<QueryPlan> {
    for (;;) {
      // Whoever waited in front may have asked the same, and a new supergraph may have come meanwhile.
      const plans = this.#plans;
      const known = plans.find(key);
      if (known) return known;
      const answer = await this.#ask(question).catch((error: unknown) => {
        if (this.#plans !== plans) return undefined;
        throw this.#faultOf(error, key, planner);
      });
      if (this.#plans !== plans || !answer) continue;
      if ("plan" in answer) return plans.keep(key, question, answer.plan);
      if ("unfit" in answer) throw notOfThisSchema();
      this.options.log.error(
        { requestId: planner.requestId, planner: answer.defect },
        "an operation cannot be planned",
      );
      throw defect(planner.requestId);
    }
  }

  async #ask(question: PlanQuestion) {
    if (this.#closed) throw new ThreadEnded("STOPPED");
    this.#thread ??= this.#start(this.#supergraphSdl, false).then(({ thread }) => thread);
    const asked = this.#thread;
    try {
      return await (await asked).plan(question);
    } catch (error) {
      // The next question finds a new one.
      if (this.#thread === asked) this.#thread = undefined;
      throw error;
    }
  }

  #faultOf(error: unknown, key: string, { requestId }: Planner): unknown {
    if (!(error instanceof ThreadEnded)) return error;
    this.options.metrics.plannerEnded();
    this.options.log.error(
      { requestId, planner: error.message },
      "the planner's thread ended; the next question gets another",
    );
    if (error.end === "STOPPED") return overloaded();
    this.#unplannable.set(key, performance.now() + UNPLANNABLE_MS);
    const [oldest] = this.#unplannable.keys();
    if (this.#unplannable.size > MOST_UNPLANNABLE && oldest) this.#unplannable.delete(oldest);
    return error.end === "LATE" ? tooLongToPlan() : defect(requestId);
  }

  #start(supergraphSdl: string, validate: boolean) {
    return PlannerThread.start({ supergraphSdl, validate }, this.options.thread);
  }
}

/** What a new supergraph does not offer any more is told to whoever asks for it. */
async function planAll(thread: PlannerThread, questions: readonly PlanQuestion[]): Promise<KeptPlans> {
  const plans = new KeptPlans();
  for (const question of questions) {
    const key = keyOf(question);
    if (plans.has(key)) continue;
    const answer = await thread.plan(question);
    if ("plan" in answer) plans.keep(key, question, answer.plan);
  }
  return plans;
}
