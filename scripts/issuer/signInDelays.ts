const FREE_FAILURES = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
const REMEMBERED_ACCOUNTS = 1_000;

/** Slows guessing down: from the fifth failure of an account on, each one doubles the wait before the next try. */
export class SignInDelays {
  readonly #failures = new Map<string, { count: number; until: number }>();

  /** @param now milliseconds since 1970, UTC */
  constructor(private readonly now: () => number = Date.now) {}

  /** @returns milliseconds until the account may try again; 0 where it may now */
  waitFor(account: string): number {
    return Math.max(0, (this.#failures.get(account)?.until ?? 0) - this.now());
  }

  failed(account: string): void {
    const count = (this.#failures.get(account)?.count ?? 0) + 1;
    const doublings = count - FREE_FAILURES;
    const delay = doublings < 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** doublings);
    this.#failures.delete(account);
    this.#failures.set(account, { count, until: this.now() + delay });
    const oldest = this.#failures.keys().next().value;
    if (this.#failures.size > REMEMBERED_ACCOUNTS && oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(account: string): void {
    this.#failures.delete(account);
  }
}
