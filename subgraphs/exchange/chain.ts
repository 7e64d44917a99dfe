import { createHash } from "node:crypto";
import * as v from "valibot";
import { BEGINNING, Header, type WireMessage } from "./protocol";

/** A message as its stream takes it. */
interface Chained {
  header: string;
  /** hex */
  hash: string;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The header's exact text, and the link of the chain that it makes.
 * @param previous hash of the message before, BEGINNING for an epoch's first */
export function chain(previous: string, fields: Omit<Header, "payload">, payload: string): Chained {
  const { kind, source, destination, epoch, sequence, journal, at, subject } = fields;
  const told: Header = { kind, source, destination, epoch, sequence, journal, at, payload: sha256(payload), subject };
  const header = JSON.stringify(told);
  return { header, hash: linkOf(previous, header) };
}

function linkOf(previous: string, header: string): string {
  return createHash("sha256").update(Buffer.from(previous, "hex")).update(header).digest("hex");
}

/** Reads messages that follow one another from a place on.
 * @returns each with its header and link, or what is wrong with the first one that does not fit */
export function readChain(
  { source, destination, epoch, first, previous }: Place,
  messages: readonly WireMessage[],
): { links: { header: Header; hash: string }[] } | { fault: string } {
  if (first === 1 && previous !== BEGINNING) return { fault: "an epoch begins after nothing" };
  const links: { header: Header; hash: string }[] = [];
  let last = previous;
  for (const [i, message] of messages.entries()) {
    const header = readHeader(message.header);
    const wanted = { source, destination, epoch, sequence: first + i };
    if (!header) return { fault: `message ${first + i} has no header` };
    const differs = (Object.keys(wanted) as (keyof typeof wanted)[]).find((name) => header[name] !== wanted[name]);
    if (differs) return { fault: `message ${first + i} is another one: ${differs}` };
    if (sha256(message.payload) !== header.payload) return { fault: `message ${first + i} has another payload` };
    last = linkOf(last, message.header);
    links.push({ header, hash: last });
  }
  return { links };
}

interface Place {
  source: string;
  destination: string;
  epoch: number;
  first: number;
  previous: string;
}

function readHeader(text: string): Header | undefined {
  try {
    const read = v.safeParse(Header, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
