import { isUtf8 } from "node:buffer";
import { type Row, write } from "./rows";
import { startsAt, Text } from "./text";

const [QUOTE, BACKSLASH, BLANK, COMMA, COLON] = [0x22, 0x5c, 0x20, 0x2c, 0x3a];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const [ZERO, NINE, LETTER_T, LETTER_F, LETTER_N] = [0x30, 0x39, 0x74, 0x66, 0x6e];
const [TRUE, FALSE, NULL] = ["true", "false", "null"].map((word) => Buffer.from(word)) as [Buffer, Buffer, Buffer];
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** So many digits always make a whole number that is exact. */
const EXACT_DIGITS = 15;
/** What a schema describes is not as deep, and its objects have fewer fields. */
const [MOST_DEPTH, MOST_KEYS, MOST_TYPES] = [100, 200, 20];

/** What is no compact JSON of some depth, or no JSON. */
const OTHERWISE = new Error("left to JSON.parse");

/** Reads compact JSON, as `JSON.stringify` writes it, without making strings of its texts: the objects that `JSON.parse` would give, with a
 * `Text` for each text that has nothing escaped. What is named `__typename` is a string, since all of it is compared.
 * @param from where the value begins
 * @param end where it ends and nothing else may be
 * @returns undefined where `JSON.parse` has to look at it */
export function readCompact(bytes: Buffer, from: number, end: number): unknown {
  if (!isUtf8(bytes)) return undefined;
  try {
    const reader = new Reader(bytes, from);
    const value = reader.value(new Shape(""), 0);
    return reader.at === end ? value : undefined;
  } catch (error) {
    if (error === OTHERWISE) return undefined;
    throw error;
  }
}

/** What these bytes of the answer stand for. */
interface Known<Value> {
  from: number;
  length: number;
  value: Value;
}

/** The keys that objects in one place had so far: nearly all have the same, in the same order. */
class Shape {
  readonly keys: Known<Shape>[] = [];
  readonly isType: boolean;
  readonly isProto: boolean;
  readonly types: Known<string>[] = [];

  constructor(readonly name: string) {
    this.isType = name === "__typename";
    this.isProto = name === "__proto__";
  }
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  /** @param shape of the objects in this place */
  value(shape: Shape, depth: number): unknown {
    switch (this.bytes[this.at]) {
      case QUOTE:
        return shape.isType ? this.#type(shape) : this.#text();
      case OPEN:
        return this.#object(shape, depth + 1);
      case OPEN_LIST:
        return this.#list(shape, depth + 1);
      case LETTER_N:
        return this.#word(NULL, null);
      case LETTER_T:
        return this.#word(TRUE, true);
      case LETTER_F:
        return this.#word(FALSE, false);
      default:
        return this.#number();
    }
  }

  #object(shape: Shape, depth: number): Row {
    if (depth > MOST_DEPTH) throw OTHERWISE;
    const { bytes } = this;
    const row: Row = {};
    if (bytes[++this.at] === CLOSE) {
      this.at++;
      return row;
    }
    for (let index = 0; ; index++) {
      const inner = this.#key(shape, index);
      const value = this.value(inner, depth);
      if (inner.isProto) write(row, inner.name, value);
      else row[inner.name] = value;
      const next = bytes[this.at++];
      if (next === CLOSE) return row;
      if (next !== COMMA) throw OTHERWISE;
    }
  }

  #list(shape: Shape, depth: number): unknown[] {
    if (depth > MOST_DEPTH) throw OTHERWISE;
    const { bytes } = this;
    const list: unknown[] = [];
    if (bytes[++this.at] === CLOSE_LIST) {
      this.at++;
      return list;
    }
    for (;;) {
      list.push(this.value(shape, depth));
      const next = bytes[this.at++];
      if (next === CLOSE_LIST) return list;
      if (next !== COMMA) throw OTHERWISE;
    }
  }

  /** @returns what stands behind the key */
  #key({ keys }: Shape, index: number): Shape {
    const { bytes, at } = this;
    const expected = keys[index];
    if (expected && this.#passes(expected)) return expected.value;
    for (const key of keys) if (this.#passes(key)) return key.value;
    if (keys.length >= MOST_KEYS || bytes[at] !== QUOTE) throw OTHERWISE;
    const shape = new Shape(String(this.#text()));
    if (bytes[this.at++] !== COLON) throw OTHERWISE;
    keys.push({ from: at, length: this.at - at, value: shape });
    return shape;
  }

  #type({ types }: Shape): string {
    const { at } = this;
    for (const type of types) if (this.#passes(type)) return type.value;
    const name = String(this.#text());
    if (types.length < MOST_TYPES) types.push({ from: at, length: this.at - at, value: name });
    return name;
  }

  /** Whether the same bytes come again: then they are read. */
  #passes({ from, length }: Known<unknown>): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < length; index++) if (bytes[at + index] !== bytes[from + index]) return false;
    this.at = at + length;
    return true;
  }

  #text(): Text | string {
    const { bytes, at: from } = this;
    let at = from + 1;
    for (; ; at++) {
      const code = bytes[at];
      if (code === QUOTE) break;
      if (code === BACKSLASH) return this.#escaped(at);
      // undefined at the end
      if (!(code !== undefined && code >= BLANK)) throw OTHERWISE;
    }
    this.at = at + 1;
    return new Text(bytes, from, at + 1);
  }

  /** @param at of the first backslash */
  #escaped(at: number): string {
    const { bytes, at: from } = this;
    let end = at;
    while (bytes[end] !== QUOTE) {
      if (end >= bytes.length) throw OTHERWISE;
      end += bytes[end] === BACKSLASH ? 2 : 1;
    }
    this.at = end + 1;
    try {
      return JSON.parse(bytes.toString("utf8", from, this.at)) as string;
    } catch {
      throw OTHERWISE;
    }
  }

  #word<Value>(word: Uint8Array, value: Value): Value {
    if (!startsAt(this.bytes, this.at, word)) throw OTHERWISE;
    this.at += word.length;
    return value;
  }

  #number(): number {
    const { bytes, at: from } = this;
    let [at, value] = [from, 0];
    for (let code = bytes[at]; isDigit(code); code = bytes[++at]) value = value * 10 + code - ZERO;
    const isPlain = at > from && at - from <= EXACT_DIGITS && (bytes[from] !== ZERO || at - from === 1);
    if (isPlain && isEndOfNumber(bytes[at])) {
      this.at = at;
      return value;
    }
    while (at < bytes.length && !isEndOfNumber(bytes[at])) at++;
    const text = bytes.toString("latin1", from, at);
    if (!NUMBER.test(text)) throw OTHERWISE;
    this.at = at;
    return Number(text);
  }
}

function isDigit(code: number | undefined): code is number {
  return code !== undefined && code >= ZERO && code <= NINE;
}

function isEndOfNumber(code: number | undefined): boolean {
  return code === COMMA || code === CLOSE || code === CLOSE_LIST;
}
