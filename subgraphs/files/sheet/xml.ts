import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { BadFile } from "../badFile";
import { decodeText } from "../text";

interface XmlReader {
  /** names come without their namespace prefix */
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const MAX_DEPTH = 40;
const MAX_BYTES = 100 * 1024 * 1024;

/** Reads XML as it comes. A document type is refused before anything in it is used: with it go external entities and those
 * that multiply; the parser knows only the five that XML itself has.
 * @throws BadFile; and whatever the reader throws */
export async function readXml(source: Readable, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("doctype", () => fail("DOCUMENT_TYPE"));
  parser.on("error", () => fail("DAMAGED"));
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) fail("TOO_DEEP");
    reader.open?.(localName(name), attributes as Record<string, string>);
  });
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    reader.close?.(localName(name));
  });
  parser.on("text", (text) => reader.text?.(text));
  let seen = "";
  for await (const part of decodeText(source, MAX_BYTES)) {
    // the parser collects a document type to its end before it tells of it
    if (depth === 0) {
      if (/<!(DOCTYPE|ENTITY)/i.test(seen + part)) fail("DOCUMENT_TYPE");
      seen = (seen + part).slice(-10);
    }
    parser.write(part);
  }
  parser.close();
}

function fail(fault: "DOCUMENT_TYPE" | "DAMAGED" | "TOO_DEEP"): never {
  throw new BadFile(fault);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
