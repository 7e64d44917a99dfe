import { PlatformError } from "../errors";
import type { People, PeopleSettings } from "../people";

export interface AdmissionSettings extends Omit<PeopleSettings, "rates"> {
  /** operations that wait for their turn */
  queue: number;
}

/** JSON takes several times its size once it is read: this much stays within half a gigabyte. */
const MOST_BODY_BYTES = 96 * 1024 * 1024;

/** Keeps the gateway from taking on more than it can finish, and each person from taking what the others need. What is beyond
 * is refused early, while that still costs nearly nothing: late refusals are work for nobody. It counts what is in flight,
 * which follows both of the things that can be short: processor time of the gateway, and answers of the tiers. */
export class Admission {
  #arrived = 0;
  #bodyBytes = 0;

  constructor(
    private readonly settings: Pick<AdmissionSettings, "concurrency" | "queue">,
    private readonly people: People,
  ) {}

  /** @param bytes of the body that is coming
   * @returns whether one more request may arrive */
  hasRoom(bytes: number): boolean {
    const { concurrency, queue } = this.settings;
    return this.#arrived < concurrency + queue && this.#bodyBytes + bytes <= MOST_BODY_BYTES;
  }

  /** At the door, before token and body are read: to be told who somebody is takes its time too.
   * @returns to be called when the request is over
   * @throws PlatformError OVERLOADED */
  arrive(bytes: number): () => void {
    if (!this.hasRoom(bytes)) throw overloaded();
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
  async claim(person: string): Promise<() => void> {
    if (!(await this.people.claim(person))) throw tooManyAtOnce();
    return once(() => this.people.letGo(person));
  }

  /** Waits for its turn.
   * @param gone tells that nobody waits for the answer any more
   * @returns to be called when the operation is over
   * @throws PlatformError OVERLOADED */
  async enter(person: string, gone: AbortSignal): Promise<() => void> {
    const entry = await this.people.enter(person, gone);
    if (entry !== "IN") throw entry === "BUSY" ? overloaded() : tooManyAtOnce();
    return once(() => this.people.leave(person));
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
