import type { Custody } from "../../domain/clue/custody";
import { type CustodyKeys, newest, newGeneration, type PublicKeys, publicOf } from "./custodyKeys";
import { KeyFault, type KeyFolder } from "./keyFolder";
import { newTierSecret } from "./tierSecret";
import { vouchFor } from "./voucher";

/** What an operator does with keys. Sentences of what is wrong are for the operator, and name no key. */
export class KeyKeepingError extends Error {}

/** Makes the keys of custodies that have none, and the tier's secret with the first.
 * @param trusting further folders that get the public part: those of the other tiers on the same machine
 * @param at instant, ISO 8601 */
export function createKeys(folder: KeyFolder, custodies: readonly Custody[], at: string, trusting: KeyFolder[] = []) {
  ensureTierSecret(folder);
  for (const custody of custodies) {
    if (findKeys(folder, custody)) throw new KeyKeepingError(`${custody} has keys already; change them by "rotate"`);
    keep(folder, { custody, generations: [newGeneration(at)] }, trusting);
  }
}

/** A new generation in front of the others, which go on to open and to verify what they are needed for. */
export function rotateKeys(folder: KeyFolder, custody: Custody, at: string, trusting: KeyFolder[] = []): void {
  const keys = findKeys(folder, custody);
  if (!keys) throw new KeyKeepingError(`${custody} has no keys here; make them by "create"`);
  const fresh = vouchFor(custody, newGeneration(at), newest(keys));
  keep(folder, { custody, generations: [fresh, ...keys.generations] }, trusting);
}

/** Ends an old generation: what it still wraps is lost to this custody. What it has signed goes on to verify.
 * @param id of the generation, as "list" tells it */
export function endGeneration(folder: KeyFolder, custody: Custody, id: string): void {
  const keys = findKeys(folder, custody);
  const index = keys?.generations.findIndex((generation) => generation.id === id) ?? -1;
  if (!keys || index < 0) throw new KeyKeepingError(`${custody} has no generation ${id} here`);
  if (index === 0) throw new KeyKeepingError(`${id} is the newest generation of ${custody}; only an older one can end`);
  folder.writeKeys({ custody, generations: keys.generations.filter((generation) => generation.id !== id) });
}

/** Takes over what another tier has made known of its keys. */
export function trustKeys(folder: KeyFolder, keys: PublicKeys): void {
  const before = whereMissing(() => folder.publicKeysOf(keys.custody));
  const ended = before?.generations.filter(({ id }) => !keys.generations.some((generation) => generation.id === id));
  folder.writePublicKeys({ ...keys, generations: [...keys.generations, ...(ended ?? [])] });
}

export function keep(folder: KeyFolder, keys: CustodyKeys, trusting: readonly KeyFolder[]): void {
  folder.writeKeys(keys);
  for (const each of [folder, ...trusting]) trustKeys(each, publicOf(keys));
}

/** @returns undefined where there are none
 * @throws KeyFault where there are some and they can't be read */
export function findKeys(folder: KeyFolder, custody: Custody): CustodyKeys | undefined {
  return whereMissing(() => folder.keysOf(custody));
}

export function ensureTierSecret(folder: KeyFolder): void {
  if (!whereMissing(() => folder.tierSecret())) folder.writeTierSecret(newTierSecret());
}

function whereMissing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof KeyFault && cause.fault === "MISSING") return undefined;
    throw cause;
  }
}
