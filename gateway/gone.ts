/** Tells that nobody waits for an answer any more. Every AbortSignal is one. */
export interface Gone {
  readonly aborted: boolean;
  addEventListener(event: "abort", listener: () => void): void;
  removeEventListener(event: "abort", listener: () => void): void;
}

/** What becomes of one request's sender. Each request ends, and an AbortController that ends makes an exception with the frames of
 * whoever ended it; signals that are derived of it are what the collector of garbage is slowest with. */
export class Leaving implements Gone {
  aborted = false;
  #listeners: Set<() => void> | undefined;

  addEventListener(_event: "abort", listener: () => void): void {
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
  }

  removeEventListener(_event: "abort", listener: () => void): void {
    this.#listeners?.delete(listener);
  }

  leave(): void {
    if (this.aborted) return;
    this.aborted = true;
    const listeners = this.#listeners;
    this.#listeners = undefined;
    for (const listener of listeners ?? []) listener();
  }
}

/** Of what somebody waits for in any case. */
export const NOBODY_LEAVES: Gone = { aborted: false, addEventListener() {}, removeEventListener() {} };
