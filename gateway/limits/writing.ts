import { type Token, TokenKind } from "graphql";
import type { PlatformError } from "../errors";
import { badRequest, beyond } from "./faults";
import { type Limit, MOST } from "./most";

/** What stands in a text, each thing counted once. */
export interface Written {
  tokens: number;
  fields: number;
  fragments: number;
  directives: number;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

const HEADS: ReadonlySet<string> = new Set(["query", "mutation", "subscription", "fragment"]);

const TYPENAME = "__typename";

/** Counts what a text writes, word by word, before a tree is made of it: of a thousand aliases the thirty-first is the last that is read, and
 * the parser, which calls itself for each bracket, never sees five thousand of them. What is counted of a text that is no GraphQL says
 * nothing, and it is refused in any case. */
export class Writing {
  readonly written: Written = { tokens: 0, fields: 0, fragments: 0, directives: 0 };
  #nesting = 0;
  /** around this word; what stands between round brackets are values */
  #round = 0;
  #selections = 0;
  /** of the operation or fragment that is read */
  #aliases = 0;
  /** whether an operation or a fragment may begin here */
  #begins = true;
  /** whether something was defined that is neither, and may end anywhere: no such document is carried out */
  #isStrange = false;
  #isDirective = false;
  /** what a name would be, in a selection; AGAIN: it belongs to the name before */
  #next: "FIELD" | "SPREAD" | "AGAIN" = "FIELD";
  #name = "";
  #poses = false;

  /** @returns why a text with this word is refused */
  add(token: Token): PlatformError | undefined {
    const { kind, start, end } = token;
    if (++this.written.tokens > MOST.tokens) return beyond("tokens");
    if (OPENING.has(kind) && ++this.#nesting > MOST.nesting) return beyond("nesting");
    if (CLOSING.has(kind)) this.#nesting--;
    const limit = kind === TokenKind.NAME ? this.#addName(token.value, end - start) : this.#addMark(kind);
    if (limit) return beyond(limit);
    if (this.#poses) {
      // subgraphs answer under it which type an object has, and the gateway reads it there
      return badRequest("别名不能是 `__typename`。", "`__typename` is no alias: choose another name.");
    }
    return kind === TokenKind.NAME ? this.#faultOfDirective(token.value) : undefined;
  }

  #faultOfDirective(name: string): PlatformError | undefined {
    const isIncremental = this.#isDirective && (name === "defer" || name === "stream");
    this.#isDirective = false;
    return isIncremental
      ? badRequest("不支持分段返回。", "Incremental delivery (@defer, @stream) is not offered.")
      : undefined;
  }

  #addName(name: string, length: number): Limit | undefined {
    if (length > MOST.nameLength) return "nameLength";
    if (this.#isDirective || this.#round > 0) return undefined;
    if (this.#selections === 0) return this.#addHead(name);
    const next = this.#next;
    this.#next = next === "SPREAD" && name === "on" ? "AGAIN" : "FIELD";
    if (next === "AGAIN") this.#poses = this.#name === TYPENAME && name !== TYPENAME;
    this.#name = next === "FIELD" ? name : "";
    return next === "FIELD" && ++this.written.fields > MOST.fields ? "fields" : undefined;
  }

  /** Outside of selections: what a definition begins with. */
  #addHead(name: string): Limit | undefined {
    if (this.#begins && !HEADS.has(name)) this.#isStrange = true;
    const isFragment = (this.#begins || this.#isStrange) && name === "fragment";
    this.#begins = false;
    return isFragment && ++this.written.fragments > MOST.fragments ? "fragments" : undefined;
  }

  #addMark(kind: TokenKind): Limit | undefined {
    switch (kind) {
      case TokenKind.AT:
        this.#isDirective = true;
        return ++this.written.directives > MOST.directives ? "directives" : undefined;
      case TokenKind.PAREN_L:
        this.#round++;
        return undefined;
      case TokenKind.PAREN_R:
        this.#round--;
        return undefined;
    }
    return this.#round > 0 ? undefined : this.#addMarkOfSelection(kind);
  }

  #addMarkOfSelection(kind: TokenKind): Limit | undefined {
    switch (kind) {
      case TokenKind.BRACE_L:
        this.#selections++;
        this.#next = "FIELD";
        return undefined;
      case TokenKind.BRACE_R:
        if (--this.#selections > 0) return undefined;
        this.#aliases = 0;
        this.#begins = true;
        return undefined;
      case TokenKind.SPREAD:
        this.#next = "SPREAD";
        return undefined;
      case TokenKind.COLON:
        this.#next = "AGAIN";
        return ++this.#aliases > MOST.aliases ? "aliases" : undefined;
      default:
        return undefined;
    }
  }
}
