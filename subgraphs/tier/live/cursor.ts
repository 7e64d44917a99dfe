import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { LivePlace } from "../../storage/live/live.repository";

/** Where a reader stands. */
export interface LiveCursor extends LivePlace {
  /** the figures that the reader has, of a region; null where there was nothing to count */
  figures?: { region: string; numbers: (number | null)[] | null };
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST = 1_000;

/** Seals cursors for clients, with a key that follows from the tier's: each process of the tier opens what another has sealed. */
export class Cursors {
  readonly #key: Buffer;
  readonly #nonces: Buffer;

  constructor(
    tierKey: string,
    private readonly tier: string,
  ) {
    this.#key = Buffer.from(hkdfSync("sha256", tierKey, "", "live cursor", 32));
    this.#nonces = Buffer.from(hkdfSync("sha256", tierKey, "", "live cursor nonce", 32));
  }

  /** Equal places have equal cursors, so that a client notices what it has had: the nonce follows from what is sealed. */
  seal({ number, mark, figures }: LiveCursor): string {
    const text = JSON.stringify(figures ? [number, mark, figures.region, figures.numbers] : [number, mark]);
    const nonce = createHmac("sha256", this.#nonces).update(text).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(this.tier));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** @returns undefined for what was not sealed here */
  open(cursor: string): LiveCursor | undefined {
    const bytes = Buffer.from(cursor, "base64url");
    if (cursor.length > LONGEST || bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(this.tier))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const head = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
      return read(Buffer.concat([head, decipher.final()]).toString());
    } catch {
      return undefined; // forged or cut
    }
  }
}

function read(text: string): LiveCursor {
  const [number, mark, region, numbers] = JSON.parse(text) as [number, string, string?, (number | null)[]?];
  return region === undefined ? { number, mark } : { number, mark, figures: { region, numbers: numbers ?? null } };
}
