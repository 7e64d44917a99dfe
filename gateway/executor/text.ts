import { randomInt } from "node:crypto";
import type { Bytes } from "./bytes";

/** Another one in each process: nobody can choose texts whose hashes are equal. */
const FIRST_HASH = randomInt(2 ** 32);

/** A text as it stands in a subgraph's answer, in UTF-8 and with nothing in it that is escaped. Most texts only pass through: out of these
 * bytes a string would be made, and out of the string the same bytes. */
export class Text {
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #to: number;

  /** @param from where its first quote is
   * @param to behind its last quote */
  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
  }

  writeTo(out: Bytes): void {
    out.copy(this.#bytes, this.#from, this.#to);
  }

  /** @param json a text as JSON */
  is(json: Uint8Array): boolean {
    return this.#to - this.#from === json.length && startsAt(this.#bytes, this.#from, json);
  }

  equals(other: Text): boolean {
    const [bytes, others] = [this.#bytes, other.#bytes];
    const shift = other.#from - this.#from;
    if (other.#to - this.#to !== shift) return false;
    for (let at = this.#from; at < this.#to; at++) if (bytes[at] !== others[at + shift]) return false;
    return true;
  }

  /** Equal for equal texts. */
  hash(): number {
    const bytes = this.#bytes;
    let hash = FIRST_HASH;
    for (let at = this.#from; at < this.#to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  toString(): string {
    return this.#bytes.toString("utf8", this.#from + 1, this.#to - 1);
  }

  /** For `JSON.stringify`. */
  toJSON(): string {
    return this.toString();
  }
}

/** @returns whether these very bytes stand there */
export function startsAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}
