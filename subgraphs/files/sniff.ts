import { open } from "node:fs/promises";
import { filetypename } from "magic-bytes.js";
import type { FileType } from "../domain/attachment/attachment";
import { BadFile } from "./badFile";
import { readText } from "./text";
import { openZip, type Zip } from "./zip";

const HEAD_BYTES = 512;
const CONTENT_TYPES = "[Content_Types].xml";
const CONTENT_TYPES_BYTES = 1024 * 1024;
const BY_SIGNATURE: Partial<Record<string, FileType>> = { pdf: "pdf", png: "png", jpg: "jpeg", mp3: "mp3" };
/** Brand of an MPEG-4 file that holds sound alone. */
const SOUND = /^M4[AB] $/;

/** What a file is by its bytes, whatever it is called.
 * @returns undefined where it is none of the types that the platform takes
 * @throws BadFile where an archive breaks its limits or holds macros */
export async function sniff(path: string): Promise<FileType | undefined> {
  const head = await headOf(path);
  if (head.length === 0) throw new BadFile("EMPTY");
  const guesses = filetypename(head);
  if (guesses.includes("zip")) return officeTypeOf(path);
  if (head.subarray(4, 8).toString("latin1") === "ftyp") {
    return SOUND.test(head.subarray(8, 12).toString("latin1")) ? "m4a" : "mp4";
  }
  return guesses.map((guess) => BY_SIGNATURE[guess]).find((type) => type !== undefined);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function officeTypeOf(path: string): Promise<FileType | undefined> {
  const zip = await openZip(path);
  try {
    return zip.names.has(CONTENT_TYPES) ? await declaredType(zip) : undefined;
  } finally {
    zip.close();
  }
}

async function declaredType(zip: Zip): Promise<FileType | undefined> {
  const declared = await readText(await zip.read(CONTENT_TYPES), CONTENT_TYPES_BYTES);
  if (/macroEnabled|vbaProject/i.test(declared)) throw new BadFile("MACROS");
  if (declared.includes("wordprocessingml.document.main+xml")) return "docx";
  return declared.includes("spreadsheetml.sheet.main+xml") ? "xlsx" : undefined;
}
