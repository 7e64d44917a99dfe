/** Whoever waited for a place is gone: nothing was done. */
export class NobodyWaits extends Error {}

/** Lets so many through at once; the others wait in the order in which they came. Whoever is gone by its turn takes none: a tier that is
 * slower than it is asked would else do nothing but work for nobody, while each is asked for again. */
export class Sluice {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** @throws NobodyWaits, and what `work` throws */
  async through<Outcome>(work: () => Promise<Outcome>, gone: AbortSignal): Promise<Outcome> {
    if (this.#inside >= this.most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside++;
    try {
      if (gone.aborted) throw new NobodyWaits();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // whoever goes hands the place on
      if (next) next();
      else this.#inside--;
    }
  }
}
