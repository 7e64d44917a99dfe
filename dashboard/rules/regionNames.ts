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

/** Names by their codes, as they become known: what several parts of a page want to know is asked in one question. */
export class RegionNames {
  readonly #names = new Map<string, string>();
  readonly #wanted = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #isAsked = false;
  /** another one for each time that more is known */
  known: ReadonlyMap<string, string> = new Map();

  /** @param ask nothing where nobody answers: whoever wants it again then asks again */
  constructor(private readonly ask: (codes: readonly string[]) => Promise<readonly (Named | null)[] | undefined>) {}

  /** @returns how to stop listening */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  want(codes: readonly string[]): void {
    for (const code of codes) if (CODE.test(code) && !this.#names.has(code)) this.#wanted.add(code);
    if (this.#wanted.size === 0 || this.#isAsked) return;
    this.#isAsked = true;
    // after everything that is shown now has said what it wants
    queueMicrotask(() => void this.#askNow());
  }

  async #askNow(): Promise<void> {
    const codes = [...this.#wanted].slice(0, MOST);
    for (const code of codes) this.#wanted.delete(code);
    const regions = await this.ask(codes);
    this.#isAsked = false;
    if (!regions) return;
    // of one that does not exist the code stays
    for (const code of codes) this.#names.set(code, code);
    for (const region of regions) if (region) this.#names.set(region.code, shortPath(region.pathName));
    this.known = new Map(this.#names);
    for (const listener of this.#listeners) listener();
    this.want([]);
  }
}
