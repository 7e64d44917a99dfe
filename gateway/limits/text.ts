import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from "graphql";
import type { PlatformError } from "../errors";
import { beyond } from "./faults";
import { MOST } from "./most";

export type ReadText =
  | { document: DocumentNode }
  /** not GraphQL: whoever executes it says so, with the place */
  | { syntaxError: GraphQLError }
  | { fault: PlatformError };

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Parses a text that is small enough. Its words are counted before, because the parser calls itself for each bracket and
 * runs out of stack at some thousands. */
export function readText(text: string): ReadText {
  try {
    const fault = faultOfWords(text);
    return fault ? { fault } : { document: parse(text, { maxTokens: MOST.tokens }) };
  } catch (error) {
    if (error instanceof GraphQLError) return { syntaxError: error };
    throw error;
  }
}

function faultOfWords(text: string): PlatformError | undefined {
  if (text.length > MOST.characters) return beyond("characters", text.length);
  const lexer = new Lexer(new Source(text));
  let [tokens, nesting] = [0, 0];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > MOST.tokens) return beyond("tokens");
    if (OPENING.has(token.kind) && ++nesting > MOST.nesting) return beyond("nesting");
    if (CLOSING.has(token.kind)) nesting--;
    if (token.kind === TokenKind.NAME && token.end - token.start > MOST.nameLength) return beyond("nameLength");
  }
  return undefined;
}
