import { type KeyObject, sign, verify } from "node:crypto";
import { TIERS, type Tier } from "../../schema/contract/tier";
import type { PeerKeys, SigningKey } from "./keys";

/** Everything that is signed begins with it: no signature of another protocol, or of another version, passes for one. */
const DOMAIN = "exchange/v1";

/** A signature with the name of its key. */
export interface Signed {
  key: string;
  /** base64url */
  signature: string;
}

/** Signs parts that hold no zero byte, in their order, so that no two lists of parts have the same bytes. */
export function signParts(key: SigningKey, parts: readonly string[]): Signed {
  return { key: key.id, signature: sign(null, bytesOf(parts), key.key).toString("base64url") };
}

/** @returns the tier whose key it is, undefined where no known key signed this */
export function signerOf(keys: PeerKeys, parts: readonly string[], { key, signature }: Signed): Tier | undefined {
  for (const tier of TIERS) {
    const known = keys[tier]?.get(key);
    if (known) return isSignedBy(known, parts, signature) ? tier : undefined;
  }
  return undefined;
}

function isSignedBy(key: KeyObject, parts: readonly string[], signature: string): boolean {
  return verify(null, bytesOf(parts), key, Buffer.from(signature, "base64url"));
}

function bytesOf(parts: readonly string[]): Buffer {
  return Buffer.from([DOMAIN, ...parts].join("\0"));
}
