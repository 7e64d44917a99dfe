import { Tally } from "../../schema/process/tally";
import { PlatformError } from "../errors";
import type { Gone } from "../gone";
import type { People, PeopleSettings } from "../people";
import { Places } from "./places";

export interface AdmissionSettings extends Omit<PeopleSettings, "rates"> {
  /** operations that wait for their turn */
  queue: number;
}

/** JSON takes several times its size once it is read: this much stays within half a gigabyte. */
const MOST_BODY_BYTES = 96 * 1024 * 1024;

export interface Openings {
  /** whether nobody at all would be let in */
  readonly none: boolean;
  /** @param caller undefined: somebody who has nothing in hand
   * @returns whether one more would be let in */
  take(caller: string | undefined): boolean;
}

/** Keeps the gateway from taking on more than it can finish, and each person from taking what the others need. What is beyond
 * is refused early, while that still costs nearly nothing: late refusals are work for nobody. It counts what is in flight,
 * which follows both of the things that can be short: processor time of the gateway, and answers of the tiers. */
export class Admission {
  readonly #places: Places;
  readonly #few: number;
  readonly #share: number;
  readonly #inHand = new Tally();
  #arrived = 0;
  #bodyBytes = 0;

  constructor(
    { concurrency, queue, person }: Pick<AdmissionSettings, "concurrency" | "queue" | "person">,
    private readonly people: People,
  ) {
    this.#places = new Places(concurrency + queue);
    this.#few = Math.ceil(person.concurrency / 2);
    this.#share = person.concurrency + person.queue;
  }

  /** How many more requests may arrive. */
  get room(): number {
    return this.#places.count - this.#arrived;
  }

  /** Nobody has more in hand than may be carried out for one person and wait. The last half is left to those who have few in hand, and of
   * that one half to those who have nothing: some who fill the rest do not keep the others out.
   * @param bytes of the body that is coming
   * @param caller a word that stands for who asks, before anybody has looked whether it is true
   * @returns whether one more request may arrive */
  hasRoom(bytes: number, caller: string): boolean {
    return this.#bodyBytes + bytes <= MOST_BODY_BYTES && this.#mayArrive(caller, 0, 0);
  }

  /** Whether somebody has as many in hand as may be carried out for one person and wait. */
  hasShare(caller: string): boolean {
    return this.#inHand.of(caller) >= this.#share;
  }

  /** The places that are free now, to be given away one by one before anybody comes for them. */
  openings(): Openings {
    const taken = new Map<string, number>();
    let all = 0;
    const room = () => this.room - all;
    return {
      get none() {
        return room() <= 0;
      },
      take: (caller) => {
        const ofCaller = caller === undefined ? 0 : (taken.get(caller) ?? 0);
        if (!this.#mayArrive(caller, all, ofCaller)) return false;
        all++;
        if (caller !== undefined) taken.set(caller, ofCaller + 1);
        return true;
      },
    };
  }

  #mayArrive(caller: string | undefined, taken: number, takenByCaller: number): boolean {
    const room = this.room - taken;
    if (room <= 0) return false;
    const left = room / this.#places.count;
    const inHand = caller === undefined ? 0 : this.#inHand.of(caller);
    const most = left > 1 / 2 ? this.#share : left > 1 / 4 ? this.#few : 1;
    return inHand + takenByCaller < most;
  }

  /** At the door, before token and body are read: to be told who somebody is takes its time too.
   * @returns to be called when the request is over
   * @throws PlatformError OVERLOADED */
  arrive(bytes: number, caller: string): () => void {
    if (!this.hasRoom(bytes, caller)) throw overloaded();
    this.#count(caller, bytes, 1);
    return once(() => this.#count(caller, bytes, -1));
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
  async enter(person: string, gone: Gone): Promise<() => void> {
    const entry = await this.people.enter(person, gone);
    if (entry !== "IN") throw entry === "BUSY" ? overloaded() : tooManyAtOnce();
    return once(() => this.people.leave(person));
  }

  /** @param ms that gateway and tiers took for a request
   * @param outcome WHOLE: it got all that it asked for; NOBODY: no tier said in time who asked */
  over(ms: number, outcome: "WHOLE" | "NOBODY"): void {
    if (outcome === "WHOLE") this.#places.answered(ms);
    else this.#places.lost(ms);
  }

  #count(caller: string, bytes: number, by: 1 | -1): void {
    this.#arrived += by;
    this.#bodyBytes += by * bytes;
    if (by > 0) this.#inHand.up(caller);
    else this.#inHand.down(caller);
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

export function tooManyAtOnce(): PlatformError {
  return refusal("您同时进行的请求过多，请稍后再试。Too many of your requests at once; wait for the answers of some.");
}

function refusal(message: string): PlatformError {
  return new PlatformError("OVERLOADED", message, { status: 503, headers: { "retry-after": "1" } });
}
