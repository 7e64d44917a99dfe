import type { Readable } from "node:stream";

/** A file that has arrived completely and that nobody sees yet. */
export interface Received {
  /** where it lies until it is kept or discarded */
  path: string;
  /** bytes */
  size: number;
  /** hex */
  sha256: string;
}

/** Where the content of files is kept, each under the SHA-256 of its bytes: the same content twice is stored once, and what
 * is stored is never changed. A local folder by default; object storage fits behind the same functions. */
export interface ContentStore {
  /** Takes a stream in, out of sight.
   * @throws TooLarge as soon as more than `maxBytes` have arrived; whatever ends the stream early leaves nothing */
  receive(source: Readable, maxBytes: number): Promise<Received>;
  /** Makes what was received lasting. Once it returns, a crash of the machine does not lose it. */
  keep(received: Received): Promise<void>;
  /** Forgets what was received and not kept; after `keep` it does nothing. */
  discard(received: Received): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** @throws DamagedContent where it is missing, or its bytes are no longer those of the hash */
  get(sha256: string): Promise<Readable>;
}

export class TooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
  }
}

/** What is stored is not what was stored. Nobody gets it. */
export class DamagedContent extends Error {
  constructor(sha256: string, options?: ErrorOptions) {
    super(`the content of ${sha256} is missing or damaged`, options);
  }
}
