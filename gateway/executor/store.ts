import { Bytes, bytesOf } from "./bytes";
import { endOfValue } from "./json";
import type { Layout } from "./layouts";
import { UNNAMED } from "./types";

/** What was found for a field: MISSING, NULL, or else what is positive is where the JSON of a value stands in the bytes, and what is
 * negative is an object or a list, whose cells begin at as much. */
export type Value = number;

export const MISSING = 0;
export const NULL = 1;

/** Of an object: the number of its layout, the first of its links, the number of its type, a value for each name of the layout, and one
 * that nobody has asked for. */
export const CELL = { LINKS: 1, TYPE: 2, HEAD: 3 };
const { LINKS, TYPE, HEAD } = CELL;
/** In the place of a layout: a list, of so many values as the next cell says, which follow. */
const LIST = -1;
/** Of a link: an object, whose fields are this one's too, the next link, and the object that it came as, of which the first may be a copy. */
const LINK_CELLS = 3;
/** Nothing begins at 0, which is what is missing and the end of links. */
const FIRST_CELL = 1;
const [NULL_JSON, END] = [bytesOf(" null,"), new Uint8Array(1)];

/** Most runs need no more. */
const FIRST_CELLS = 8 * 1024;
/** What is kept for the next runs; what a huge one needed is let go. */
const [MOST_SPARE, MOST_KEPT_CELLS] = [32, 64 * 1024];

const spare: Int32Array[] = [];
const NOTHING = new Int32Array(0);

/** All that subgraphs say in one carrying out of a plan, without an object of JavaScript for any of it: their answers as they came, and
 * numbers that say where in them what stands. Most values only pass through: the answer is written behind these bytes, and copies them. */
export class Store {
  cells = spare.pop() ?? new Int32Array(FIRST_CELLS);
  readonly written = Bytes.begin();
  #usedCells = FIRST_CELL;

  /** @param layouts of the plan */
  constructor(readonly layouts: readonly Layout[]) {
    this.written.put(NULL_JSON);
  }

  get bytes(): Buffer {
    return this.written.buffer;
  }

  /** Nobody may look here any more, and who does it all the same finds nothing: the memory is another's by then. */
  drop(): void {
    const { cells } = this;
    this.written.drop();
    this.cells = NOTHING;
    if (cells.length > 0 && cells.length <= MOST_KEPT_CELLS && spare.length < MOST_SPARE) spare.push(cells);
  }

  /** Takes an answer.
   * @returns where it begins; behind it is a zero, at which every reader stops */
  take(source: Buffer, from: number, end: number): number {
    const { written } = this;
    const { at } = written;
    written.copy(source, from, end);
    written.put(END);
    return at;
  }

  /** @returns an object of which nothing is said yet */
  object({ number, names }: Layout): number {
    const row = this.#reserve(HEAD + names.length + 1);
    const { cells } = this;
    cells[row] = number;
    cells[row + LINKS] = 0;
    cells[row + TYPE] = UNNAMED;
    for (let at = row + HEAD; at < row + HEAD + names.length; at++) cells[at] = MISSING;
    return row;
  }

  /** @param values the last of them, as many as the list has, belong to it */
  list(values: readonly number[], count: number, end: number): Value {
    const list = this.#reserve(2 + count);
    const { cells } = this;
    cells[list] = LIST;
    cells[list + 1] = count;
    for (let index = 0; index < count; index++) cells[list + 2 + index] = values[end - count + index] as number;
    return -list;
  }

  /** The fields of another object are also this one's, and looked at before those that it had.
   * @param origin of which the other may be a copy */
  link(row: number, part: number, origin: number): void {
    const link = this.#reserve(LINK_CELLS);
    const { cells } = this;
    cells[link] = part;
    cells[link + 1] = cells[row + LINKS] as number;
    cells[link + 2] = origin;
    cells[row + LINKS] = link;
  }

  /** Whether an object was the last that was linked, or what that is a copy of. */
  isLinkedLast(row: number, origin: number): boolean {
    const link = this.cells[row + LINKS] as number;
    return link !== 0 && this.cells[link + 2] === origin;
  }

  /** @returns another object with the same fields, without what was linked to it */
  copyOf(row: number): number {
    const length = HEAD + this.layoutOf(row).names.length;
    const copy = this.#reserve(length);
    this.cells.copyWithin(copy, row, row + length);
    this.cells[copy + LINKS] = 0;
    return copy;
  }

  layoutOf(row: number): Layout {
    return this.layouts[this.cells[row] as number] as Layout;
  }

  isObject(value: Value): boolean {
    return value < 0 && this.cells[-value] !== LIST;
  }

  isList(value: Value): boolean {
    return value < 0 && this.cells[-value] === LIST;
  }

  /** @param list a list */
  lengthOf(list: Value): number {
    return this.cells[1 - list] as number;
  }

  elementOf(list: Value, index: number): Value {
    return this.cells[2 - list + index] as number;
  }

  setElement(list: Value, index: number, value: Value): void {
    this.cells[2 - list + index] = value;
  }

  /** @param value of which no fields are known
   * @returns JSON */
  jsonOf(value: Value): string {
    if (value > 0) return this.bytes.toString("utf8", value, endOfValue(this.bytes, value));
    const elements = Array.from({ length: this.lengthOf(value) }, (_, index) => this.elementOf(value, index));
    return `[${elements.map((element) => this.jsonOf(element)).join()}]`;
  }

  typeOf(row: number): number {
    return this.cells[row + TYPE] as number;
  }

  #reserve(count: number): number {
    const at = this.#usedCells;
    const used = at + count;
    if (used > this.cells.length) this.#grow(used);
    this.#usedCells = used;
    return at;
  }

  #grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, this.cells.length * 2));
    larger.set(this.cells);
    this.cells = larger;
  }
}
