import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kind, parse, stripIgnoredCharacters } from "graphql";
import { conditionsMetAhead } from "../planning/conditions";
import type { PlanQuestion } from "../planning/messages";
import { hashOf } from "./documents";
import { bareText, isRead, readWords, type Words } from "./words";

/** A saved operation: the file's name without its ending, and the text. */
interface SavedOperation {
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

/** The saved operations by the hash of their file's text, and by that of the text without comments and spaces. */
export class SavedOperations {
  readonly #texts = new Map<string, SavedText>();
  readonly #byWords = new Map<string, SavedText>();

  constructor(operations: readonly SavedOperation[]) {
    for (const { query } of operations) {
      const names = parse(query).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ""] : [],
      );
      for (const hash of [hashOf(query), hashOf(stripIgnoredCharacters(query))]) {
        this.#texts.set(hash, { text: query, hash: hashOf(query), names });
      }
      const words = readWords(query);
      if (isRead(words)) this.#byWords.set(bareText(words), { text: query, hash: hashOf(query), names });
    }
  }

  /** Every name that `nameOf` can give. */
  get names(): string[] {
    return [...new Set([...this.#texts.values()].flatMap(({ names }) => names))];
  }

  /** Each operation with the text of its file and the hash of that, for each set of values of its conditions. */
  get all(): PlanQuestion[] {
    return [...this.#texts].flatMap(([key, { text, hash, names }]) => {
      if (key !== hash) return [];
      const document = parse(text, { noLocation: true });
      return names.flatMap((operationName) =>
        conditionsMetAhead(document, operationName).map((met) => ({ text, hash, operationName, met })),
      );
    });
  }

  textOf(hash: string): string | undefined {
    return this.#texts.get(hash)?.text;
  }

  /** @returns the name of the saved operation that a request carries out, undefined where it carries out none */
  nameOf(hash: string, operationName: string | undefined): string | undefined {
    const names = this.#texts.get(hash)?.names ?? [];
    return names.length === 1 ? names[0] : names.find((name) => name === operationName);
  }

  /** By the hash of its text, as it stands in its file or without what can be left out. */
  byHash(hash: string): SavedText | undefined {
    return this.#texts.get(hash);
  }

  /** @returns the saved text that says the same, whatever the comments and spaces, so that all who mean it share one tree and one
   * plan; undefined where there is none */
  byWords(words: Words): SavedText | undefined {
    return this.#byWords.get(bareText(words));
  }
}
