import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { canEnter, type ServerAccount } from "./account";
import type { Programs } from "./programs";
import { reachableFolder } from "./reachableFolder";

/** Says where the cluster's files really are. Where the account can't enter the folder that was asked for, they are kept
 * elsewhere and a link stands in their place, so that whoever removes the link starts afresh. */
export function placeDataDirectory(asked: string, account: ServerAccount, log: (line: string) => void): string {
  const dataDir = resolve(asked);
  const parent = dirname(dataDir);
  if (isCluster(dataDir)) return realpathSync(dataDir);
  mkdirSync(parent, { recursive: true });
  if (canEnter(account, parent)) return join(realpathSync(parent), basename(dataDir));
  const elsewhere = join(reachableFolder(), `data-${randomBytes(6).toString("hex")}`);
  rmSync(dataDir, { force: true }); // a link to a place that is gone
  symlinkSync(elsewhere, dataDir);
  log(`PostgreSQL's account can't enter ${parent}; the database is kept in ${elsewhere}`);
  return elsewhere;
}

function isCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, "PG_VERSION"));
}

/** Makes a new cluster unless there is one. It gets its name when it is complete: a start killed halfway leaves no half cluster. */
export async function initialise(
  dataDir: string,
  programs: Programs,
  account: ServerAccount,
  superuserPassword: string,
  options: { sync: boolean },
): Promise<void> {
  if (isCluster(dataDir)) return;
  const draft = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  own(draft, account);
  try {
    writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
    own(passwordFile, account);
    await runInitdb(programs, account, draft, passwordFile, options.sync);
    renameSync(draft, dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** @throws where the files were made by another major version, which this one can't read */
export function refuseOtherMajor(dataDir: string, programs: Programs): void {
  const found = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  if (found === programs.major) return;
  throw new Error(
    `${dataDir} was written by PostgreSQL ${found}, this is PostgreSQL ${programs.major}. Dump it with version ${found} and load the dump into a new folder (docs/operations.md), or name another folder.`,
  );
}

async function runInitdb(
  programs: Programs,
  account: ServerAccount,
  target: string,
  passwordFile: string,
  sync: boolean,
): Promise<void> {
  const flags = ["-D", target, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"];
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  try {
    await promisify(execFile)(
      join(programs.dir, "bin", "initdb"),
      [...flags, ...locale, ...(sync ? [] : ["--no-sync"])],
      {
        ...account,
        cwd: "/",
        env: { PATH: process.env.PATH, LC_ALL: "C" },
      },
    );
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`PostgreSQL could not make a new database in ${dirname(target)}: ${stderr?.trim() || message}`);
  }
}

function own(path: string, account: ServerAccount): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}
