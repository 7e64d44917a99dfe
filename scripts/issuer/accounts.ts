import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import * as v from "valibot";
import { homeTierOfAccount } from "../../schema/contract/ids";
import { READING } from "../../schema/contract/settings";
import { keepPrivate, writePrivateFile } from "./privateFile";

/** A demonstration account. The password is kept readable, so that `npm run token` can sign in: never for a site. */
export interface DemoAccount {
  /** account id, `county:990101.clerk` */
  id: string;
  password: string;
  /** what a person reads in a list: 示例区巡察办 经办人 */
  label: string;
}

const ACCOUNT = v.object({
  id: v.pipe(
    v.string(),
    v.check((id) => homeTierOfAccount(id) !== undefined, "is no account id (tier:local-name)"),
  ),
  password: v.pipe(v.string(), v.minLength(12, "must have at least 12 characters")),
  label: v.pipe(v.string(), v.nonEmpty("must not be empty")),
});
const ACCOUNTS_FILE = v.object({
  accounts: v.pipe(
    v.array(ACCOUNT),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, "names an account twice"),
  ),
});

/** @throws Error that names the file and the place in it that is wrong, never a password */
export function readAccountsFile(path: string): DemoAccount[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(`the accounts file ${path} ${missing ? "does not exist" : "cannot be read as JSON"}`);
  }
  const read = v.safeParse(ACCOUNTS_FILE, content, READING);
  if (read.success) return read.output.accounts;
  const faults = read.issues.map((issue) => `${v.getDotPath(issue) ?? "all of it"} ${issue.message}`);
  throw new Error(`the accounts file ${path} is wrong: ${faults.join("; ")}`);
}

/** Writes the demonstration accounts with random passwords; who is in the file already keeps the password. */
export function writeAccountsFile(path: string, wanted: Omit<DemoAccount, "password">[]): void {
  const kept = new Map(existsSync(path) ? readAccountsFile(path).map(({ id, password }) => [id, password]) : []);
  const accounts = wanted.map(({ id, label }) => ({
    id,
    password: kept.get(id) ?? randomBytes(15).toString("base64url"),
    label,
  }));
  writePrivateFile(path, `${JSON.stringify({ accounts }, null, 2)}\n`);
}

/** The accounts as the file says them now: read again whenever the file has changed. */
export class AccountBook {
  #accounts = new Map<string, DemoAccount>();
  #version = "";

  /** @throws Error where the file is missing or wrong */
  constructor(
    private readonly path: string,
    private readonly onUnreadable: (cause: Error) => void,
  ) {
    this.#read();
  }

  /** Without the passwords. */
  list(): Omit<DemoAccount, "password">[] {
    this.#refresh();
    return [...this.#accounts.values()].map(({ id, label }) => ({ id, label }));
  }

  has(id: string): boolean {
    this.#refresh();
    return this.#accounts.has(id);
  }

  /** Takes the same time for a wrong password as for an unknown account. */
  accepts(id: string, password: string): boolean {
    this.#refresh();
    const account = this.#accounts.get(id);
    const same = timingSafeEqual(digest(password), digest(account?.password ?? ""));
    return same && account !== undefined;
  }

  #refresh(): void {
    try {
      if (this.#version !== versionOf(this.path)) this.#read();
    } catch (cause) {
      // a file that is being edited must not lock everybody out: the accounts of a moment ago stay
      this.onUnreadable(cause as Error);
    }
  }

  #read(): void {
    const accounts = readAccountsFile(this.path);
    keepPrivate(this.path);
    this.#version = versionOf(this.path);
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
  }
}

function versionOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path);
  return `${ino}/${size}/${mtimeMs}`;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
