/** Of what stands in a line. */
export interface InLine<Item> {
  before: Item | undefined;
  after: Item | undefined;
}

/** What stands one behind another, and leaves from wherever it stands. Not a Set, where many come and go: V8 makes a new table of a Set or Map
 * after some that were taken out, and leaves in the old one what stood there and the way to the new one. Once one of these tables is old, as
 * what is in use at a full collection is, the collector of what is young keeps each that came after it, with all that ever stood in it, until
 * the next full collection. Who has left a line knows nobody in it. */
export class Line<Item extends InLine<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;

  get first(): Item | undefined {
    return this.#first;
  }

  get last(): Item | undefined {
    return this.#last;
  }

  all(): Item[] {
    const items: Item[] = [];
    for (let item = this.#first; item; item = item.after) items.push(item);
    return items;
  }

  has(item: Item): boolean {
    return item === this.#first || item.before !== undefined;
  }

  /** Stands last, unless it stands in the line already. */
  join(item: Item): void {
    if (this.has(item)) return;
    item.before = this.#last;
    if (this.#last) this.#last.after = item;
    else this.#first = item;
    this.#last = item;
  }

  leave(item: Item): void {
    if (!this.has(item)) return;
    const { before, after } = item;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
    item.before = undefined;
    item.after = undefined;
  }

  clear(): void {
    for (const item of this.all()) {
      item.before = undefined;
      item.after = undefined;
    }
    this.#first = undefined;
    this.#last = undefined;
  }
}
