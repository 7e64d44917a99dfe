import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import * as v from "valibot";

const DEADLINE_MS = 3_000;
const MOST_KEYS = 50;

export interface IssuerKeysOptions {
  issuer: string;
  /** skips discovery; otherwise the issuer's `/.well-known/openid-configuration` says it */
  jwksUrl?: string;
  /** @returns the body of the URL as JSON; throws where it is not to be had */
  fetchJson?: (url: string) => Promise<unknown>;
  now: () => Date;
  /** milliseconds after which known keys are asked for again */
  freshForMs?: number;
  /** milliseconds for which known keys serve while the issuer is down */
  usableForMs?: number;
  /** milliseconds between two questions to the issuer, whatever tokens arrive */
  coolDownMs?: number;
}

const DISCOVERY = v.object({ issuer: v.string(), jwks_uri: v.pipe(v.string(), v.check(isHttpUrl)) });
const JWKS = v.object({ keys: v.pipe(v.array(v.looseObject({ kty: v.string() })), v.maxLength(MOST_KEYS)) });

/** The issuer's public keys: asked for when the first token comes, so the gateway starts while the issuer is down. */
export class IssuerKeys {
  #keys: { find: ReturnType<typeof createLocalJWKSet>; readAt: number } | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;
  #failure: unknown;

  constructor(private readonly options: IssuerKeysOptions) {}

  /** For `jwtVerify`: the key that the header names.
   * @throws JWKSNoMatchingKey where the issuer has no such key
   * @throws IssuerUnavailable where no usable keys are known and the issuer does not give them */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const { freshForMs = 600_000, usableForMs = 3_600_000 } = this.options;
    if (this.#age() > freshForMs) await this.#ask();
    if (!this.#keys || this.#age() > usableForMs) throw new IssuerUnavailable(this.#failure);
    try {
      return await this.#keys.find(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey)) throw cause;
      // the issuer may have changed its keys since
      await this.#ask();
      return this.#keys.find(header, token);
    }
  };

  #age(): number {
    return this.options.now().getTime() - (this.#keys?.readAt ?? Number.NEGATIVE_INFINITY);
  }

  /** Asks the issuer, for all who wait at once, and leaves it alone during the cool-down. A failure keeps what is known. */
  async #ask(): Promise<void> {
    const now = this.options.now().getTime();
    if (!this.#asking && now - this.#askedAt < (this.options.coolDownMs ?? 2_000)) return;
    this.#askedAt = this.#asking ? this.#askedAt : now;
    this.#asking ??= this.#read().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  async #read(): Promise<void> {
    const { issuer, jwksUrl, fetchJson = fetchJsonWithDeadline, now } = this.options;
    try {
      const jwks = v.parse(JWKS, await fetchJson(jwksUrl ?? (await discover(issuer, fetchJson))));
      this.#keys = { find: createLocalJWKSet(jwks as JSONWebKeySet), readAt: now().getTime() };
    } catch (cause) {
      this.#failure = cause;
    }
  }
}

/** No key to check a token with; the cause is for the log. */
export class IssuerUnavailable extends Error {
  override readonly name = "IssuerUnavailable";

  constructor(cause: unknown) {
    super("the keys of the issuer are not to be had", { cause });
  }
}

async function discover(issuer: string, fetchJson: (url: string) => Promise<unknown>): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = v.parse(DISCOVERY, await fetchJson(url));
  if (found.issuer !== issuer) throw new Error("the discovery document belongs to another issuer");
  return found.jwks_uri;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

async function fetchJsonWithDeadline(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  return response.json();
}
