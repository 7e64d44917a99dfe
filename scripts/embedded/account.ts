import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The operating system's account that runs PostgreSQL, which refuses to run as root. */
export interface ServerAccount {
  /** undefined where the caller's own account is used */
  uid?: number;
  gid?: number;
}

/** Who runs the server: the caller; for root the owner of the cluster, or of a new one `postgres` or `nobody`.
 * @throws where nobody may */
export function serverAccount(dataDir: string): ServerAccount {
  const cluster = join(dataDir, "PG_VERSION");
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  const caller = process.getuid?.();
  if (caller === 0) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedAccount();
  if (owner && caller !== undefined && owner.uid !== caller) {
    throw new Error(`The database in ${dataDir} belongs to another account. Start from that account, or as root.`);
  }
  return {};
}

/** Whether the account can really enter a folder: tried, because modes alone do not know of access lists and mounts. */
export function canEnter(account: ServerAccount, dir: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function unprivilegedAccount(): ServerAccount {
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`. Create one of them.",
  );
}
