import type { Text } from "./text";

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

let spare: Int32Array | undefined;

/** Numbers texts, equal ones alike, without a string of each. Where one finds no place it is forgotten: an equal one gets
 * another number, and is asked for once more. */
export class Texts {
  readonly #texts: Text[] = [];
  readonly #numbers: number[] = [];
  /** by hash: the index of a text and one; never more than half of them are taken */
  #places = spare ?? new Int32Array(FIRST_PLACES);

  constructor() {
    spare = undefined;
  }

  /** Nobody may add here any more. To make places takes longer than to empty them. */
  drop(): void {
    if (this.#places.length <= MOST_KEPT_PLACES) spare = this.#places.fill(FREE);
  }

  /** @param number of the text, where it is a new one
   * @returns the number that an equal text has */
  add(text: Text, number: number): number {
    if (this.#texts.length * 2 >= this.#places.length) this.#grow();
    const place = this.#placeOf(text);
    if (place === CROWDED) return number;
    const known = this.#places[place] as number;
    if (known !== FREE) return this.#numbers[known - 1] as number;
    this.#texts.push(text);
    this.#numbers.push(number);
    this.#places[place] = this.#texts.length;
    return number;
  }

  #placeOf(text: Text): number {
    const mask = this.#places.length - 1;
    let place = text.hash() & mask;
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const known = this.#places[place] as number;
      if (known === FREE || this.#texts[known - 1]?.equals(text)) return place;
      place = (place + 1) & mask;
    }
    return CROWDED;
  }

  #grow(): void {
    this.#places = new Int32Array(this.#places.length * 4);
    this.#texts.forEach((text, index) => {
      const place = this.#placeOf(text);
      if (place !== CROWDED) this.#places[place] = index + 1;
    });
  }
}
