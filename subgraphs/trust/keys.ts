import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Tier } from "../../schema/contract/tier";

/** What a tier signs with. It lies in a file or a setting outside of the database. */
export interface SigningKey {
  /** names the public part: what it is looked up by */
  id: string;
  key: KeyObject;
}

/** The public keys by which one tier is known: more than one while it changes its key. */
export type KnownKeys = ReadonlyMap<string, KeyObject>;

/** Of each tier that this one exchanges with. */
export type PeerKeys = Partial<Record<Tier, KnownKeys>>;

/** A key can't be read. It says which setting is wrong, and nothing of what stands there. */
export class BadKey extends Error {}

const ED25519 = "ed25519";

/** @param text PKCS#8, as PEM or as the base64 of its DER
 * @throws BadKey */
export function readSigningKey(text: string): SigningKey {
  try {
    const key = text.includes("-----BEGIN")
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text.trim(), "base64"), format: "der", type: "pkcs8" });
    if (key.asymmetricKeyType !== ED25519) throw new BadKey();
    return { id: keyId(createPublicKey(key)), key };
  } catch {
    throw new BadKey("must be an Ed25519 private key (PKCS#8, PEM or base64 of DER)"); // the cause may quote the key
  }
}

/** @param text one or several public keys, each the base64 of its DER (SPKI), with commas between them
 * @throws BadKey */
export function readPublicKeys(text: string): KnownKeys {
  try {
    const keys = text.split(",").map((each) => {
      const key = createPublicKey({ key: Buffer.from(each.trim(), "base64"), format: "der", type: "spki" });
      if (key.asymmetricKeyType !== ED25519) throw new BadKey();
      return [keyId(key), key] as const;
    });
    return new Map(keys);
  } catch {
    throw new BadKey("must be Ed25519 public keys (base64 of SPKI DER) with commas between them");
  }
}

/** A new pair, both parts as the settings take them. */
export function newSigningPair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync(ED25519);
  return {
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  };
}

/** The public part of a signing key, as a peer's setting takes it. */
export function publicPartOf({ key }: SigningKey): string {
  return createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");
}

function keyId(publicKey: KeyObject): string {
  const spki = publicKey.export({ format: "der", type: "spki" });
  return createHash("sha256").update(spki).digest("base64url").slice(0, 16);
}
