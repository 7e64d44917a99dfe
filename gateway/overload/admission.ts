import { PlatformError } from "../errors";
import { FairQueue } from "./fairQueue";

export interface AdmissionSettings {
  /** operations that are carried out at once */
  concurrency: number;
  /** operations that wait for their turn */
  queue: number;
  /** how long one waits at most where the places are short, milliseconds */
  waitMs: number;
  /** the same, of one person; `waitMs`: for an own place */
  person: { concurrency: number; queue: number; waitMs: number };
}

/** JSON takes several times its size once it is read: this much stays within half a gigabyte. */
const MOST_BODY_BYTES = 96 * 1024 * 1024;

/** Keeps the gateway from taking on more than it can finish, and each person from taking what the others need. What is beyond
 * is refused early, while that still costs nearly nothing: late refusals are work for nobody. It counts what is in flight,
 * which follows both of the things that can be short: processor time of the gateway, and answers of the tiers. */
export class Admission {
  #arrived = 0;
  #bodyBytes = 0;
  readonly #ofPerson = new Map<string, number>();
  readonly #places: FairQueue;

  constructor(private readonly settings: AdmissionSettings) {
    this.#places = new FairQueue(settings.concurrency, settings.person.concurrency);
  }

  get running(): number {
    return this.#places.running;
  }

  get waiting(): number {
    return this.#places.waiting;
  }

  /** At the door, before token and body are read: to be told who somebody is takes its time too.
   * @param bytes of the body that is coming
   * @returns to be called when the request is over
   * @throws PlatformError OVERLOADED */
  arrive(bytes: number): () => void {
    const { concurrency, queue } = this.settings;
    if (this.#arrived >= concurrency + queue || this.#bodyBytes + bytes > MOST_BODY_BYTES) throw overloaded();
    this.#arrived++;
    this.#bodyBytes += bytes;
    return once(() => {
      this.#arrived--;
      this.#bodyBytes -= bytes;
    });
  }

  /** Once it is known who asks, slow bodies included.
   * @returns to be called when the request is over
   * @throws PlatformError OVERLOADED where the person has as many as may be carried out and wait */
  claim(person: string): () => void {
    const { concurrency, queue } = this.settings.person;
    const own = this.#ofPerson.get(person) ?? 0;
    if (own >= concurrency + queue) throw tooManyAtOnce();
    this.#ofPerson.set(person, own + 1);
    return once(() => this.#countDown(person));
  }

  /** Waits for its turn.
   * @param gone tells that nobody waits for the answer any more
   * @returns to be called when the operation is over
   * @throws PlatformError OVERLOADED */
  async enter(person: string, gone: AbortSignal): Promise<() => void> {
    const full = this.#places.isFull;
    const waitMs = full ? this.settings.waitMs : this.settings.person.waitMs;
    const entered = await this.#places.enter(person, waitMs, gone);
    if (!entered) throw full ? overloaded() : tooManyAtOnce();
    return once(() => this.#places.leave(person));
  }

  #countDown(person: string): void {
    const left = (this.#ofPerson.get(person) ?? 1) - 1;
    if (left > 0) this.#ofPerson.set(person, left);
    else this.#ofPerson.delete(person);
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

export function overloaded(): PlatformError {
  return refusal("系统繁忙，请稍后再试。The gateway is busy; try again in a moment.");
}

function tooManyAtOnce(): PlatformError {
  return refusal("您同时进行的请求过多，请稍后再试。Too many of your requests at once; wait for the answers of some.");
}

function refusal(message: string): PlatformError {
  return new PlatformError("OVERLOADED", message, { status: 503, headers: { "retry-after": "1" } });
}
