import type { Dispatcher } from "undici";
import type { Gone } from "../gone";

/** The time for an answer is over. */
export class AnswerLate extends Error {}

/** Nobody waits for the answer any more. */
export class AnswerUnwanted extends Error {}

export class TierAnswer {
  constructor(
    readonly status: number,
    readonly body: Buffer,
  ) {}

  get text(): string {
    return this.body.toString();
  }
}

const NOTHING = Buffer.alloc(0);

/** One question over a pool, answered with all of the bytes. What the library offers for this makes a stream, a promise for its text and a
 * signal for each question; here the deadline is one timer, which also ends a question that has no connection yet. These are the library's
 * older names for a handler: with the newer ones it makes texts of all headers of an answer, at which nobody looks here. */
export class Exchange implements Dispatcher.DispatchHandler {
  #abort: ((cause: Error) => void) | undefined;
  #status = 0;
  readonly #pieces: Buffer[] = [];
  #over: Error | "ANSWERED" | undefined;
  #resolve!: (answer: TierAnswer) => void;
  #reject!: (cause: Error) => void;
  readonly #deadline: NodeJS.Timeout;
  readonly #leave: (() => void) | undefined;

  /** @throws AnswerLate, AnswerUnwanted, or what the connection broke with */
  readonly answer = new Promise<TierAnswer>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /** @param deadlineMs from now until the last byte of the answer */
  constructor(
    deadlineMs: number,
    private readonly gone?: Gone,
  ) {
    this.#deadline = setTimeout(() => this.breakOff(new AnswerLate()), deadlineMs);
    if (!gone) return;
    this.#leave = () => this.breakOff(new AnswerUnwanted());
    if (gone.aborted) this.#leave();
    else gone.addEventListener("abort", this.#leave);
  }

  /** @throws where it is over before it began. To abort it would end the connection as well, on which nothing of it is: a pool of which many
   * that waited are over would connect anew for each of them, and serve those that are not over as much later. */
  onConnect(abort: (cause?: Error) => void): void {
    if (this.#over instanceof Error) throw this.#over;
    this.#abort = abort;
  }

  onHeaders(status: number): boolean {
    this.#status = status;
    return true;
  }

  onData(piece: Buffer): boolean {
    this.#pieces.push(piece);
    return true;
  }

  onComplete(): void {
    if (!this.#end("ANSWERED")) return;
    const [only = NOTHING] = this.#pieces;
    this.#resolve(new TierAnswer(this.#status, this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : only));
  }

  onError(cause: Error): void {
    if (this.#end(cause)) this.#reject(cause);
  }

  /** Ends it where it has not ended yet: nobody waits for more of it. */
  breakOff(cause: Error): void {
    if (!this.#end(cause)) return;
    this.#reject(cause);
    this.#abort?.(cause);
  }

  /** @returns whether it had not ended before */
  #end(over: Error | "ANSWERED"): boolean {
    if (this.#over) return false;
    this.#over = over;
    clearTimeout(this.#deadline);
    if (this.#leave) this.gone?.removeEventListener("abort", this.#leave);
    return true;
  }
}
