import type { Text } from "./text";

const FIRST_PLACES = 256;

/** Numbers texts, equal ones alike, without a string of each. */
export class Texts {
  readonly #texts: Text[] = [];
  readonly #numbers: number[] = [];
  /** by hash: the index of a text and one, 0 where nothing is; never more than half full */
  #places = new Int32Array(FIRST_PLACES);

  /** @param number of the text, where it is a new one
   * @returns the number that an equal text has */
  add(text: Text, number: number): number {
    if (this.#texts.length * 2 >= this.#places.length) this.#grow();
    const place = this.#placeOf(text);
    const known = this.#places[place] as number;
    if (known > 0) return this.#numbers[known - 1] as number;
    this.#texts.push(text);
    this.#numbers.push(number);
    this.#places[place] = this.#texts.length;
    return number;
  }

  #placeOf(text: Text): number {
    const mask = this.#places.length - 1;
    let place = text.hash() & mask;
    for (;;) {
      const known = this.#places[place] as number;
      if (known === 0 || this.#texts[known - 1]?.equals(text)) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    this.#places = new Int32Array(this.#places.length * 4);
    this.#texts.forEach((text, index) => {
      this.#places[this.#placeOf(text)] = index + 1;
    });
  }
}
