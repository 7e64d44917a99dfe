import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { newSigningPair, publicPartOf, readSigningKey } from "../../subgraphs/trust/keys";

/** Where a tier's signing key lies, and the public part that its peers are told. */
export interface SigningKeyFile {
  file: string;
  publicKey: string;
}

/** The signing keys of the three tiers, each in a file that its owner alone reads; made where one is missing.
 * @throws where a file holds no key */
export function loadSigningKeys(dataFolder: string): Record<TierName, SigningKeyFile> {
  const folder = join(dataFolder, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Object.fromEntries(TIER_NAMES.map((tier) => [tier, loadOne(join(folder, `${tier}.signing`))])) as Record<
    TierName,
    SigningKeyFile
  >;
}

function loadOne(file: string): SigningKeyFile {
  if (!existsSync(file)) writeFileSync(file, `${newSigningPair().privateKey}\n`, { mode: 0o600, flag: "wx" });
  try {
    return { file, publicKey: publicPartOf(readSigningKey(readFileSync(file, "utf8"))) };
  } catch {
    throw new Error(
      `${file} holds no signing key. Restore it from a backup, or remove it: the other tiers are told the new one.`,
    );
  }
}
