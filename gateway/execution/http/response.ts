import { Chunked } from "./chunked";
import { type Head, NoHttp, readHead } from "./head";

export class TierAnswer {
  constructor(
    readonly status: number,
    readonly body: Buffer,
  ) {}

  get text(): string {
    return this.body.toString();
  }
}

/** The answer has more bytes than anybody should send. */
export class AnswerTooLarge extends Error {}

const HEAD_END = "\r\n\r\n";
const MOST_HEAD_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/** One response of HTTP/1.1, read as it comes. */
export class Response {
  head: Head | undefined;
  /** whether something came behind the end */
  hasRest = false;
  #pending: Buffer = NOTHING;
  #chunked: Chunked | undefined;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** @returns the answer, once all of it is there
   * @throws NoHttp, AnswerTooLarge */
  take(chunk: Buffer): TierAnswer | undefined {
    let bytes = chunk;
    while (!this.head) {
      const after = this.#readHead(bytes);
      if (!after) return undefined;
      bytes = after;
    }
    return this.#readBody(this.head, bytes);
  }

  /** The connection has ended.
   * @returns the answer, where that is its end */
  end(): TierAnswer | undefined {
    return this.head?.length === "UNTIL_END" ? this.#whole(this.head, this.#pieces) : undefined;
  }

  /** @returns what stands behind the head, undefined where more has to come */
  #readHead(chunk: Buffer): Buffer | undefined {
    const bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    const end = bytes.indexOf(HEAD_END);
    if (end > MOST_HEAD_BYTES || (end < 0 && bytes.length > MOST_HEAD_BYTES)) throw new NoHttp("an endless head");
    if (end < 0) {
      this.#pending = bytes;
      return undefined;
    }
    this.#pending = NOTHING;
    const head = readHead(bytes.toString("latin1", 0, end));
    if (head.status === 101) throw new NoHttp("another protocol");
    // what stands in front of the answer says only that it will come
    if (head.status >= 200) this.head = head;
    if (typeof head.length === "number" && head.length > this.mostBytes) throw new AnswerTooLarge();
    return bytes.subarray(end + HEAD_END.length);
  }

  #readBody(head: Head, bytes: Buffer): TierAnswer | undefined {
    if (head.length === "CHUNKED") return this.#readChunked(head, bytes);
    this.#bytes += bytes.length;
    if (this.#bytes > this.mostBytes) throw new AnswerTooLarge();
    if (head.length === "UNTIL_END") {
      this.#pieces.push(bytes);
      return undefined;
    }
    const beyond = this.#bytes - head.length;
    this.hasRest = beyond > 0;
    if (bytes.length > 0) this.#pieces.push(beyond > 0 ? bytes.subarray(0, bytes.length - beyond) : bytes);
    return beyond >= 0 ? this.#whole(head, this.#pieces) : undefined;
  }

  #readChunked(head: Head, bytes: Buffer): TierAnswer | undefined {
    this.#chunked ??= new Chunked();
    this.#chunked.take(bytes);
    if (this.#chunked.bytes > this.mostBytes) throw new AnswerTooLarge();
    if (!this.#chunked.isWhole) return undefined;
    this.hasRest = this.#chunked.rest.length > 0;
    return this.#whole(head, this.#chunked.pieces);
  }

  #whole({ status }: Head, pieces: readonly Buffer[]): TierAnswer {
    const [only = NOTHING] = pieces;
    return new TierAnswer(status, pieces.length > 1 ? Buffer.concat(pieces) : only);
  }
}
