/** Who is let in is answered within this, or too many are let in. */
const TARGET_MS = 1_000;
/** Where most take longer than this, they wait for one another. */
const LATE_MS = TARGET_MS / 2;
const LOOK_EVERY_MS = 500;
/** Of fewer answers nothing is concluded: a few heavy questions are slow on their own account. */
const ENOUGH = 8;
const LEAST = 32;
/** Who is let in while all are busy only waits among more, and what waits is copied by the collector of garbage and pushed out of the
 * processor's caches: so many as are answered in this keep everybody busy. */
const BUSY_MS = 60;
/** Refusals for each answer by which it is known that more is asked than can be answered. */
const REFUSED_SHARE = 1 / 10;

/** How many requests may be in hand. A number alone is a promise about time only on the machine on which it was found: where
 * another one is ten times slower, or busy with something else, who is let in waits ten times longer, until what they wait for has
 * reached its own deadline and the work done for them is lost. So while most answers come late, as many may be in hand as are
 * answered in the time that they should take; while more is asked than can be answered, no more than keep gateway and tiers busy; and more
 * again once answers come early. */
export class Places {
  #count: number;
  #answers = 0;
  #late = 0;
  #lost = 0;
  #refused = 0;
  #since: number;

  /** @param busy that keep gateway and tiers busy, however long each takes */
  constructor(
    private readonly most: number,
    private readonly now = () => performance.now(),
    private readonly busy = LEAST,
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

  /** Somebody found no place. */
  refused(): void {
    this.#refused++;
  }

  #look(): void {
    const now = this.now();
    const passed = now - this.#since;
    if (passed < LOOK_EVERY_MS) return;
    const all = this.#answers + this.#lost;
    const isLate = (this.#late + this.#lost) * 2 > all;
    if (this.#refused > this.#answers * REFUSED_SHARE && all >= ENOUGH) this.#change(passed, BUSY_MS, this.busy);
    else if (!isLate) this.#count = this.#more;
    else if (all >= ENOUGH) this.#change(passed, TARGET_MS, LEAST);
    this.#answers = this.#late = this.#lost = this.#refused = 0;
    this.#since = now;
  }

  get #more(): number {
    return Math.min(this.most, Math.ceil(this.#count * 1.25));
  }

  /** To as many as are answered in such a time. */
  #change(passed: number, ms: number, least: number): void {
    this.#count = Math.min(this.#more, Math.max(least, Math.ceil((this.#answers / passed) * ms)));
  }
}
