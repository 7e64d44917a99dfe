import { pauseBefore } from "./patience";

/** What a region is called beside others of its province: without the province's name.
 * @param pathName 虚构省 示例甲市 示例天区 */
export function shortPath(pathName: string): string {
  const [province = "", ...below] = pathName.split(" ");
  return below.length > 0 ? below.join("") : province;
}

const MOST = 100;
const CODE = /^\d{2,12}$/;

interface Named {
  code: string;
  pathName: string;
}

/** Names by their codes, as they become known: what several parts of a page want to know is asked in one question, and what nobody could
 * say is asked again until somebody does. */
export class RegionNames {
  readonly #names = new Map<string, string>();
  /** wanted, and not told yet */
  readonly #open = new Set<string>();
  /** of these, what is asked for next */
  readonly #due = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #isAsked = false;
  #tries = 0;
  #stopWaiting = () => {};
  /** another one for each time that more is known */
  known: ReadonlyMap<string, string> = new Map();

  /** @param ask of each code, in their order: its region; null: there is none; undefined: nobody could say
   * @param wakeAfter so many milliseconds, unless it is told that nobody waits any more */
  constructor(
    private readonly ask: (codes: readonly string[]) => Promise<readonly (Named | null | undefined)[]>,
    private readonly wakeAfter = (ms: number, work: () => void): (() => void) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  ) {}

  /** @returns how to stop listening */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  want(codes: readonly string[]): void {
    for (const code of codes) {
      if (!CODE.test(code) || this.#names.has(code) || this.#open.has(code)) continue;
      this.#open.add(code);
      this.#due.add(code);
      this.#tries = 0;
    }
    this.#askSoon();
  }

  /** Something was told: what is not known is asked for once more now. */
  again(): void {
    if (!this.#isAsked) this.#askForAll();
  }

  /** The platform can be reached again. What is not known and still stands somewhere is wanted anew by whoever shows it. */
  back(): void {
    this.#tries = 0;
    if (this.#isAsked || this.#open.size === 0) return;
    this.#stopWaiting();
    this.#open.clear();
    this.#due.clear();
    this.#publish();
  }

  #askForAll(): void {
    for (const code of this.#open) this.#due.add(code);
    this.#askSoon();
  }

  #askSoon(): void {
    if (this.#due.size === 0 || this.#isAsked) return;
    this.#isAsked = true;
    this.#stopWaiting();
    // after everything that is shown now has said what it wants
    queueMicrotask(() => void this.#askNow());
  }

  async #askNow(): Promise<void> {
    const codes = [...this.#due].slice(0, MOST);
    for (const code of codes) this.#due.delete(code);
    const regions = await this.ask(codes);
    this.#isAsked = false;
    const told = codes.filter((code, place) => this.#take(code, regions[place]));
    if (told.length > 0) this.#publish();
    if (this.#due.size > 0) this.#askSoon();
    else if (this.#open.size > 0) this.#wait();
  }

  /** @returns whether somebody could say */
  #take(code: string, region: Named | null | undefined): boolean {
    if (region === undefined) return false;
    // of one that does not exist the code stays
    this.#names.set(code, region ? shortPath(region.pathName) : code);
    return this.#open.delete(code);
  }

  #publish(): void {
    if (this.#open.size === 0) this.#tries = 0;
    this.known = new Map(this.#names);
    for (const listener of this.#listeners) listener();
  }

  #wait(): void {
    const pause = pauseBefore(this.#tries);
    if (pause === undefined) return;
    this.#tries++;
    this.#stopWaiting = this.wakeAfter(pause, () => this.#askForAll());
  }
}
