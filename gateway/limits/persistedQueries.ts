import * as v from "valibot";
import { Bounded } from "../../schema/process/bounded";
import { hashOf } from "./documents";
import { badRequest, persistedQueryNotFound } from "./faults";
import type { SavedOperations } from "./savedOperations";

const REMEMBERED_CHARACTERS = 2_000_000;

const Extension = v.object({
  version: v.literal(1),
  sha256Hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** Automatic persisted queries: a client sends the hash of a text, and the text itself where it is told that the hash is not
 * known. A text is kept under its own hash only, so that nobody can put one in the place of another. */
export class PersistedQueries {
  readonly #texts = new Bounded<string>(REMEMBERED_CHARACTERS);

  /** @returns the text that a request means and its hash
   * @throws PlatformError */
  resolve(query: unknown, extension: unknown, saved: SavedOperations): { text: string; hash: string } {
    if (query !== undefined && query !== null && typeof query !== "string") throw noText();
    if (extension === undefined || extension === null) {
      if (!query) throw noText();
      return { text: query, hash: hashOf(query) };
    }
    const read = v.safeParse(Extension, extension);
    if (!read.success) throw badExtension();
    const { sha256Hash: hash } = read.output;
    if (query) {
      if (hashOf(query) !== hash) throw wrongHash();
      return { text: query, hash };
    }
    const text = saved.textOf(hash) ?? this.#texts.find(hash);
    if (text === undefined) throw persistedQueryNotFound();
    return { text, hash: hashOf(text) };
  }

  /** Once the text has passed every limit. */
  remember(text: string, hash: string): void {
    this.#texts.keep(hash, text, text.length);
  }
}

function noText() {
  return badRequest("请求没有语句。", "Send the text of the operation in `query`.");
}

function badExtension() {
  return badRequest(
    "持久化查询的写法不正确。",
    "`persistedQuery` needs version 1 and a sha256Hash of 64 hexadecimal digits.",
  );
}

function wrongHash() {
  return badRequest("语句与其哈希值不符。", "The text does not have this sha256Hash.");
}
