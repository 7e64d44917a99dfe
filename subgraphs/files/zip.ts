import type { Readable } from "node:stream";
import { type Entry, open, type ZipFile } from "yauzl";
import { BadFile } from "./badFile";

interface ZipLimits {
  entries: number;
  /** of all entries together, expanded */
  bytes: number;
  /** expanded to compressed, of an entry large enough to matter */
  ratio: number;
}

/** Enough for what an office suite writes, and far from what a bomb needs. */
const OFFICE_ZIP: ZipLimits = { entries: 2_000, bytes: 200 * 1024 * 1024, ratio: 200 };
const SMALL_ENTRY = 4 * 1024 * 1024;
const ENCRYPTED = 1;

/** An archive whose directory has been read and keeps the limits. */
export interface Zip {
  names: ReadonlySet<string>;
  /** The expanded bytes of one entry. More of them than the directory declares is an error of the stream. */
  read(name: string): Promise<Readable>;
  close(): void;
}

/** Reads the directory of an archive. Names that lead out of it and sizes that lie are refused by the library.
 * @throws BadFile */
export async function openZip(path: string, limits: ZipLimits = OFFICE_ZIP): Promise<Zip> {
  const file = await openFile(path);
  try {
    const entries = await listEntries(file, limits);
    return {
      names: new Set(entries.keys()),
      read: (name) => openEntry(file, entries.get(name)),
      close: () => file.close(),
    };
  } catch (cause) {
    file.close();
    throw cause;
  }
}

function openFile(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, file) =>
      error ? reject(new BadFile("DAMAGED", { cause: error })) : resolve(file),
    );
  });
}

function listEntries(file: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    let bytes = 0;
    file.on("error", (cause: Error) => reject(faultOf(cause)));
    file.on("end", () => resolve(entries));
    file.on("entry", (entry: Entry) => {
      bytes += entry.uncompressedSize;
      const fault = faultOfEntry(entry, limits);
      if (fault) return reject(new BadFile(fault));
      if (bytes > limits.bytes) return reject(new BadFile("EXPANDS_TOO_FAR"));
      if (entries.has(entry.fileName)) return reject(new BadFile("DAMAGED"));
      entries.set(entry.fileName, entry);
      if (entries.size > limits.entries) return reject(new BadFile("TOO_MANY_PARTS"));
      file.readEntry();
    });
    if (file.entryCount > limits.entries) reject(new BadFile("TOO_MANY_PARTS"));
    else file.readEntry();
  });
}

function faultOfEntry(entry: Entry, limits: ZipLimits) {
  if (entry.generalPurposeBitFlag & ENCRYPTED) return "ENCRYPTED";
  if (/vbaProject/i.test(entry.fileName)) return "MACROS";
  const large = entry.uncompressedSize > SMALL_ENTRY;
  return large && entry.uncompressedSize > limits.ratio * entry.compressedSize ? "EXPANDS_TOO_FAR" : undefined;
}

/** The library says in words alone that a name would lead out of the archive. */
function faultOf(cause: Error): BadFile {
  const unsafe = /^(absolute path|invalid relative path|invalid characters in fileName)/.test(cause.message);
  return new BadFile(unsafe ? "UNSAFE_NAME" : "DAMAGED", { cause });
}

function openEntry(file: ZipFile, entry: Entry | undefined): Promise<Readable> {
  return new Promise((resolve, reject) => {
    if (!entry) return reject(new BadFile("DAMAGED"));
    file.openReadStream(entry, (error, stream) =>
      error ? reject(new BadFile("DAMAGED", { cause: error })) : resolve(stream),
    );
  });
}
