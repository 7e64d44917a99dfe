import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const NAME = "inspection-platform";

/** Where root keeps what PostgreSQL's account must reach when the checkout hides it (a home folder that only root may enter).
 * @throws where neither place can be written */
export function reachableFolder(): string {
  const reasons: string[] = [];
  for (const parent of ["/var/lib", "/var/tmp"]) {
    const folder = join(parent, NAME);
    try {
      mkdirSync(folder, { mode: 0o755, recursive: true });
      refuseForeign(folder);
      chmodSync(folder, 0o755); // whatever the umask was
      return folder;
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new Error(`PostgreSQL's account can't enter this folder, and there is no other place: ${reasons.join("; ")}`);
}

/** /var/tmp is open to everybody: a folder that somebody else prepared there would let him choose our programs. */
function refuseForeign(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} does not belong to root alone`);
  }
}
