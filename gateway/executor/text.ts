import type { Bytes } from "./bytes";

/** FNV-1a, 32 bits. */
const [FIRST_HASH, HASH_PRIME] = [0x811c9dc5, 0x01000193];

/** A text as it stands in a subgraph's answer, in UTF-8 and with nothing in it that is escaped. Most texts only pass through: out of these
 * bytes a string would be made, and out of the string the same bytes. */
export class Text {
  /** @param from where its first quote is
   * @param to behind its last quote */
  constructor(
    private readonly bytes: Buffer,
    private readonly from: number,
    private readonly to: number,
  ) {}

  writeTo(out: Bytes): void {
    out.copy(this.bytes, this.from, this.to);
  }

  /** @param json a text as JSON */
  is(json: Uint8Array): boolean {
    return this.to - this.from === json.length && startsAt(this.bytes, this.from, json);
  }

  equals(other: Text): boolean {
    const [bytes, others] = [this.bytes, other.bytes];
    const shift = other.from - this.from;
    if (other.to - this.to !== shift) return false;
    for (let at = this.from; at < this.to; at++) if (bytes[at] !== others[at + shift]) return false;
    return true;
  }

  /** Equal for equal texts. Quick, and no secret: whoever sorts texts by it must bear that somebody chose many with one hash. */
  hash(): number {
    const bytes = this.bytes;
    let hash = FIRST_HASH;
    for (let at = this.from; at < this.to; at++) hash = Math.imul(hash ^ (bytes[at] as number), HASH_PRIME);
    return hash ^ (hash >>> 15);
  }

  toString(): string {
    return this.bytes.toString("utf8", this.from + 1, this.to - 1);
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
