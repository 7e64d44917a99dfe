import { sign, verify } from "node:crypto";
import type { Custody } from "../../domain/clue/custody";
import {
  idOf,
  newest,
  type PrivateGeneration,
  type PublicGeneration,
  type PublicKeys,
  signingKey,
  verifyingKey,
} from "./custodyKeys";
import type { KeyFolder } from "./keyFolder";

/** A generation with the word of the one before it: so a change of keys travels with what they sign, and no operator carries it. */
export function vouchFor<Generation extends PublicGeneration>(
  custody: Custody,
  fresh: Generation,
  by: PrivateGeneration,
): Generation {
  const signature = sign(null, bytesOf(custody, fresh), signingKey(by)).toString("base64url");
  return { ...fresh, voucher: { by: by.id, signature } };
}

/** Takes over what a custody sends of newer generations, as far as each is vouched for by the newest that is known before it: an
 * older one, which somebody may have taken along, vouches for nothing any more. The first one an operator has brought.
 * @returns the keys by which the custody is known now
 * @throws KeyFault where it is not known at all */
export function followRotation(folder: KeyFolder, { custody, generations }: PublicKeys): PublicKeys {
  const before = folder.publicKeysOf(custody);
  const known = [...before.generations];
  for (;;) {
    const by = newest({ generations: known });
    const next = generations.find((each) => isVouched(custody, each, by));
    if (!next || known.some(({ id }) => id === next.id)) break;
    known.unshift(next);
  }
  const after = { custody, generations: known };
  if (known.length > before.generations.length) folder.writePublicKeys(after);
  return after;
}

function isVouched(custody: Custody, next: PublicGeneration, by: PublicGeneration): boolean {
  const { voucher, id, wrapping, signing } = next;
  if (voucher?.by !== by.id || id !== idOf(wrapping, signing)) return false;
  return verify(null, bytesOf(custody, next), verifyingKey(by), Buffer.from(voucher.signature, "base64url"));
}

function bytesOf(custody: Custody, { id, createdAt, wrapping, signing }: PublicGeneration): Buffer {
  return Buffer.from(`clue-voucher/v1\0${JSON.stringify([custody, id, createdAt, wrapping, signing])}`);
}
