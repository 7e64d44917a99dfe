import type { Gone } from "../gone";

/** What one person may do in a second, measured over ten. */
export interface RatesPerSecond {
  requests: number;
  /** texts of a shape that the process does not know yet: each is parsed, validated and planned */
  newTexts: number;
  /** values in the largest answers that the page sizes allow */
  cost: number;
}
export type Rated = keyof RatesPerSecond;

/** IN: the operation has a place, which is to be left. BUSY: nobody gets one. TOO_MANY: the person has as many as one may. */
export type Entry = "IN" | "BUSY" | "TOO_MANY";

export interface PeopleSettings {
  rates: RatesPerSecond;
  /** operations that are carried out at once */
  concurrency: number;
  /** how long one waits at most where the places are short, milliseconds */
  waitMs: number;
  /** of one person: carried out at once, waiting besides; `waitMs`: for an own place */
  person: { concurrency: number; queue: number; waitMs: number };
}

/** What is counted of each person, whichever process of the gateway serves them. */
export interface People {
  /** @returns 0, or after how many seconds to ask again */
  spend(rated: Rated, person: string, points: number): Promise<number>;
  /** Takes one more request of a person into hand.
   * @returns whether there is room for it; it is to be let go then */
  claim(person: string): Promise<boolean>;
  letGo(person: string): void;
  /** Waits for a place to carry an operation out.
   * @param gone tells that nobody waits for the answer any more */
  enter(person: string, gone: Gone): Promise<Entry>;
  leave(person: string): void;
  /** of this process */
  readonly running: number;
  readonly waiting: number;
}
