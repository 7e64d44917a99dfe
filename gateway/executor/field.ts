import { CELL, MISSING, type Store, type Value } from "./store";

const { LINKS, HEAD } = CELL;

/** Of a layout that has no such field. */
const NOWHERE = 0;

/** Looks one field of objects up, whichever fetch has brought it. Where it is in a layout is found once for a plan. */
export class Field {
  /** by the number of a layout: how far behind the beginning of an object it stands */
  readonly #offsets: number[] = [];

  constructor(readonly name: string) {}

  /** @param row an object */
  of(row: number, store: Store): Value {
    const { cells } = store;
    for (let link = cells[row + LINKS] as number; link !== 0; link = cells[link + 1] as number) {
      const value = this.#in(cells[link] as number, store);
      if (value !== MISSING) return value;
    }
    return this.#in(row, store);
  }

  #in(part: number, store: Store): Value {
    const { cells } = store;
    const layout = cells[part] as number;
    const offset = this.#offsets[layout] ?? this.#find(layout, store);
    return offset === NOWHERE ? MISSING : (cells[part + offset] as number);
  }

  #find(layout: number, { layouts }: Store): number {
    const slot = layouts[layout]?.slotOf(this.name) ?? -1;
    const offset = slot < 0 ? NOWHERE : HEAD + slot;
    this.#offsets[layout] = offset;
    return offset;
  }
}
