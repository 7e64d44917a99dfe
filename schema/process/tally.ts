import { Roll } from "./roll";

/** How many somebody has in hand, by name. */
export class Tally {
  readonly #counts = new Roll<string, { count: number }>(
    () => ({ count: 0 }),
    ({ count }) => count === 0,
  );

  of(name: string): number {
    return this.#counts.find(name)?.count ?? 0;
  }

  /** Those who have some. */
  all(): [name: string, count: number][] {
    return this.#counts.all().map(([name, { count }]) => [name, count]);
  }

  up(name: string): void {
    this.#counts.of(name).count++;
  }

  /** @returns whether there was one to give back */
  down(name: string): boolean {
    const known = this.#counts.find(name);
    if (!known || known.count === 0) return false;
    known.count--;
    return true;
  }
}
