import { isUtf8 } from "node:buffer";
import { isDigit, SIGN, startsAt } from "./json";
import type { Layout } from "./layouts";
import { CELL, NULL, type Store, type Value } from "./store";
import type { Types } from "./types";

const { QUOTE, BACKSLASH, BLANK, COMMA, COLON, OPEN, CLOSE, OPEN_LIST, MINUS, PLUS, POINT, ZERO, NINE } = SIGN;
const { CLOSE_LIST } = SIGN;
const { TYPE, HEAD } = CELL;
const [LETTER_E, LETTER_F, LETTER_N, LETTER_T, LETTER_U] = [0x65, 0x66, 0x6e, 0x74, 0x75];
const LOWER_CASE = 0x20;
const [TRUE, FALSE, NULL_WORD] = ["true", "false", "null"].map((word) => Buffer.from(word)) as [Buffer, Buffer, Buffer];
const ESCAPED = new Set(Buffer.from('"\\bfnrt'));
const HEX = new Set(Buffer.from("0123456789abcdefABCDEF"));
const HEX_DIGITS = 4;
const [LETTER_D, ONE, SEVEN] = [0x64, 0x31, 0x37];
/** What a schema describes is not as deep. */
const MOST_DEPTH = 200;
const MOST_TYPES = 20;

/** What is no compact JSON of some depth, or no JSON. */
const OTHERWISE = new Error("left to JSON.parse");

/** Reads compact JSON, as `JSON.stringify` writes it, into a store: objects and lists of which a layout knows, and of all else where it
 * stands.
 * @param layout of the objects in the value; undefined for one of which only the whole is of interest
 * @param from where the value begins
 * @param end where it ends and nothing else may be
 * @returns undefined where `JSON.parse` has to look at it */
export function readCompact(
  { store, types }: { store: Store; types: Types },
  layout: Layout | undefined,
  source: Buffer,
  from = 0,
  end = source.length,
): Value | undefined {
  if (!isUtf8(source)) return undefined;
  const start = store.take(source, from, end);
  try {
    const reader = new Reader(store, types, start);
    const value = reader.value(layout, 0);
    return reader.at - start === end - from ? value : undefined;
  } catch (error) {
    if (error === OTHERWISE) return undefined;
    throw error;
  }
}

class Reader {
  private readonly bytes: Buffer;
  /** elements of the lists that are not at their end yet */
  readonly #pending: Value[] = [];
  #count = 0;

  constructor(
    private readonly store: Store,
    private readonly types: Types,
    public at: number,
  ) {
    this.bytes = store.bytes;
  }

  /** @param layout of the objects in this place */
  value(layout: Layout | undefined, depth: number): Value {
    const { at } = this;
    switch (this.bytes[at]) {
      case QUOTE:
        this.#passText();
        return at;
      case OPEN:
        if (layout) return this.#object(layout, depth + 1);
        this.#passObject(depth + 1);
        return at;
      case OPEN_LIST:
        return this.#list(layout, depth + 1);
      case LETTER_N:
        this.#passWord(NULL_WORD);
        return NULL;
      case LETTER_T:
        this.#passWord(TRUE);
        return at;
      case LETTER_F:
        this.#passWord(FALSE);
        return at;
      default:
        this.#passNumber();
        return at;
    }
  }

  /** Where it is stands in a variable as long as nothing unusual comes: this is most of what a reader does. */
  #object(layout: Layout, depth: number): Value {
    if (depth > MOST_DEPTH) throw OTHERWISE;
    const { bytes, store } = this;
    const { keys, inside, typeSlot } = layout;
    const row = store.object(layout);
    let at = this.at + 1;
    if (bytes[at] === CLOSE) {
      this.at = at + 1;
      return -row;
    }
    for (let slot = 0; ; slot++) {
      const key = keys[slot];
      if (key !== undefined && startsAt(bytes, at, key)) at += key.length;
      else {
        this.at = at;
        slot = this.#slot(layout);
        at = this.at;
      }
      const from = at;
      let value = from;
      at = endOfPlain(bytes, from);
      if (at === 0) {
        this.at = from;
        value = this.value(inside[slot], depth);
        at = this.at;
      }
      store.cells[row + HEAD + slot] = value;
      if (slot === typeSlot) store.cells[row + TYPE] = this.#typeAt(from, at, layout);
      const next = bytes[at++];
      if (next === CLOSE) break;
      if (next !== COMMA) throw OTHERWISE;
    }
    this.at = at;
    return -row;
  }

  #list(layout: Layout | undefined, depth: number): Value {
    if (depth > MOST_DEPTH) throw OTHERWISE;
    const { bytes } = this;
    const before = this.#count;
    if (bytes[++this.at] === CLOSE_LIST) this.at++;
    else {
      for (;;) {
        const value = this.value(layout, depth);
        this.#pending[this.#count++] = value;
        const next = bytes[this.at++];
        if (next === CLOSE_LIST) break;
        if (next !== COMMA) throw OTHERWISE;
      }
    }
    const end = this.#count;
    this.#count = before;
    return this.store.list(this.#pending, end - before, end);
  }

  /** Passes a name that stands elsewhere in a layout. Nearly all objects in one place have the same fields in the same order.
   * @returns the slot behind all names for one that nobody has asked for */
  #slot({ keys }: Layout): number {
    const { bytes, at } = this;
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot] as Uint8Array;
      if (!startsAt(bytes, at, key)) continue;
      this.at = at + key.length;
      return slot;
    }
    this.#passKey();
    return keys.length;
  }

  #passKey(): void {
    if (this.bytes[this.at] !== QUOTE) throw OTHERWISE;
    this.#passText();
    if (this.bytes[this.at++] !== COLON) throw OTHERWISE;
  }

  #passObject(depth: number): void {
    if (depth > MOST_DEPTH) throw OTHERWISE;
    if (this.bytes[++this.at] === CLOSE) {
      this.at++;
      return;
    }
    for (;;) {
      this.#passKey();
      this.value(undefined, depth);
      const next = this.bytes[this.at++];
      if (next === CLOSE) return;
      if (next !== COMMA) throw OTHERWISE;
    }
  }

  #typeAt(from: number, end: number, { types: known }: Layout): number {
    const { bytes } = this;
    if (bytes[from] !== QUOTE) return 0;
    for (const { json, number } of known) if (startsAt(bytes, from, json)) return number;
    const json = Buffer.from(bytes.subarray(from, end));
    const number = this.types.numberOf(JSON.parse(json.toString()) as string);
    if (known.length < MOST_TYPES) known.push({ json: new Uint8Array(json), number });
    return number;
  }

  #passText(): void {
    const { bytes } = this;
    let at = this.at + 1;
    for (;;) {
      const code = bytes[at++] as number;
      if (code === QUOTE) break;
      if (code === BACKSLASH) at = this.#behindEscaped(at);
      // the zero at the end, too
      else if (!(code >= BLANK)) throw OTHERWISE;
    }
    this.at = at;
  }

  /** Passes what `JSON.stringify` escapes. Whatever else is escaped could be a name, a type or a value of an enumeration, which are looked
   * for as they are written plainly.
   * @param at behind a backslash */
  #behindEscaped(at: number): number {
    const { bytes } = this;
    const code = bytes[at] as number;
    if (ESCAPED.has(code)) return at + 1;
    if (code !== LETTER_U) throw OTHERWISE;
    for (let digit = 1; digit <= HEX_DIGITS; digit++) if (!HEX.has(bytes[at + digit] as number)) throw OTHERWISE;
    const [first, second, third] = [bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number];
    const isControl = first === ZERO && second === ZERO && third <= ONE;
    const isHalf = (first | LOWER_CASE) === LETTER_D && second > SEVEN;
    if (!isControl && !isHalf) throw OTHERWISE;
    return at + 1 + HEX_DIGITS;
  }

  #passWord(word: Uint8Array): void {
    if (!startsAt(this.bytes, this.at, word)) throw OTHERWISE;
    this.at += word.length;
  }

  #passNumber(): void {
    const { bytes } = this;
    if (bytes[this.at] === MINUS) this.at++;
    const first = this.at;
    this.#passDigits();
    if (bytes[first] === ZERO && this.at - first > 1) throw OTHERWISE;
    if (bytes[this.at] === POINT) {
      this.at++;
      this.#passDigits();
    }
    if (((bytes[this.at] as number) | LOWER_CASE) !== LETTER_E) return;
    const sign = bytes[++this.at];
    if (sign === MINUS || sign === PLUS) this.at++;
    this.#passDigits();
  }

  #passDigits(): void {
    const { bytes, at: from } = this;
    let at = from;
    while (isDigit(bytes[at])) at++;
    if (at === from) throw OTHERWISE;
    this.at = at;
  }
}

/** Most values are one of these.
 * @returns the place behind a text in which nothing is escaped, or behind a whole number; 0 for all else */
function endOfPlain(bytes: Uint8Array, from: number): number {
  let at = from;
  let code = bytes[at] as number;
  if (code === QUOTE) {
    do code = bytes[++at] as number;
    while (code !== QUOTE && code >= BLANK && code !== BACKSLASH);
    return code === QUOTE ? at + 1 : 0;
  }
  const isZero = code === ZERO;
  while (code >= ZERO && code <= NINE) code = bytes[++at] as number;
  const isWhole = at > from && (code === COMMA || code === CLOSE);
  return isWhole && (!isZero || at === from + 1) ? at : 0;
}
