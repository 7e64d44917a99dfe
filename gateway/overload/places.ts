/** Who is let in is answered within this, or too many are let in. */
const TARGET_MS = 1_000;
/** Where most take longer than this, they wait for one another. */
const LATE_MS = TARGET_MS / 2;
const LOOK_EVERY_MS = 500;
/** Of fewer answers nothing is concluded: a few heavy questions are slow on their own account. */
const ENOUGH = 8;
const LEAST = 32;

/** How many requests may be in hand. A number alone is a promise about time only on the machine on which it was found: where
 * another one is ten times slower, or busy with something else, who is let in waits ten times longer, until what they wait for has
 * reached its own deadline and the work done for them is lost. So while most answers come late, as many may be in hand as are
 * answered in the time that they should take; and more again once answers come early. */
export class Places {
  #count: number;
  #answers = 0;
  #late = 0;
  #lost = 0;
  #since: number;

  constructor(
    private readonly most: number,
    private readonly now = () => performance.now(),
  ) {
    this.#count = most;
    this.#since = now();
  }

  get count(): number {
    return this.#count;
  }

  /** @param ms that a request was in hand which got all that it asked for, without what its sender took and its plan */
  answered(ms: number): void {
    this.#answers++;
    if (ms > LATE_MS) this.#late++;
    this.#look();
  }

  /** @param ms that a request was in hand of which nobody could say in time who asked */
  lost(ms: number): void {
    if (ms > TARGET_MS) this.#lost++;
    this.#look();
  }

  #look(): void {
    const now = this.now();
    const passed = now - this.#since;
    if (passed < LOOK_EVERY_MS) return;
    const all = this.#answers + this.#lost;
    if ((this.#late + this.#lost) * 2 <= all) this.#count = Math.min(this.most, Math.ceil(this.#count * 1.25));
    else if (all >= ENOUGH) this.#count = this.#bounded((this.#answers / passed) * TARGET_MS);
    this.#answers = this.#late = this.#lost = 0;
    this.#since = now;
  }

  #bounded(count: number): number {
    return Math.min(this.most, Math.max(LEAST, Math.ceil(count)));
  }
}
