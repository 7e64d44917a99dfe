/** What is kept to be written into again; what one huge answer needed is let go. */
const KEPT_BYTES = 64 * 1024;
const MOST_KEPT_BYTES = 1024 * 1024;
/** Longer texts are quoted faster by JSON itself, and longer pieces copied faster by the buffer. */
const SHORT = 64;
const [QUOTE, BACKSLASH, BLANK, MINUS, ZERO] = [0x22, 0x5c, 0x20, 0x2d, 0x30];
/** Signs of the longest number of GraphQL's type Int. */
const INT_SIGNS = 11;

let spare: Bytes | undefined;

/** JSON as bytes, written piece by piece. Out of texts, each piece would be an object for the collector, all of them would be copied
 * into one text, and that one into bytes: this takes half of what the rest of an answer takes. */
export class Bytes {
  /** how much is written; set back, it forgets what came after */
  at = 0;
  #buffer = Buffer.allocUnsafeSlow(KEPT_BYTES);

  private constructor() {}

  static begin(): Bytes {
    const bytes = spare ?? new Bytes();
    spare = undefined;
    bytes.at = 0;
    return bytes;
  }

  /** Nobody may write here any more. */
  end(): Buffer {
    const written = Buffer.allocUnsafe(this.at);
    this.#buffer.copy(written, 0, 0, this.at);
    this.drop();
    return written;
  }

  /** Ends without a result. */
  drop(): void {
    if (this.#buffer.length <= MOST_KEPT_BYTES) spare = this;
  }

  put(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#makeRoom(length);
    const buffer = this.#buffer;
    const { at } = this;
    if (length > SHORT) buffer.set(bytes, at);
    else for (let index = 0; index < length; index++) buffer[at + index] = bytes[index] as number;
    this.at = at + length;
  }

  /** Part of what somebody else has written. */
  copy(source: Buffer, from: number, to: number): void {
    const length = to - from;
    this.#makeRoom(length);
    const buffer = this.#buffer;
    const { at } = this;
    if (length > SHORT) source.copy(buffer, at, from, to);
    else for (let index = 0; index < length; index++) buffer[at + index] = source[from + index] as number;
    this.at = at + length;
  }

  /** A name of GraphQL, a number, a sign: nothing that has more than one byte. */
  ascii(text: string): void {
    const { length } = text;
    this.#makeRoom(length);
    const buffer = this.#buffer;
    const { at } = this;
    for (let index = 0; index < length; index++) buffer[at + index] = text.charCodeAt(index);
    this.at = at + length;
  }

  /** A number of GraphQL's type Int, without a text of it. */
  int(value: number): void {
    this.#makeRoom(INT_SIGNS);
    const buffer = this.#buffer;
    let rest = value;
    if (value < 0) {
      buffer[this.at++] = MINUS;
      rest = -value;
    }
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) digits++;
    this.at += digits;
    for (let at = this.at - 1, left = digits; left > 0; left--) {
      buffer[at--] = ZERO + (rest % 10);
      rest = (rest / 10) >>> 0;
    }
  }

  json(text: string): void {
    this.#makeRoom(text.length * 3);
    this.at += this.#buffer.write(text, this.at, "utf8");
  }

  /** A text as JSON. */
  quoted(text: string): void {
    if (text.length > SHORT || !this.#quotedPlainly(text)) this.json(JSON.stringify(text));
  }

  /** @returns false where a sign has to be escaped: then nothing is written */
  #quotedPlainly(text: string): boolean {
    const { length } = text;
    this.#makeRoom(length * 3 + 2);
    const buffer = this.#buffer;
    let { at } = this;
    buffer[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (code < BLANK || code === QUOTE || code === BACKSLASH) return false;
        buffer[at++] = code;
      } else if (code < 0x800) {
        buffer[at++] = 0xc0 | (code >> 6);
        buffer[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        buffer[at++] = 0xe0 | (code >> 12);
        buffer[at++] = 0x80 | ((code >> 6) & 0x3f);
        buffer[at++] = 0x80 | (code & 0x3f);
      } else return false; // one half of a sign, whose other half may be missing
    }
    buffer[at++] = QUOTE;
    this.at = at;
    return true;
  }

  #makeRoom(bytes: number): void {
    const needed = this.at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.at));
    this.#buffer = larger;
  }
}

/** @param text whose signs have one byte each */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}
