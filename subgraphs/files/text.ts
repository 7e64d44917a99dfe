import type { Readable } from "node:stream";
import { BadFile } from "./badFile";

/** A small text, whole.
 * @throws BadFile where it is longer or is not UTF-8 */
export async function readText(source: Readable, maxBytes: number): Promise<string> {
  let text = "";
  for await (const part of decodeText(source, maxBytes)) text += part;
  return text;
}

/** UTF-8 in pieces, as it comes.
 * @throws BadFile */
export async function* decodeText(source: Readable, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new BadFile("EXPANDS_TOO_FAR");
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    throw cause instanceof BadFile ? cause : new BadFile("DAMAGED", { cause });
  }
}
