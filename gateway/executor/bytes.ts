/** What is kept to be written into again; what one huge answer needed is let go. */
const [KEPT_BYTES, MOST_KEPT_BYTES, MOST_SPARE] = [64 * 1024, 256 * 1024, 32];
/** Longer pieces are copied faster by the buffer. */
const SHORT = 64;

const spare: Buffer[] = [];

/** JSON as bytes, written piece by piece. Out of texts, each piece would be an object for the collector, all of them would be copied
 * into one text, and that one into bytes: this takes half of what the rest of an answer takes. */
export class Bytes {
  /** how much is written */
  at = 0;
  /** what is written; another one once it has grown */
  buffer: Buffer;
  /** of what is to be written again: copied when something else follows, all of it that stands together at once */
  #againFrom = 0;
  #againEnd = 0;

  private constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  static begin(): Bytes {
    return new Bytes(spare.pop() ?? Buffer.allocUnsafeSlow(KEPT_BYTES));
  }

  /** Nobody may write here any more. */
  end(): Buffer {
    const written = this.copyFrom(0);
    this.drop();
    return written;
  }

  /** Ends without a result. Its memory is another's by then, and who looks or writes here all the same does so elsewhere. */
  drop(): void {
    const { buffer } = this;
    this.buffer = NOTHING;
    this.at = this.#againFrom = this.#againEnd = 0;
    const isKept = buffer.length > 0 && buffer.length <= MOST_KEPT_BYTES;
    if (isKept && spare.length < MOST_SPARE) spare.push(buffer);
  }

  /** @returns what was written from there on */
  copyFrom(from: number): Buffer {
    this.#copyAgain();
    const written = Buffer.allocUnsafe(this.at - from);
    this.buffer.copy(written, 0, from, this.at);
    return written;
  }

  /** Forgets what came after. */
  backTo(at: number): void {
    this.#copyAgain();
    this.at = at;
  }

  /** Once more what is written here already, and not by this. */
  again(from: number, end: number): void {
    if (from === this.#againEnd) this.#againEnd = end;
    else {
      this.#copyAgain();
      this.#againFrom = from;
      this.#againEnd = end;
    }
    this.at += end - from;
  }

  #copyAgain(): void {
    const [from, end] = [this.#againFrom, this.#againEnd];
    if (end === 0) return;
    this.#againFrom = this.#againEnd = 0;
    const at = this.at - (end - from);
    if (this.at > this.buffer.length) this.#grow(at, this.at);
    this.buffer.copyWithin(at, from, end);
  }

  put(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#makeRoom(length);
    const buffer = this.buffer;
    const { at } = this;
    if (length > SHORT) buffer.set(bytes, at);
    else for (let index = 0; index < length; index++) buffer[at + index] = bytes[index] as number;
    this.at = at + length;
  }

  /** Part of what somebody else has written. */
  copy(source: Buffer, from: number, to: number): void {
    const length = to - from;
    this.#makeRoom(length);
    const buffer = this.buffer;
    const { at } = this;
    if (length > SHORT) source.copy(buffer, at, from, to);
    else for (let index = 0; index < length; index++) buffer[at + index] = source[from + index] as number;
    this.at = at + length;
  }

  /** A name of GraphQL, a number, a sign: nothing that has more than one byte. */
  ascii(text: string): void {
    const { length } = text;
    this.#makeRoom(length);
    const buffer = this.buffer;
    const { at } = this;
    for (let index = 0; index < length; index++) buffer[at + index] = text.charCodeAt(index);
    this.at = at + length;
  }

  json(text: string): void {
    this.#makeRoom(text.length * 3);
    this.at += this.buffer.write(text, this.at, "utf8");
  }

  #makeRoom(bytes: number): void {
    if (this.#againEnd !== 0) this.#copyAgain();
    const needed = this.at + bytes;
    if (needed > this.buffer.length) this.#grow(this.at, needed);
  }

  #grow(written: number, needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, written));
    this.buffer = larger;
  }
}

const NOTHING = Buffer.alloc(0);

/** @param text whose signs have one byte each */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}
