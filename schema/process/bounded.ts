import { type InLine, Line } from "./line";

interface Kept<Entry> extends InLine<Kept<Entry>> {
  key: string;
  entry: Entry;
  size: number;
}

/** Remembers by key until its entries are too large together; the longest unused goes first. They stand in a line, and not in the order of
 * a Map: in that, whoever is used would be taken out and put in again, and what was taken out stays in the chain of its hash until the Map is built
 * anew. With thousands of entries each look went through thousands of such places: 6 to 11 µs. */
export class Bounded<Entry> {
  readonly #kept = new Map<string, Kept<Entry>>();
  /** the longest unused first */
  readonly #line = new Line<Kept<Entry>>();
  #size = 0;

  constructor(private readonly mostSize: number) {}

  get count(): number {
    return this.#kept.size;
  }

  /** What is remembered, the longest unused first. */
  all(): Entry[] {
    return this.#line.all().map(({ entry }) => entry);
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  find(key: string): Entry | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    if (found !== this.#line.last) {
      this.#line.leave(found);
      this.#line.join(found);
    }
    return found.entry;
  }

  keep(key: string, entry: Entry, size: number): void {
    this.drop(key);
    if (size > this.mostSize) return;
    const kept: Kept<Entry> = { key, entry, size, before: undefined, after: undefined };
    this.#kept.set(key, kept);
    this.#line.join(kept);
    this.#size += size;
    for (let oldest = this.#line.first; oldest && this.#size > this.mostSize; oldest = this.#line.first)
      this.drop(oldest.key);
  }

  drop(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#line.leave(kept);
    this.#size -= kept.size;
  }

  clear(): void {
    this.#kept.clear();
    this.#line.clear();
    this.#size = 0;
  }
}
