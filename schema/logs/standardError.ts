import { write, writeSync } from "node:fs";

const STANDARD_ERROR = 2;
const AGAIN_AFTER_MS = 10;
/** For so long lines that only inform are gathered: to hand one over takes a thread, and as long as to answer a small question. */
const GATHERED_MS = 20;
const INFORMS = '{"level":30,';
/** At the end of a process, where whoever reads is slow. Who lives and reads nothing at all holds up a process whose standard
 * error blocks, as pipes do: whoever started it ends it. */
const LAST_WORDS_MS = 1_000;

/** Where the lines of a log go: standard error, beside the work, and what is left of them when the process ends. Whoever reads them may have
 * died, a supervisor for example: then nothing is logged any more, and the process ends when it should. (What pino brings for this tries
 * for ever to write the rest.) */
export class StandardError {
  #lines: string[] = [];
  #leaving: Buffer = Buffer.alloc(0);
  #isUnread = false;
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  constructor(private readonly fd = STANDARD_ERROR) {
    process.on("exit", () => this.flushSync());
  }

  write(line: string): void {
    if (this.#isUnread) return;
    this.#lines.push(line);
    if (this.#leaving.length === 0) this.#leaveIn(line.startsWith(INFORMS) ? GATHERED_MS : 0);
  }

  /** All but what is leaving already. */
  flushSync(): void {
    let rest = Buffer.from(this.#taken());
    const until = performance.now() + LAST_WORDS_MS;
    while (rest.length > 0 && performance.now() < until) {
      try {
        rest = rest.subarray(writeSync(this.fd, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_AFTER_MS);
      }
    }
  }

  /** What is told within one turn leaves together in any case. */
  #leaveIn(ms: number): void {
    if (ms === 0) this.#soon ??= setImmediate(() => this.#leave());
    else if (!this.#soon) this.#later ??= setTimeout(() => this.#leave(), ms).unref();
  }

  #leave(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    this.#soon = this.#later = undefined;
    if (this.#leaving.length === 0) this.#leaving = Buffer.from(this.#taken());
    if (this.#leaving.length === 0) return;
    write(this.fd, this.#leaving, (error, written) => {
      if (error?.code === "EPIPE" || error?.code === "EBADF") {
        this.#isUnread = true;
        this.#lines = [];
        return;
      }
      // what a full disk does not take is lost, and what comes next is not
      const isLost = error && error.code !== "EAGAIN";
      this.#leaving = this.#leaving.subarray(isLost ? this.#leaving.length : written);
      if (error) setTimeout(() => this.#leave(), AGAIN_AFTER_MS);
      else if (this.#leaving.length > 0) this.#leave();
      else if (this.#lines.length > 0) this.#leaveIn(GATHERED_MS);
    });
  }

  #taken(): string {
    const taken = this.#lines.join("");
    this.#lines = [];
    return taken;
  }
}
