import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { Tally } from "../../schema/process/tally";
import type { Gone } from "../gone";
import type { Entry, People, PeopleSettings, Rated } from ".";
import { FairQueue } from "./fairQueue";

const WINDOW_SECONDS = 10;

/** Counts in the memory of this process. */
export class LocalPeople implements People {
  readonly #inHand = new Tally();
  readonly #places: FairQueue;
  readonly #rates: Record<Rated, RateLimiterMemory>;

  constructor(private readonly settings: PeopleSettings) {
    this.#places = new FairQueue(settings.concurrency, settings.person.concurrency);
    const limiter = (perSecond: number) =>
      new RateLimiterMemory({ points: perSecond * WINDOW_SECONDS, duration: WINDOW_SECONDS });
    const { requests, newTexts, cost } = settings.rates;
    this.#rates = { requests: limiter(requests), newTexts: limiter(newTexts), cost: limiter(cost) };
  }

  get running(): number {
    return this.#places.running;
  }

  get waiting(): number {
    return this.#places.waiting;
  }

  async spend(rated: Rated, person: string, points: number): Promise<number> {
    try {
      await this.#rates[rated].consume(person, points);
      return 0;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      return Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
    }
  }

  async claim(person: string): Promise<boolean> {
    const { concurrency, queue } = this.settings.person;
    if (this.#inHand.of(person) >= concurrency + queue) return false;
    this.#inHand.up(person);
    return true;
  }

  letGo(person: string): void {
    this.#inHand.down(person);
  }

  async enter(person: string, gone: Gone): Promise<Entry> {
    const full = this.#places.isFull;
    const waitMs = full ? this.settings.waitMs : this.settings.person.waitMs;
    if (await this.#places.enter(person, waitMs, gone)) return "IN";
    return full ? "BUSY" : "TOO_MANY";
  }

  leave(person: string): void {
    this.#places.leave(person);
  }
}
