import { hash as digest } from "node:crypto";
import type { DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import { Bounded } from "../../schema/process/bounded";
import { type ReadText, readText } from "./text";
import { parseError, validationErrors } from "./validation";
import type { Unread, Words } from "./words";

/** A syntax tree takes some fifty times the characters of its text: about 25 MB. */
const KEPT_CHARACTERS = 500_000;
/** What a short one counts as: its tree has dozens of objects all the same, and each full collection goes through them. */
const LEAST_CHARACTERS = 250;

interface Kept {
  read: ReadText;
  /** somebody was charged for it */
  charged?: boolean;
  /** against the schema that serves */
  isValid?: boolean;
}

/** Texts that were read, by their hash: each is parsed once, and its one tree serves the limits and the execution. */
export class Documents {
  readonly #kept = new Bounded<Kept>(KEPT_CHARACTERS);

  /** Whether it is known and somebody was charged for that: to have looked at it is not enough. */
  isCharged(hash: string): boolean {
    return this.#kept.find(hash)?.charged === true;
  }

  charge(text: string, hash: string, words: Words | Unread): void {
    this.read(text, hash, words);
    const kept = this.#kept.find(hash);
    if (kept) kept.charged = true;
  }

  /** @param words of the text, where they were read already */
  read(text: string, hash: string, words?: Words | Unread): ReadText {
    const kept = this.#kept.find(hash);
    if (kept) return kept.read;
    const read = readText(text, words);
    this.#kept.keep(hash, { read }, countedAs(text.length));
    return read;
  }

  /** Of the schema that serves: with another one all are to be cleared. */
  keepValid(document: DocumentNode, hash: string, characters: number): void {
    this.#kept.keep(hash, { read: { document }, isValid: true, charged: true }, countedAs(characters));
  }

  drop(hash: string): void {
    this.#kept.drop(hash);
  }

  clear(): void {
    this.#kept.clear();
  }

  /** What passed the limits, for whoever carries it out.
   * @returns the tree of a text that fits the schema, or why it does not */
  fitting(text: string, hash: string, schema: GraphQLSchema): { document: DocumentNode } | { errors: GraphQLError[] } {
    const read = this.read(text, hash);
    if ("fault" in read) return { errors: [read.fault] };
    if ("syntaxError" in read) return { errors: [parseError(read.syntaxError)] };
    const kept = this.#kept.find(hash);
    if (kept?.isValid) return read;
    const errors = validationErrors(schema, read.document);
    if (errors.length > 0) return { errors };
    if (kept) kept.isValid = true;
    return read;
  }
}

function countedAs(characters: number): number {
  return Math.max(LEAST_CHARACTERS, characters);
}

export function hashOf(text: string): string {
  return digest("sha256", text, "hex");
}
