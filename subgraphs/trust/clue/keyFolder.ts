import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Custody, isCustody } from "../../domain/clue/custody";
import { CustodyKeys, newest, PublicKeys } from "./custodyKeys";
import { TierSecret } from "./tierSecret";

/** Why keys can't be used: absent, damaged, or open to others. The words name the custody and no content. */
export class KeyFault extends Error {
  constructor(
    readonly fault: "MISSING" | "DAMAGED" | "OPEN",
    /** whose key, or `tier` */
    readonly whose: string,
  ) {
    super(
      `the key of ${whose} is ${{ MISSING: "missing", DAMAGED: "damaged", OPEN: "open to other accounts" }[fault]}`,
    );
  }
}

const [PRIVATE, PUBLIC, TIER] = ["private", "public", "tier.json"];

/** The keys of a tier's custodies, outside of its database: `private/` of its own, `public/` of everybody's that it deals with,
 * and `tier.json`. Read when they are needed, and again when their file has changed: a new key needs no restart. */
export class KeyFolder {
  private readonly known = new Map<string, { changed: string; keys: unknown }>();

  constructor(readonly path: string) {}

  /** @throws KeyFault */
  keysOf(custody: Custody): CustodyKeys {
    return this.read(join(this.path, PRIVATE, fileOf(custody)), custody, CustodyKeys, true);
  }

  /** The same where something is sealed or signed by them now: with a generation whose public part nobody has, nobody could verify it,
   * and the custody itself would call it tampered with.
   * @throws KeyFault */
  keysInUse(custody: Custody): CustodyKeys {
    const keys = this.keysOf(custody);
    const { id, wrapping, signing } = newest(keys);
    const isKnown = this.publicKeysOf(custody).generations.some(
      (each) => each.id === id && each.wrapping === wrapping && each.signing === signing,
    );
    if (!isKnown) throw new KeyFault("DAMAGED", custody);
    return keys;
  }

  /** @throws KeyFault */
  publicKeysOf(custody: Custody): PublicKeys {
    return this.read(join(this.path, PUBLIC, fileOf(custody)), custody, PublicKeys, false);
  }

  /** @returns undefined where they can't be used, for whatever reason */
  publicKeysIfThere(custody: Custody): PublicKeys | undefined {
    try {
      return this.publicKeysOf(custody);
    } catch (cause) {
      if (cause instanceof KeyFault) return undefined;
      throw cause;
    }
  }

  /** @throws KeyFault */
  tierSecret(): TierSecret {
    return this.read(join(this.path, TIER), "tier", TierSecret, true);
  }

  /** Whose keys are here. */
  list(kind: "private" | "public"): Custody[] {
    const names = readdirIfThere(join(this.path, kind === "private" ? PRIVATE : PUBLIC));
    return names.map((name) => name.replace(/\.json$/, "").replace(".", ":")).filter(isCustody);
  }

  writeKeys(keys: CustodyKeys): void {
    writeForGood(join(this.path, PRIVATE), fileOf(keys.custody), keys, 0o600);
  }

  writePublicKeys(keys: PublicKeys): void {
    writeForGood(join(this.path, PUBLIC), fileOf(keys.custody), keys, 0o644);
  }

  writeTierSecret(secret: TierSecret): void {
    writeForGood(this.path, TIER, secret, 0o600);
  }

  private read<Shape extends v.GenericSchema>(
    file: string,
    whose: string,
    shape: Shape,
    secret: boolean,
  ): v.InferOutput<Shape> {
    const { changed, mode } = look(file, whose);
    if (secret && mode & 0o077) throw new KeyFault("OPEN", whose);
    const before = this.known.get(file);
    if (before?.changed === changed) return before.keys as v.InferOutput<Shape>;
    const keys = parse(file, whose, shape);
    // a file under another name would be used as somebody else's
    if ("custody" in (keys as object) && (keys as { custody: string }).custody !== whose) {
      throw new KeyFault("DAMAGED", whose);
    }
    this.known.set(file, { changed, keys });
    return keys;
  }
}

function look(file: string, whose: string): { changed: string; mode: number } {
  try {
    const { mtimeMs, size, ino, mode } = statSync(file);
    return { changed: `${mtimeMs} ${size} ${ino}`, mode };
  } catch {
    throw new KeyFault("MISSING", whose);
  }
}

function parse<Shape extends v.GenericSchema>(file: string, whose: string, shape: Shape): v.InferOutput<Shape> {
  try {
    return v.parse(shape, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new KeyFault("DAMAGED", whose); // the cause would quote the key
  }
}

function fileOf(custody: Custody): string {
  return `${custody.replace(":", ".")}.json`;
}

function readdirIfThere(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
}

/** On the disk before anything is sealed with it; a reader sees the old file or the new one. */
function writeForGood(folder: string, name: string, content: object, mode: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${name}.new`);
  const descriptor = openSync(draft, "w", mode);
  writeFileSync(descriptor, JSON.stringify(content, undefined, 2));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, join(folder, name));
}
