/** From so many on who has nothing in hand is looked for. */
const LEAST = 64;

/** Finds by a key what somebody has in hand. Who has nothing is forgotten, but many at once and by a new Map: a Map out of which each is taken
 * keeps them all alive (see `line`). */
export class Roll<Key, Entry> {
  #entries = new Map<Key, Entry>();
  #forgetsAt = LEAST;

  /** @param isIdle whether somebody has nothing in hand, and nobody holds the entry any more */
  constructor(
    private readonly make: (key: Key) => Entry,
    private readonly isIdle: (entry: Entry) => boolean,
  ) {}

  find(key: Key): Entry | undefined {
    return this.#entries.get(key);
  }

  /** @returns the entry, which is made where there is none */
  of(key: Key): Entry {
    return this.#entries.get(key) ?? this.#make(key);
  }

  /** Who has something in hand. */
  all(): [Key, Entry][] {
    return [...this.#entries].filter(([, entry]) => !this.isIdle(entry));
  }

  #make(key: Key): Entry {
    if (this.#entries.size >= this.#forgetsAt) this.#forget();
    const made = this.make(key);
    this.#entries.set(key, made);
    return made;
  }

  #forget(): void {
    this.#entries = new Map(this.all());
    this.#forgetsAt = Math.max(LEAST, 2 * this.#entries.size);
  }
}
