import { hash as digest } from "node:crypto";
import type { DocumentNode } from "graphql";
import { Bounded } from "./bounded";
import { type ReadText, readText } from "./text";

/** A syntax tree takes some fifty times the characters of its text: about 25 MB. */
const KEPT_CHARACTERS = 500_000;

interface Kept {
  read: ReadText;
  /** the key under which the executing server keeps what it has validated */
  validated?: string;
}

/** Texts that were read, by their hash: each is parsed once, and its one tree serves the limits and the execution. */
export class Documents {
  readonly #kept = new Bounded<Kept>(KEPT_CHARACTERS);

  knows(hash: string): boolean {
    return this.#kept.find(hash) !== undefined;
  }

  read(text: string, hash: string): ReadText {
    const kept = this.#kept.find(hash);
    if (kept) return kept.read;
    const read = readText(text);
    this.#kept.keep(hash, { read }, text.length);
    return read;
  }

  /** For Apollo Server, whose keys end with the hash of the text and begin with that of the schema: what it gets from here
   * it does not parse and validate again. */
  readonly asStore = {
    get: async (key: string): Promise<DocumentNode | undefined> => {
      const kept = this.#kept.find(hashIn(key));
      return kept?.validated === key && "document" in kept.read ? kept.read.document : undefined;
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
