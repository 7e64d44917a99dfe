import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kind, parse, stripIgnoredCharacters } from "graphql";
import { Bounded } from "./bounded";
import { hashOf } from "./documents";

/** A saved operation: the file's name without its ending, and the text. */
export interface SavedOperation {
  name: string;
  query: string;
}

/** @returns the operations of a folder by name, none where there is no such folder */
export async function readOperations(dir: string): Promise<SavedOperation[]> {
  const files = await readdir(dir).catch(ignoreMissing);
  const names = files.filter((file) => file.endsWith(".graphql")).sort();
  return Promise.all(
    names.map(async (file) => ({
      name: file.slice(0, -".graphql".length),
      query: await readFile(join(dir, file), "utf8"),
    })),
  );
}

/** Those that are planned before anybody asks. What is generated for one tier (`rounds.city`) is planned when it is first asked
 * for: it would treble what each start costs, and who asks first waits for one plan. */
export function plannedAhead(operations: readonly SavedOperation[]): SavedOperation[] {
  return operations.filter(({ name }) => !/\.(?:province|city|county)$/.test(name));
}

function ignoreMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

interface SavedText {
  text: string;
  hash: string;
  names: string[];
}

/** Texts of which is known whether they say what a saved one says: some 200 bytes each. */
const MOST_MEANT = 5_000;

/** The saved operations by the hash of their file's text, and by that of the text without comments and spaces. */
export class SavedOperations {
  readonly #texts = new Map<string, SavedText>();
  readonly #longest: number;
  /** what other texts were found to mean, by their hash */
  readonly #meant = new Bounded<{ saved: SavedText | undefined }>(MOST_MEANT);

  constructor(operations: readonly SavedOperation[]) {
    this.#longest = 2 * Math.max(0, ...operations.map(({ query }) => query.length));
    for (const { query } of operations) {
      const names = parse(query).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ""] : [],
      );
      for (const hash of [hashOf(query), hashOf(stripIgnoredCharacters(query))]) {
        this.#texts.set(hash, { text: query, hash: hashOf(query), names });
      }
    }
  }

  /** Every name that `nameOf` can give. */
  get names(): string[] {
    return [...new Set([...this.#texts.values()].flatMap(({ names }) => names))];
  }

  /** Each operation with the text of its file and the hash of that. */
  get all(): { text: string; hash: string; operationName: string }[] {
    return [...this.#texts].flatMap(([key, { text, hash, names }]) =>
      key === hash ? names.map((operationName) => ({ text, hash, operationName })) : [],
    );
  }

  textOf(hash: string): string | undefined {
    return this.#texts.get(hash)?.text;
  }

  /** @returns the name of the saved operation that a request carries out, undefined where it carries out none */
  nameOf(hash: string, operationName: string | undefined): string | undefined {
    const names = this.#texts.get(hash)?.names ?? [];
    return names.length === 1 ? names[0] : names.find((name) => name === operationName);
  }

  /** @returns the saved text that says the same as a text, whatever its comments and spaces, so that all who mean it share
   * one tree and one plan; undefined where there is none */
  find(text: string, hash: string): SavedText | undefined {
    const found = this.#texts.get(hash);
    if (found || text.length > this.#longest) return found;
    const known = this.#meant.find(hash);
    if (known) return known.saved;
    const saved = this.#withoutSpaces(text);
    this.#meant.keep(hash, { saved }, 1);
    return saved;
  }

  #withoutSpaces(text: string): SavedText | undefined {
    try {
      return this.#texts.get(hashOf(stripIgnoredCharacters(text)));
    } catch {
      return undefined; // no GraphQL
    }
  }
}
