import { GraphQLError, Lexer, Source, TokenKind } from "graphql";
import { MOST } from "./most";

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
}

const PUNCTUATION: ReadonlySet<string> = new Set(
  "BANG DOLLAR AMP PAREN_L PAREN_R SPREAD COLON EQUALS AT BRACKET_L BRACKET_R BRACE_L PIPE BRACE_R"
    .split(" ")
    .map((name) => TokenKind[name as keyof typeof TokenKind]),
);

/** @returns undefined where a text is larger than may be, or no GraphQL */
export function wordsOf(text: string): Words | undefined {
  if (text.length > MOST.characters) return undefined;
  try {
    return readWords(text);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function readWords(text: string): Words | undefined {
  const parts: string[] = [];
  const literals: Literal[] = [];
  const lexer = new Lexer(new Source(text));
  let [part, shape, tokens, apart] = ["", "", 0, true];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > MOST.tokens) return undefined;
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
  return { parts: [...parts, part], literals, shape: shape + part };
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
