import { Bytes, bytesOf } from "./bytes";
import { Text } from "./text";
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
  readonly #byHead = new Map<Uint8Array, { strings?: Map<string, number>; texts: Texts }>();

  /** @param head what stands in front of the variables */
  constructor(head: Uint8Array) {
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
   * @param head the JSON in front of it, the same object each time */
  addText(head: Uint8Array, text: string | Text): number {
    const found = this.#foundBy(head);
    const number = text instanceof Text ? found.texts.add(text, this.count) : this.#numberOf(text, found);
    if (number < this.count) return number;
    this.#separate();
    this.#out.put(head);
    if (text instanceof Text) text.writeTo(this.#out);
    else this.#out.quoted(text);
    this.#out.ascii("}");
    return this.count++;
  }

  #numberOf(text: string, found: { strings?: Map<string, number> }): number {
    found.strings ??= new Map();
    const known = found.strings.get(text);
    if (known === undefined) found.strings.set(text, this.count);
    return known ?? this.count;
  }

  #foundBy(head: Uint8Array) {
    let found = this.#byHead.get(head);
    if (!found) {
      found = { texts: new Texts() };
      this.#byHead.set(head, found);
    }
    return found;
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
    for (const { texts } of this.#byHead.values()) texts.drop();
  }

  #separate(): void {
    if (this.count > 0) this.#out.ascii(",");
  }
}
