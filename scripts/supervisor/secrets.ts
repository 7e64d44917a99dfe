import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const secret = v.pipe(v.string(), v.minLength(32));
const TierSecrets = v.object({ owner: secret, subgraph: secret, worker: secret, key: secret });
const Secrets = v.object({ superuser: secret, province: TierSecrets, city: TierSecrets, county: TierSecrets });
/** Passwords of the database roles, and per tier the HMAC key that gateway and subgraph share. */
export type Secrets = v.InferOutput<typeof Secrets>;

/** Reads the data folder's secrets, or makes them once.
 * @throws where the file is damaged, or is gone while its database is still there */
export function loadSecrets(dataFolder: string, databaseExists: boolean): Secrets {
  const file = join(dataFolder, "secrets.json");
  if (existsSync(file)) return read(file);
  if (databaseExists) {
    throw new Error(
      `${file} is missing, and the database beside it opens with nothing else. Restore the file, or remove ${dataFolder} to start afresh (its data are lost).`,
    );
  }
  const made = newSecrets();
  writeForGood(file, JSON.stringify(made, undefined, 2));
  return made;
}

function read(file: string): Secrets {
  try {
    return v.parse(Secrets, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Error(`${file} is damaged or may not be read. Restore it from a backup.`); // the cause would quote secrets
  }
}

function newSecrets(): Secrets {
  const one = (): string => randomBytes(32).toString("base64url");
  const tier = () => ({ owner: one(), subgraph: one(), worker: one(), key: one() });
  return { superuser: one(), province: tier(), city: tier(), county: tier() };
}

/** The database is made with these right after: they must be on the disk before it is. */
function writeForGood(file: string, text: string): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, "w", 0o600);
  writeFileSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}
