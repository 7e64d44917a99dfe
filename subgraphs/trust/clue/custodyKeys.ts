import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import * as v from "valibot";
import { custodyShape } from "./custodyShape";

const bytes32 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const instant = v.pipe(v.string(), v.isoTimestamp());

const PublicGeneration = v.object({
  /** of the two public keys: it says which private ones belong to them */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  createdAt: instant,
  /** X25519: what is sealed for the custody is wrapped for it */
  wrapping: bytes32,
  /** Ed25519: what the custody signs is verified by it */
  signing: bytes32,
  /** the word of the generation before: whoever knows that one knows this one by it */
  voucher: v.optional(v.object({ by: v.string(), signature: v.string() })),
});
const PrivateGeneration = v.object({
  ...PublicGeneration.entries,
  wrappingPrivate: bytes32,
  signingPrivate: bytes32,
});

/** What everybody may know of a custody's keys: the newest generation first. Older ones still verify and unwrap. */
export const PublicKeys = v.object({
  custody: custodyShape,
  generations: v.pipe(v.array(PublicGeneration), v.minLength(1)),
});
export type PublicKeys = v.InferOutput<typeof PublicKeys>;
export type PublicGeneration = v.InferOutput<typeof PublicGeneration>;

/** A custody's whole keys: whoever has them opens every clue that it holds. */
export const CustodyKeys = v.object({
  custody: custodyShape,
  generations: v.pipe(v.array(PrivateGeneration), v.minLength(1)),
});
export type CustodyKeys = v.InferOutput<typeof CustodyKeys>;
export type PrivateGeneration = v.InferOutput<typeof PrivateGeneration>;

/** @param createdAt instant, ISO 8601 */
export function newGeneration(createdAt: string): PrivateGeneration {
  const wrap = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" }) as Jwk;
  const sign = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }) as Jwk;
  return {
    ...{ id: idOf(wrap.x, sign.x), createdAt, wrapping: wrap.x, signing: sign.x },
    ...{ wrappingPrivate: wrap.d, signingPrivate: sign.d },
  };
}

/** What a generation is called follows from its keys: nobody puts others under its name. */
export function idOf(wrapping: string, signing: string): string {
  return createHash("sha256").update(`${wrapping}.${signing}`).digest().subarray(0, 16).toString("base64url");
}

interface Jwk {
  x: string;
  d: string;
}

/** The newest generation is used for whatever is new. */
export function newest<Generation>({ generations }: { generations: Generation[] }): Generation {
  return generations[0] as Generation;
}

export function publicOf({ custody, generations }: CustodyKeys): PublicKeys {
  return {
    custody,
    generations: generations.map(({ id, createdAt, wrapping, signing, voucher }) => {
      return { id, createdAt, wrapping, signing, ...(voucher ? { voucher } : {}) };
    }),
  };
}

export function wrappingKey({ wrapping }: PublicGeneration): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: wrapping }, format: "jwk" });
}

export function unwrappingKey({ wrapping, wrappingPrivate }: PrivateGeneration): KeyObject {
  return createPrivateKey({ key: { kty: "OKP", crv: "X25519", x: wrapping, d: wrappingPrivate }, format: "jwk" });
}

export function verifyingKey({ signing }: PublicGeneration): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: signing }, format: "jwk" });
}

export function signingKey({ signing, signingPrivate }: PrivateGeneration): KeyObject {
  return createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x: signing, d: signingPrivate }, format: "jwk" });
}
