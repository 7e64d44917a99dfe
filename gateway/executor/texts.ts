import { SIGN } from "./json";

const { QUOTE, BACKSLASH } = SIGN;

const FIRST_PLACES = 256;
/** What one huge list needed is let go. */
const MOST_KEPT_PLACES = 4_096;
/** Of texts whose hashes are alike only so many are compared: somebody may have chosen them, and thousands would keep the process for
 * seconds. Of texts that nobody chose, not one in a million finds so many places taken. */
const MOST_LOOKS = 64;
/** In the places: nothing is there. */
const FREE = 0;
/** In the place of a place: too many others are around. */
const CROWDED = -1;
/** FNV-1a, 32 bits. */
const [FIRST_HASH, HASH_PRIME] = [0x811c9dc5, 0x01000193];

let spare: Int32Array | undefined;

/** Numbers texts that stand in JSON, equal ones alike, without a string of each. Where one finds no place it is forgotten: an equal one
 * gets another number, and is asked for once more. */
export class Texts {
  #count = 0;
  /** by hash: where a text stands, and its number; never more than half of them are taken */
  #places = spare ?? new Int32Array(FIRST_PLACES * 2);

  /** @param bytes in which all of them stand, none at the beginning */
  constructor(private readonly bytes: Uint8Array) {
    spare = undefined;
  }

  /** Nobody may add here any more. To make places takes longer than to empty them. */
  drop(): void {
    if (this.#places.length <= MOST_KEPT_PLACES * 2) spare = this.#places.fill(FREE);
  }

  /** @param at where the text begins
   * @param number of the text, where it is a new one
   * @returns the number that an equal text has */
  add(at: number, number: number): number {
    if (this.#count * 4 >= this.#places.length) this.#grow();
    const place = this.#placeOf(at);
    if (place === CROWDED) return number;
    const places = this.#places;
    if (places[place] !== FREE) return places[place + 1] as number;
    places[place] = at;
    places[place + 1] = number;
    this.#count++;
    return number;
  }

  #placeOf(text: number): number {
    const places = this.#places;
    const last = places.length - 1;
    let place = (hashOf(this.bytes, text) << 1) & last;
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const known = places[place] as number;
      if (known === FREE || areEqual(this.bytes, known, text)) return place;
      place = (place + 2) & last;
    }
    return CROWDED;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 4);
    for (let index = 0; index < before.length; index += 2) {
      const text = before[index] as number;
      const place = text === FREE ? CROWDED : this.#placeOf(text);
      if (place === CROWDED) continue;
      this.#places[place] = text;
      this.#places[place + 1] = before[index + 1] as number;
    }
  }
}

/** Equal for equal texts. Quick, and no secret: whoever sorts texts by it must bear that somebody chose many with one hash. */
export function hashOf(bytes: Uint8Array, from: number): number {
  let hash = FIRST_HASH;
  for (let at = from + 1, code = bytes[at]; code !== QUOTE; code = bytes[++at]) {
    hash = Math.imul(hash ^ (code as number), HASH_PRIME);
    if (code === BACKSLASH) hash = Math.imul(hash ^ (bytes[++at] as number), HASH_PRIME);
  }
  return hash ^ (hash >>> 15);
}

/** Whether two texts are written alike. */
function areEqual(bytes: Uint8Array, one: number, other: number): boolean {
  for (let at = one + 1, shift = other - one; ; at++) {
    const code = bytes[at];
    if (code !== bytes[at + shift]) return false;
    if (code === QUOTE) return true;
    if (code !== BACKSLASH) continue;
    at++;
    if (bytes[at] !== bytes[at + shift]) return false;
  }
}
