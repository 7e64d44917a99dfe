import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import * as v from "valibot";
import { CustodyKeys } from "./custodyKeys";
import type { KeyFolder } from "./keyFolder";
import { findKeys, KeyKeepingError, keep } from "./keyKeeping";
import { TierSecret } from "./tierSecret";

/** 128 MiB and some tenths of a second for each guess at the passphrase. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const FORMAT = "clue-keys-backup/v1";
/** Guesses are cheap for whoever has the file: the passphrase is the only lock. */
const SHORTEST_PASSPHRASE = 12;

const base64 = v.pipe(v.string(), v.base64());
const File = v.object({ format: v.literal(FORMAT), salt: base64, nonce: base64, tag: base64, body: base64 });
const Content = v.object({ tier: TierSecret, custodies: v.array(CustodyKeys) });

/** @returns the text of a backup of all keys of a folder, which opens by the passphrase alone */
export function backUp(folder: KeyFolder, passphrase: string): string {
  if (passphrase.length < SHORTEST_PASSPHRASE) {
    throw new KeyKeepingError(`the passphrase needs ${SHORTEST_PASSPHRASE} characters or more`);
  }
  const custodies = folder.list("private").map((custody) => folder.keysOf(custody));
  if (custodies.length === 0) throw new KeyKeepingError("there are no keys here to back up");
  const [salt, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", lockOf(passphrase, salt), nonce).setAAD(Buffer.from(FORMAT));
  const content = JSON.stringify({ tier: folder.tierSecret(), custodies } satisfies v.InferInput<typeof Content>);
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  const parts = { salt, nonce, tag: cipher.getAuthTag(), body };
  const file = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString("base64")]));
  return `${JSON.stringify({ format: FORMAT, ...file }, undefined, 2)}\n`;
}

/** Brings back what is missing in a folder. Generations that are there and not in the backup stay: what was sealed since opens
 * with nothing else.
 * @returns the custodies of the backup */
export function restore(folder: KeyFolder, backup: string, passphrase: string, trusting: KeyFolder[] = []): string[] {
  const { tier, custodies } = openBackup(backup, passphrase);
  refuseOtherTier(folder, tier);
  folder.writeTierSecret(tier);
  for (const { custody, generations } of custodies) {
    const present = readable(folder, custody)?.generations ?? [];
    const newer = present.filter(({ id }) => !generations.some((generation) => generation.id === id));
    keep(folder, { custody, generations: [...newer, ...generations] }, trusting);
  }
  return custodies.map(({ custody }) => custody);
}

function readable(folder: KeyFolder, custody: CustodyKeys["custody"]): CustodyKeys | undefined {
  try {
    return findKeys(folder, custody);
  } catch {
    return undefined; // a damaged file is what a backup is for
  }
}

/** The secret of another tier would make every mark in this one's database unknown. */
function refuseOtherTier(folder: KeyFolder, tier: TierSecret): void {
  let present: TierSecret | undefined;
  try {
    present = folder.tierSecret();
  } catch {
    return; // absent or damaged
  }
  if (present.secret !== tier.secret)
    throw new KeyKeepingError("the backup is of another tier's keys; nothing was changed");
}

function openBackup(backup: string, passphrase: string): v.InferOutput<typeof Content> {
  let file: v.InferOutput<typeof File>;
  try {
    file = v.parse(File, JSON.parse(backup));
  } catch {
    throw new KeyKeepingError("this is no backup of keys, or it is damaged; nothing was changed");
  }
  const bytes = (text: string) => Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", lockOf(passphrase, bytes(file.salt)), bytes(file.nonce), {
    authTagLength: 16,
  }).setAAD(Buffer.from(FORMAT));
  try {
    decipher.setAuthTag(bytes(file.tag));
    const content = Buffer.concat([decipher.update(bytes(file.body)), decipher.final()]).toString();
    return v.parse(Content, JSON.parse(content));
  } catch {
    throw new KeyKeepingError(
      "the backup does not open: the passphrase is wrong, or the file is damaged; nothing was changed",
    );
  }
}

function lockOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize("NFKC"), salt, 32, COST);
}
