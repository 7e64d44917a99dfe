import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;
const KEY = 32;
/** Texts are filled up to a multiple of this, so that their length says little. */
const BLOCK = 512;

/** What a sealed text or a wrapped key belongs to: authenticated with it, so that it can be moved nowhere else. */
export type Binding = Readonly<Record<string, string | number>>;

/** It does not open: another key, another binding, or a changed byte. It says nothing of what it was. */
export class DoesNotOpen extends Error {
  constructor() {
    super("a sealed text or a wrapped key does not open");
  }
}

/** A key for one clue, or for one reporter. */
export function newKey(): Buffer {
  return randomBytes(KEY);
}

/** Encrypts a text under a key: nonce, tag, ciphertext. */
export function seal(text: string, key: Buffer, binding: Binding): Buffer {
  const body = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((body.length + 4) / BLOCK) * BLOCK);
  padded.writeUInt32BE(body.length);
  body.copy(padded, 4);
  const sealed = encrypt(padded, key, binding);
  padded.fill(0);
  return sealed;
}

/** @throws DoesNotOpen */
export function open(sealed: Buffer, key: Buffer, binding: Binding): string {
  const padded = decrypt(sealed, key, binding);
  if (padded.length < 4) throw new DoesNotOpen(); // nobody who follows the protocol seals so little
  return padded.subarray(4, 4 + padded.readUInt32BE()).toString();
}

/** Wraps a key for whoever has the private part of an X25519 key: ephemeral public key, nonce, tag, wrapped key. */
export function wrap(key: Buffer, recipient: KeyObject, binding: Binding): Buffer {
  const ephemeral = generateKeyPairSync("x25519");
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });
  const sender = rawPublic(ephemeral.publicKey);
  return Buffer.concat([sender, encrypt(key, agreedKey(shared, sender, rawPublic(recipient), binding), binding)]);
}

/** @throws DoesNotOpen */
export function unwrap(wrapped: Buffer, recipient: KeyObject, binding: Binding): Buffer {
  const sender = wrapped.subarray(0, KEY);
  if (sender.length !== KEY) throw new DoesNotOpen();
  const publicKey = createPublicKey({
    key: { kty: "OKP", crv: "X25519", x: sender.toString("base64url") },
    format: "jwk",
  });
  let shared: Buffer;
  try {
    shared = diffieHellman({ privateKey: recipient, publicKey });
  } catch {
    throw new DoesNotOpen(); // a point of small order: nobody who follows the protocol sends one
  }
  const key = decrypt(
    wrapped.subarray(KEY),
    agreedKey(shared, sender, rawPublic(createPublicKey(recipient)), binding),
    binding,
  );
  if (key.length !== KEY) throw new DoesNotOpen();
  return key;
}

/** SHA-256 of what is sealed: what the chain of custody speaks of. */
export function hashOfSealed(sealed: Buffer): string {
  return createHash("sha256").update(sealed).digest("base64url");
}

function agreedKey(shared: Buffer, sender: Buffer, recipient: Buffer, binding: Binding): Buffer {
  const info = Buffer.concat([Buffer.from("clue-wrap/v1\0"), bytesOf(binding)]);
  return Buffer.from(hkdfSync("sha256", shared, Buffer.concat([sender, recipient]), info, KEY));
}

function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x as string, "base64url");
}

function encrypt(plain: Buffer, key: Buffer, binding: Binding): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(bytesOf(binding));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(sealed: Buffer, key: Buffer, binding: Binding): Buffer {
  if (sealed.length < NONCE + TAG) throw new DoesNotOpen();
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(bytesOf(binding))
    .setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    throw new DoesNotOpen();
  }
}

/** The order in which the binding was written does not matter. */
function bytesOf(binding: Binding): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(binding).sort(([a], [b]) => (a < b ? -1 : 1))));
}
