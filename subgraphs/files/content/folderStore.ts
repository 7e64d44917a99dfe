import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type ContentStore, DamagedContent, type Received, TooLarge } from "./contentStore";

/** What a process that died has left of a file that was arriving is removed after this long. */
const LEFT_OVER_MS = 24 * 3_600_000;
const HASH = /^[0-9a-f]{64}$/;

/** Content in a local folder, `ab/cd/abcd…`. Several processes may share it. A file appears there by a rename, complete and
 * written through to the disk, or not at all. */
export function createFolderStore(root: string): ContentStore {
  const incoming = join(root, "incoming");
  const placeOf = (sha256: string): string => {
    if (!HASH.test(sha256)) throw new DamagedContent(sha256);
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  const has = (sha256: string) => exists(placeOf(sha256));
  let swept: Promise<void> | undefined;

  return {
    async receive(source, maxBytes) {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      swept ??= removeLeftOvers(incoming);
      await swept;
      const path = join(incoming, `${randomBytes(16).toString("hex")}.part`);
      const file = await open(path, "wx", 0o600);
      try {
        return { path, ...(await write(source, file, maxBytes)) };
      } catch (cause) {
        await rm(path, { force: true });
        throw cause;
      } finally {
        await file.close();
      }
    },
    async keep({ path, sha256 }) {
      const place = placeOf(sha256);
      if (await exists(place)) return;
      const folder = join(place, "..");
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(path, place);
      for (const touched of [folder, join(folder, ".."), root]) await syncFolder(touched);
    },
    async discard({ path }) {
      await rm(path, { force: true });
    },
    has,
    async get(sha256) {
      const place = placeOf(sha256);
      const found = await hashOf(place).catch((cause: unknown) => {
        throw new DamagedContent(sha256, { cause });
      });
      if (found !== sha256) throw new DamagedContent(sha256);
      return createReadStream(place);
    },
  };
}

async function write(source: Readable, file: FileHandle, maxBytes: number): Promise<Omit<Received, "path">> {
  const hash = createHash("sha256");
  let size = 0;
  // whoever sent too much must still be able to read the answer
  const chunks: AsyncIterable<Buffer> = source.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge(maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  await file.sync();
  return { size, sha256: hash.digest("hex") };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}

/** A rename is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
  });
  return found !== undefined;
}

async function removeLeftOvers(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() })); // another process was quicker
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true });
  }
}
