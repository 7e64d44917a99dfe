import { Bytes, bytesOf } from "./bytes";

const BEGIN = bytesOf('{"representations":[');
/** Of a row that is no entity, or of which too little is known. */
export const NONE = -1;

/** The entities that a fetch asks for, each once, as the beginning of the variables with which it asks. */
export class Wanted {
  count = 0;
  readonly #out = Bytes.begin();
  /** by what is asked, as JSON */
  readonly #byJson = new Map<string, number>();
  /** by the beginning of the JSON and the one text that follows */
  readonly #byText = new Map<Uint8Array, Map<string, number>>();

  constructor() {
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
   * @param head the JSON in front of it, the same object each time */
  addText(head: Uint8Array, text: string): number {
    let numbers = this.#byText.get(head);
    if (!numbers) {
      numbers = new Map();
      this.#byText.set(head, numbers);
    }
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, this.count);
    this.#separate();
    this.#out.put(head);
    this.#out.quoted(text);
    this.#out.ascii("}");
    return this.count++;
  }

  /** @returns what the other variables are written into */
  close(): Bytes {
    this.#out.ascii("]");
    return this.#out;
  }

  /** Where nothing is asked. */
  drop(): void {
    this.#out.drop();
  }

  #separate(): void {
    if (this.count > 0) this.#out.ascii(",");
  }
}
