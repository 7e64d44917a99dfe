import type { Gone } from "../../gone";
import type { TierAnswer } from "./response";

/** The time for an answer is over. */
export class AnswerLate extends Error {}

/** Nobody waits for the answer any more. */
export class AnswerUnwanted extends Error {}

/** One question, and what becomes of it. Its deadline is one timer, which also ends a question that has no connection yet. */
export class Exchange {
  #isOver = false;
  #resolve!: (answer: TierAnswer) => void;
  #reject!: (cause: Error) => void;
  readonly #deadline: NodeJS.Timeout;
  readonly #leave: (() => void) | undefined;
  /** what is to be done where it ends without its answer */
  #whenBroken: ((cause: Error) => void) | undefined;

  /** @throws AnswerLate, AnswerUnwanted, or what the connection broke with */
  readonly answer = new Promise<TierAnswer>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /** @param bytes head and body of the request
   * @param deadlineMs from now until the last byte of the answer */
  constructor(
    readonly bytes: Buffer,
    deadlineMs: number,
    private readonly gone?: Gone,
  ) {
    this.#deadline = setTimeout(() => this.breakOff(new AnswerLate()), deadlineMs);
    if (!gone) return;
    this.#leave = () => this.breakOff(new AnswerUnwanted());
    if (gone.aborted) this.#leave();
    else gone.addEventListener("abort", this.#leave);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whoever has it in hand from now on. */
  isWith(whenBroken: (cause: Error) => void): void {
    this.#whenBroken = whenBroken;
  }

  answered(answer: TierAnswer): void {
    if (this.#end()) this.#resolve(answer);
  }

  failed(cause: Error): void {
    if (this.#end()) this.#reject(cause);
  }

  /** Ends it where it has not ended yet: nobody waits for more of it. */
  breakOff(cause: Error): void {
    if (!this.#end()) return;
    this.#reject(cause);
    this.#whenBroken?.(cause);
  }

  /** @returns whether it had not ended before */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    if (this.#leave) this.gone?.removeEventListener("abort", this.#leave);
    return true;
  }
}
