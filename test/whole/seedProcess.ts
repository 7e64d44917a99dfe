import { dirname, join } from "node:path";
import type { TierName } from "../../schema/contract/tier";
import type { TierUrls } from "../../scripts/provision";
import { seed } from "../../scripts/seed";
import { loadSigningKeys } from "../../scripts/supervisor/signingKeys";

/** Loads the demonstration as a start does, in a process that a test may kill. */
export interface SeedRun {
  urls: Record<TierName, TierUrls>;
  accountsFile: string;
}

if (require.main === module) {
  const { urls, accountsFile } = JSON.parse(process.env.SEED_RUN as string) as SeedRun;
  const regionsDir = join(__dirname, "../../../schema/regions");
  const keysDir = join(dirname(accountsFile), "keys");
  const signingKeys = loadSigningKeys(dirname(accountsFile));
  seed({ urls, regionsDir, accountsFile, keysDir, signingKeys, progress: () => {} }).catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
}
