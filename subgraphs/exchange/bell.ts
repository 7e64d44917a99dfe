/** Wakes who waits, within one process: what is numbered is dispatched at once, what is dispatched goes out at once. */
export class Bell {
  private waiting = new Set<() => void>();
  private rung = false;

  /** Whoever waits goes on; where nobody does, the next one does not wait. */
  ring(): void {
    this.rung = this.waiting.size === 0;
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  /** Ends with the next ring, after so long, or when the signal is given. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.rung || signal.aborted) {
      this.rung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end, { once: true });
      this.waiting.add(end);
    });
  }
}
