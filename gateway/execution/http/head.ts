/** What the head of a response says about what comes behind it. */
export interface Head {
  status: number;
  /** bytes; CHUNKED: in pieces that each say their length; UNTIL_END: all that comes until the connection ends */
  length: number | "CHUNKED" | "UNTIL_END";
  /** whether the connection stays for the next question */
  stays: boolean;
  /** for how long it stays unused, milliseconds, where that is said */
  staysForMs: number | undefined;
}

/** What does not keep to HTTP/1.1: nobody can tell where such an answer ends. */
export class NoHttp extends Error {}

const STATUS = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const LENGTH = /^\d{1,15}$/;
const STAYS_SECONDS = /(?:^|[\s,])timeout=(\d{1,6})(?:$|[\s,])/i;

/** @param text all up to the empty line
 * @throws NoHttp */
export function readHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const [, minor, said] = STATUS.exec(first) ?? [];
  if (!said) throw new NoHttp("no status");
  let length: string | undefined;
  let coding: string | undefined;
  let connection = minor === "1" ? "" : "close";
  let staysForMs: number | undefined;
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || !NAME.test(name)) throw new NoHttp("a broken header");
    if (name === "content-length") length = theOnly(length, line, colon);
    else if (name === "transfer-encoding") coding = theOnly(coding, line, colon);
    else if (name === "connection") connection = valueIn(line, colon).toLowerCase();
    else if (name === "keep-alive")
      staysForMs = Number(STAYS_SECONDS.exec(line.slice(colon + 1))?.[1] ?? Number.NaN) * 1_000;
  }
  const status = Number(said);
  const bodyLength = lengthOf(status, length, coding);
  return {
    status,
    length: bodyLength,
    stays: bodyLength !== "UNTIL_END" && !connection.includes("close"),
    staysForMs: Number.isNaN(staysForMs) ? undefined : staysForMs,
  };
}

function lengthOf(status: number, length: string | undefined, coding: string | undefined): Head["length"] {
  if (status < 200 || status === 204 || status === 304) return 0;
  // who says both may mean one thing, and somebody on the way another
  if (coding !== undefined && length !== undefined) throw new NoHttp("two lengths");
  if (coding !== undefined) {
    if (coding.toLowerCase() !== "chunked") throw new NoHttp("an unknown coding");
    return "CHUNKED";
  }
  if (length === undefined) return "UNTIL_END";
  if (!LENGTH.test(length)) throw new NoHttp("no length");
  return Number(length);
}

function theOnly(known: string | undefined, line: string, colon: number): string {
  const value = valueIn(line, colon);
  if (known !== undefined && known !== value) throw new NoHttp("a header that says two things");
  return value;
}

function valueIn(line: string, colon: number): string {
  return line.slice(colon + 1).trim();
}
