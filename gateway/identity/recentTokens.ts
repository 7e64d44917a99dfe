import { hash as digest } from "node:crypto";

/** What was read from a token, until when it holds: seconds since 1970, UTC. */
interface Expiring {
  expiresAt: number;
}

const REMEMBERED_TOKENS = 5_000;
const REMEMBERED_SECONDS = 60;

/** Tokens verified lately, by their hash, the longest unused going first: a check costs 0.2 to 0.5 ms of processor time
 * (measured with ES256, RS256, EdDSA on 2 cores), a remembered token 0.01 ms. A signature cannot turn bad; only the
 * issuer's key can be withdrawn, and the keys themselves are asked for every ten minutes. */
export class RecentTokens<Token extends Expiring> {
  readonly #tokens = new Map<string, { token: Token; until: number }>();

  constructor(private readonly now: () => Date) {}

  find(text: string): Token | undefined {
    const hash = hashOf(text);
    const entry = this.#tokens.get(hash);
    if (!entry) return undefined;
    this.#tokens.delete(hash);
    if (entry.until <= this.#seconds()) return undefined;
    this.#tokens.set(hash, entry);
    return entry.token;
  }

  remember(text: string, token: Token): Token {
    const until = Math.min(token.expiresAt, this.#seconds() + REMEMBERED_SECONDS);
    this.#tokens.set(hashOf(text), { token, until });
    const oldest = this.#tokens.keys().next().value;
    if (this.#tokens.size > REMEMBERED_TOKENS && oldest !== undefined) this.#tokens.delete(oldest);
    return token;
  }

  #seconds(): number {
    return this.now().getTime() / 1000;
  }
}

function hashOf(text: string): string {
  return digest("sha256", text, "base64");
}
