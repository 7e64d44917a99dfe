import { hash as digest } from "node:crypto";
import type { DocumentNode } from "graphql";
import { Bounded } from "./bounded";
import { type ReadText, readText } from "./text";

/** A syntax tree takes some fifty times the characters of its text: about 25 MB. */
const KEPT_CHARACTERS = 500_000;

interface Kept {
  read: ReadText;
  /** somebody was charged for it */
  charged?: boolean;
  /** the key under which the executing server keeps what it has validated; HERE: it was validated before that was asked */
  validated?: string;
}

const HERE = "HERE";

/** Texts that were read, by their hash: each is parsed once, and its one tree serves the limits and the execution. */
export class Documents {
  readonly #kept = new Bounded<Kept>(KEPT_CHARACTERS);

  /** Whether it is known and somebody was charged for that: to have looked at it is not enough. */
  isCharged(hash: string): boolean {
    return this.#kept.find(hash)?.charged === true;
  }

  charge(text: string, hash: string): void {
    this.read(text, hash);
    const kept = this.#kept.find(hash);
    if (kept) kept.charged = true;
  }

  read(text: string, hash: string): ReadText {
    const kept = this.#kept.find(hash);
    if (kept) return kept.read;
    const read = readText(text);
    this.#kept.keep(hash, { read }, text.length);
    return read;
  }

  /** Of the schema that serves: with another one all are to be cleared. */
  keepValid(document: DocumentNode, hash: string, characters: number): void {
    this.#kept.keep(hash, { read: { document }, validated: HERE, charged: true }, characters);
  }

  drop(hash: string): void {
    this.#kept.drop(hash);
  }

  clear(): void {
    this.#kept.clear();
  }

  /** For Apollo Server, whose keys end with the hash of the text and begin with that of the schema: what it gets from here
   * it does not parse and validate again. */
  readonly asStore = {
    get: async (key: string): Promise<DocumentNode | undefined> => {
      const kept = this.#kept.find(hashIn(key));
      const isValid = kept?.validated === key || kept?.validated === HERE;
      return kept && isValid && "document" in kept.read ? kept.read.document : undefined;
    },
    set: async (key: string, document: DocumentNode): Promise<void> => {
      const kept = this.#kept.find(hashIn(key));
      if (kept) Object.assign(kept, { read: { document }, validated: key });
    },
    delete: async (): Promise<boolean> => false,
  };
}

export function hashOf(text: string): string {
  return digest("sha256", text, "hex");
}

function hashIn(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}
