import { PlatformError } from "../errors";

export interface AdmissionSettings {
  /** operations that are carried out at once */
  concurrency: number;
  /** operations that wait for their turn */
  queue: number;
  /** how long one waits at most, milliseconds */
  waitMs: number;
}

/** JSON takes several times its size once it is read: this much stays within half a gigabyte. */
const MOST_BODY_BYTES = 96 * 1024 * 1024;

interface Waiting {
  start(): void;
}

/** Keeps the gateway from taking on more than it can finish. What is beyond is refused early, while that still costs nearly
 * nothing: late refusals are work for nobody. It counts what is in flight, which follows both of the things that can be
 * short: processor time of the gateway, and answers of the tiers. */
export class Admission {
  #arrived = 0;
  #running = 0;
  #bodyBytes = 0;
  readonly #waiting = new Set<Waiting>();
  readonly #ofPerson = new Map<string, number>();

  constructor(private readonly settings: AdmissionSettings) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
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

  /** Once it is known who asks: one person takes a quarter of the places, so that others find some.
   * @returns to be called when the request is over
   * @throws PlatformError LIMIT_EXCEEDED */
  claim(person: string): () => void {
    const own = this.#ofPerson.get(person) ?? 0;
    if (own >= Math.ceil(this.settings.concurrency / 4)) throw tooManyAtOnce();
    this.#ofPerson.set(person, own + 1);
    return once(() => this.#countDown(person));
  }

  /** Waits for its turn.
   * @param gone tells that nobody waits for the answer any more
   * @returns to be called when the operation is over
   * @throws PlatformError OVERLOADED */
  async enter(gone: AbortSignal): Promise<() => void> {
    if (this.#running < this.settings.concurrency) this.#running++;
    else await this.#turn(gone);
    return once(() => this.#leave());
  }

  /** Whoever leaves hands the place to the next, so that `running` stays. */
  #turn(gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        gone.removeEventListener("abort", giveUp);
        this.#waiting.delete(waiting);
      };
      const giveUp = () => {
        end();
        reject(overloaded());
      };
      const waiting: Waiting = {
        start() {
          end();
          resolve();
        },
      };
      const timer = setTimeout(giveUp, this.settings.waitMs);
      gone.addEventListener("abort", giveUp);
      this.#waiting.add(waiting);
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (next) next.start();
    else this.#running--;
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

function overloaded(): PlatformError {
  const message = "系统繁忙，请稍后再试。The gateway is busy; try again in a moment.";
  return new PlatformError("OVERLOADED", message, { status: 503, headers: { "retry-after": "1" } });
}

function tooManyAtOnce(): PlatformError {
  const message = "同时进行的请求过多，请稍后再试。Too many requests at once; wait for the answers of some.";
  return new PlatformError("LIMIT_EXCEEDED", message, { status: 429, headers: { "retry-after": "1" } });
}
