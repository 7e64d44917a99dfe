import { GraphQLError, Lexer, Source, TokenKind } from "graphql";
import type { PlatformError } from "../errors";
import { beyond } from "./faults";
import { MOST } from "./most";
import { Writing, type Written } from "./writing";

/** A number or a text that is written out in an operation. */
export interface Literal {
  kind: "INT" | "STRING";
  /** of a number its digits */
  value: string;
}

/** A text as its words, without spaces and comments. */
export interface Words {
  /** what stands before, between and behind the literals: one more than those */
  parts: readonly string[];
  literals: readonly Literal[];
  /** equal where two texts differ in nothing but spaces, comments and literals */
  shape: string;
  written: Written;
}

/** Why a text is read no further: there is too much of something, or it is not GraphQL, which whoever executes it says, with the place. */
export type Unread = { fault: PlatformError } | { syntaxError: GraphQLError };

const PUNCTUATION: ReadonlySet<string> = new Set(
  "BANG DOLLAR AMP PAREN_L PAREN_R SPREAD COLON EQUALS AT BRACKET_L BRACKET_R BRACE_L PIPE BRACE_R"
    .split(" ")
    .map((name) => TokenKind[name as keyof typeof TokenKind]),
);

/** Reads a text word by word, to its end or to the first word that is too much. */
export function readWords(text: string): Words | Unread {
  if (text.length > MOST.characters) return { fault: beyond("characters", text.length) };
  try {
    return readAll(text);
  } catch (error) {
    if (error instanceof GraphQLError) return { syntaxError: error };
    throw error;
  }
}

export function isRead(words: Words | Unread): words is Words {
  return "shape" in words;
}

function readAll(text: string): Words | Unread {
  const parts: string[] = [];
  const literals: Literal[] = [];
  const lexer = new Lexer(new Source(text));
  const writing = new Writing();
  let [part, shape, apart] = ["", "", true];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    const fault = writing.add(token);
    if (fault) return { fault };
    const { kind, value } = token;
    if (!apart && (kind === TokenKind.SPREAD || !PUNCTUATION.has(kind))) part += " ";
    const isText = kind === TokenKind.STRING || kind === TokenKind.BLOCK_STRING;
    if (isText || kind === TokenKind.INT) {
      literals.push({ kind: isText ? "STRING" : "INT", value });
      parts.push(part);
      shape += part + (isText ? '"' : "0");
      part = " ";
      apart = true;
      continue;
    }
    apart = PUNCTUATION.has(kind);
    part += apart ? kind : value;
  }
  return { parts: [...parts, part], literals, shape: shape + part, written: writing.written };
}

/** How a literal is written in an operation. */
export function written({ kind, value }: Literal): string {
  return kind === "INT" ? value : JSON.stringify(value);
}

/** The text with its literals, the same for all texts that differ in spaces and comments alone. */
export function bareText({ parts, literals }: Words): string {
  return textWith(parts, literals.map(written));
}

/** @param inside one less than parts */
export function textWith(parts: readonly string[], inside: readonly string[]): string {
  let text = parts[0] as string;
  for (const [i, word] of inside.entries()) text += word + (parts[i + 1] as string);
  return text;
}
