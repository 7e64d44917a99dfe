/** Remembers by key until the texts behind the entries have too many characters together; the longest unused goes first. */
export class BoundedTexts<Entry> {
  readonly #entries = new Map<string, { entry: Entry; characters: number }>();
  #characters = 0;

  constructor(private readonly mostCharacters: number) {}

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): Entry | undefined {
    const found = this.#entries.get(key);
    if (!found) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found.entry;
  }

  keep(key: string, entry: Entry, characters: number): void {
    this.#drop(key);
    if (characters > this.mostCharacters) return;
    this.#entries.set(key, { entry, characters });
    this.#characters += characters;
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= this.mostCharacters) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#characters -= this.#entries.get(key)?.characters ?? 0;
    this.#entries.delete(key);
  }
}
