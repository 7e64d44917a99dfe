import { NoHttp } from "./head";

const LINE_END = "\r\n";
/** With what may stand behind a length. */
const MOST_LINE_BYTES = 1_024;
const LENGTH = /^([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?$/i;

/** A body in pieces that each say their length. */
export class Chunked {
  readonly pieces: Buffer[] = [];
  bytes = 0;
  isWhole = false;
  /** what is left over behind the end */
  rest: Buffer = Buffer.alloc(0);
  /** of the piece that is read, its line end included; 0: a line with a length comes */
  #left = 0;
  #isTrailer = false;

  /** @throws NoHttp */
  take(chunk: Buffer): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    while (bytes.length > 0 && !this.isWhole) {
      const after = this.#left > 0 ? this.#piece(bytes) : this.#line(bytes);
      if (!after) break;
      bytes = after;
    }
    this.rest = bytes;
  }

  /** @returns what stands behind what was read, undefined where more has to come */
  #piece(bytes: Buffer): Buffer | undefined {
    const data = Math.min(bytes.length, this.#left - LINE_END.length);
    if (data > 0) {
      this.pieces.push(bytes.subarray(0, data));
      this.bytes += data;
      this.#left -= data;
      return bytes.subarray(data);
    }
    if (bytes.length < LINE_END.length) return undefined;
    if (bytes.toString("latin1", 0, LINE_END.length) !== LINE_END) throw new NoHttp("a piece of another length");
    this.#left = 0;
    return bytes.subarray(LINE_END.length);
  }

  #line(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(LINE_END);
    if (end > MOST_LINE_BYTES || (end < 0 && bytes.length > MOST_LINE_BYTES)) throw new NoHttp("an endless line");
    if (end < 0) return undefined;
    const line = bytes.toString("latin1", 0, end);
    if (this.#isTrailer) this.isWhole = line === "";
    else this.#lengthIs(line);
    return bytes.subarray(end + LINE_END.length);
  }

  #lengthIs(line: string): void {
    const [, said] = LENGTH.exec(line) ?? [];
    if (said === undefined) throw new NoHttp("no length of a piece");
    const length = Number.parseInt(said, 16);
    this.#isTrailer = length === 0;
    this.#left = length === 0 ? 0 : length + LINE_END.length;
  }
}
