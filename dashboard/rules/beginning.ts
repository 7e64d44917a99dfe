/** The page asks nothing before every log is followed, so that nothing is asked twice: what happens after that is told. It does not wait for
 * ever, though: what it has asked before a log begins has to be asked again, since something may have happened in between. */
export class Beginning<Log> {
  readonly #expected: Set<Log>;
  #isOver = false;

  /** @param onBegun is called once */
  constructor(
    logs: readonly Log[],
    private readonly onBegun: () => void,
  ) {
    this.#expected = new Set(logs);
  }

  /** One of the logs is followed from now on.
   * @returns whether what was asked before has to be asked again */
  hasStarted(log: Log): boolean {
    const wasOver = this.#isOver;
    this.#expected.delete(log);
    if (this.#expected.size === 0) this.end();
    return wasOver;
  }

  /** Waits no longer. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onBegun();
  }
}
