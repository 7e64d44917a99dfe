import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline as connect, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

interface Spooled {
  /** bytes */
  size: number;
  /** to be read once; destroying it gives its place back */
  body: Readable;
}

/** Where what is made for a receiver is put aside until it is fetched: however slowly that goes, whoever makes it is done. */
export interface Spool {
  /** @throws SpoolIsFull; whatever ends the source or the signal leaves nothing */
  take(source: Readable, signal: AbortSignal): Promise<Spooled>;
}

export class SpoolIsFull extends Error {}

const CIPHER = "aes-256-ctr";
/** Of one process: a workbook of 100,000 findings has about 10 MB. */
const MOST_BYTES = 2 * 1024 ** 3;

/** In a local folder. A file loses its name as soon as it is open, and its bytes are encrypted under a key that nobody but
 * this process has and that it forgets: nothing readable stays on the disk, after a crash neither. */
export function createSpool(folder: string, mostBytes = MOST_BYTES): Spool {
  let held = 0;
  return {
    async take(source, signal) {
      const file = await openNameless(folder);
      const [key, start] = [randomBytes(32), randomBytes(16)];
      let size = 0;
      const count = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          held += chunk.length;
          if (held > mostBytes) throw new SpoolIsFull(`more than ${mostBytes} bytes wait to be fetched`);
          yield chunk;
        }
      };
      try {
        const write = async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) await file.writeFile(chunk);
        };
        await pipeline(source, count, createCipheriv(CIPHER, key, start), write, { signal });
      } catch (cause) {
        held -= size;
        await file.close();
        throw cause;
      }
      const body = createDecipheriv(CIPHER, key, start);
      connect(file.createReadStream({ start: 0 }), body, () => {
        held -= size;
      });
      return { size, body };
    },
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomBytes(16).toString("hex")}.spool`);
  const file = await open(path, "wx+", 0o600);
  await rm(path);
  return file;
}
