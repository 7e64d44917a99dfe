/** Remembers by key until its entries are too large together; the longest unused goes first. */
export class Bounded<Entry> {
  readonly #entries = new Map<string, { entry: Entry; size: number }>();
  #size = 0;

  constructor(private readonly mostSize: number) {}

  get count(): number {
    return this.#entries.size;
  }

  /** What is remembered, the longest unused first. */
  *all(): Iterable<Entry> {
    for (const { entry } of this.#entries.values()) yield entry;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  find(key: string): Entry | undefined {
    const found = this.#entries.get(key);
    if (!found) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found.entry;
  }

  keep(key: string, entry: Entry, size: number): void {
    this.drop(key);
    if (size > this.mostSize) return;
    this.#entries.set(key, { entry, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.mostSize) break;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}
