import type { Adapter, AdapterPayload } from "oidc-provider";

const MOST_ENTRIES = 2_000;

interface Entry {
  payload: AdapterPayload;
  /** milliseconds since 1970, UTC */
  until: number;
}

/** Where the issuer keeps sign-ins under way, codes not yet used, browsers that have signed in and the tokens that renew others:
 * in memory, bounded, the oldest goes first. A restart forgets them, and everybody signs in again. */
export function createShortMemory(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  return (model) => new ShortMemory(entries, model);
}

class ShortMemory implements Adapter {
  constructor(
    private readonly entries: Map<string, Entry>,
    private readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const key = this.#key(id);
    this.entries.delete(key);
    this.entries.set(key, { payload, until: Date.now() + (expiresIn ?? 600) * 1000 });
    const oldest = this.entries.keys().next().value;
    if (this.entries.size > MOST_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.entries.get(this.#key(id));
    return entry && entry.until > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    for (const [key, { payload }] of this.entries) {
      if (key.startsWith(this.#key("")) && payload.uid === uid) return this.find(key.slice(this.#key("").length));
    }
    return undefined;
  }

  /** Only the device flow asks by user code, and that is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = this.entries.get(this.#key(id));
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.entries) {
      if (payload.grantId === grantId) this.entries.delete(key);
    }
  }

  #key(id: string): string {
    return `${this.model}:${id}`;
  }
}
