import type { Logger } from "pino";

const MOST_LINES = 20;
const WINDOW_MS = 1_000;

/** Who is refused as fast as one can send must not fill the disk: in a second so many lines, and then one for all others. */
export class RefusalLog {
  #lines = 0;
  #untold = 0;
  #window: NodeJS.Timeout | undefined;

  constructor(private readonly log: Logger) {}

  /** @param told without anything that says who asked, for whom, or with which values */
  info(told: object, message: string): void {
    this.#window ??= setTimeout(() => this.#next(), WINDOW_MS).unref();
    if (this.#lines++ < MOST_LINES) this.log.info(told, message);
    else this.#untold++;
  }

  #next(): void {
    if (this.#untold > 0) this.log.warn({ lines: this.#untold }, "further refusals within a second");
    this.#lines = this.#untold = 0;
    this.#window = undefined;
  }
}
