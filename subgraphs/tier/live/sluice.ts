/** Lets so many through at once; the others wait in the order in which they came. */
export class Sluice {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async through<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#inside >= this.most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // whoever goes hands the place on
      if (next) next();
      else this.#inside--;
    }
  }
}
