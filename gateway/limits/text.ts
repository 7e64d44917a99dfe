import { type DocumentNode, GraphQLError, parse } from "graphql";
import { MOST } from "./most";
import { isRead, readWords, type Unread } from "./words";

export type ReadText = { document: DocumentNode } | Unread;

/** Parses a text of which nothing is too much.
 * @param words of it, where they were read before */
export function readText(text: string, words = readWords(text)): ReadText {
  if (!isRead(words)) return words;
  try {
    return { document: parse(text, { maxTokens: MOST.tokens }) };
  } catch (error) {
    if (error instanceof GraphQLError) return { syntaxError: error };
    throw error;
  }
}
