/** The questions that have been sent and not been answered yet. */
export class UnderWay {
  readonly #keys = new Set<number>();

  sent(key: number): void {
    this.#keys.add(key);
  }

  /** It is answered, or nobody waits for the answer any more. */
  over(key: number): void {
    this.#keys.delete(key);
  }

  /** Asks a question again. An answer that is under way may be older than the change of which somebody was told, and the client asks
   * nothing twice at a time: in that case it is asked once more after it.
   * @returns until the answer has come */
  async askAnew(key: number, ask: () => Promise<unknown>, isWanted: () => boolean): Promise<void> {
    const isOnItsWay = this.#keys.has(key);
    await ask();
    if (isOnItsWay && isWanted()) await ask();
  }
}
