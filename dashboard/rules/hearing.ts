import { pauseAfter } from "./patience";

/** Whether the page hears of what happens. LOST: what it shows may be out of date, and it tries again by itself. OUT_OF_DATE: the platform
 * has a newer page, and only that one will hear. */
export type Hearing = "BEGINNING" | "LIVE" | "LOST" | "OUT_OF_DATE";

/** The page hears of everything while it is connected and none of its logs is refused: one that was refused in passing says so as little as
 * one in which nothing happens. */
export class LogsHeard<Log> {
  /** each with how often in a row */
  readonly #refused = new Map<Log, number>();
  #isConnected = false;
  #isOutOfDate = false;
  #isOver = false;

  constructor(private readonly onHearing: (hearing: Hearing) => void) {}

  connected(): void {
    this.#isConnected = true;
    this.#tell();
  }

  lost(): void {
    this.#isConnected = false;
    this.#tell();
  }

  /** @returns milliseconds after which it may be followed again */
  refused(log: Log): number {
    const tries = this.#refused.get(log) ?? 0;
    this.#refused.set(log, tries + 1);
    this.#tell();
    return pauseAfter(tries);
  }

  outOfDate(): void {
    this.#isOutOfDate = true;
    this.#tell();
  }

  /** Something came of a log.
   * @returns whether it was refused before: nobody has told what happened meanwhile */
  heard(log: Log): boolean {
    const wasRefused = this.#refused.delete(log);
    if (wasRefused) this.#tell();
    return wasRefused;
  }

  /** Others listen from now on: whatever still comes of these logs says nothing any more. */
  end(): void {
    this.#isOver = true;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  #tell(): void {
    if (this.#isOver) return;
    const isLive = this.#isConnected && this.#refused.size === 0;
    this.onHearing(this.#isOutOfDate ? "OUT_OF_DATE" : isLive ? "LIVE" : "LOST");
  }
}
