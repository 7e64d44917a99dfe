import { createHash } from "node:crypto";
import type { AccessToken } from "./accessToken";

const REMEMBERED_TOKENS = 5_000;
const REMEMBERED_SECONDS = 60;

/** Tokens verified lately, by their hash, the longest unused going first: a check costs 0.2 to 0.5 ms of processor time
 * (measured with ES256, RS256, EdDSA on 2 cores), a remembered token 0.01 ms. A signature cannot turn bad; only the
 * issuer's key can be withdrawn, and the keys themselves are asked for every ten minutes. */
export class RecentTokens {
  readonly #tokens = new Map<string, { token: AccessToken; until: number }>();

  constructor(private readonly now: () => Date) {}

  find(text: string): AccessToken | undefined {
    const hash = hashOf(text);
    const entry = this.#tokens.get(hash);
    if (!entry) return undefined;
    this.#tokens.delete(hash);
    if (entry.until <= this.#seconds()) return undefined;
    this.#tokens.set(hash, entry);
    return entry.token;
  }

  remember(text: string, token: AccessToken): AccessToken {
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
  return createHash("sha256").update(text).digest("base64");
}
