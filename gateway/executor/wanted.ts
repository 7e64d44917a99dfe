import { Bytes, bytesOf } from "./bytes";
import { endOfText } from "./json";
import type { Store } from "./store";
import { Texts } from "./texts";

const BEGIN = bytesOf('{"representations":[');
/** Of a row that is no entity, or of which too little is known. */
export const NONE = -1;

/** The entities that a fetch asks for, each once, as the beginning of the variables with which it asks. */
export class Wanted {
  count = 0;
  readonly #out = Bytes.begin();
  /** by what is asked, as JSON */
  readonly #byJson = new Map<string, number>();
  /** by the beginning of the JSON, and then by the one text that follows */
  readonly #byHead = new Map<Uint8Array, Texts>();

  /** @param head what stands in front of the variables */
  constructor(
    head: Uint8Array,
    readonly store: Store,
  ) {
    this.#out.put(head);
    this.#out.put(BEGIN);
  }

  /** @returns its number among the entities */
  add(json: string): number {
    const known = this.#byJson.get(json);
    if (known !== undefined) return known;
    this.#byJson.set(json, this.count);
    this.#separate();
    this.#out.json(json);
    return this.count++;
  }

  /** What nearly each entity is found by: a text.
   * @param head the JSON in front of it, the same object each time
   * @param at where the text stands in the store */
  addText(head: Uint8Array, at: number): number {
    const number = this.#textsBehind(head).add(at, this.count);
    if (number < this.count) return number;
    this.#separate();
    this.#out.put(head);
    this.#out.copy(this.store.bytes, at, endOfText(this.store.bytes, at));
    this.#out.ascii("}");
    return this.count++;
  }

  #textsBehind(head: Uint8Array): Texts {
    let texts = this.#byHead.get(head);
    if (!texts) {
      texts = new Texts(this.store.bytes);
      this.#byHead.set(head, texts);
    }
    return texts;
  }

  /** @returns what the other variables are written into */
  close(): Bytes {
    this.#dropTexts();
    this.#out.ascii("]");
    return this.#out;
  }

  /** Where nothing is asked. */
  drop(): void {
    this.#dropTexts();
    this.#out.drop();
  }

  #dropTexts(): void {
    for (const texts of this.#byHead.values()) texts.drop();
  }

  #separate(): void {
    if (this.count > 0) this.#out.ascii(",");
  }
}
