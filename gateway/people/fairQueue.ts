import type { Gone } from "../gone";

/** What one person has in hand: places taken, and who waits for one, the longest first. */
interface Share {
  running: number;
  waiting: Set<() => void>;
}

/** Places for so many at once, and no more than a share for each person. Those who wait take turns by person, not by arrival:
 * a hundred requests of one delay another's by one. */
export class FairQueue {
  #running = 0;
  #waiting = 0;
  /** those who had a turn last stand last */
  readonly #shares = new Map<string, Share>();

  constructor(
    private readonly places: number,
    private readonly share: number,
  ) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get isFull(): boolean {
    return this.#running >= this.places;
  }

  /** Takes a place, or waits for one.
   * @returns whether there was one in time; each is to be left */
  async enter(person: string, waitMs: number, gone: Gone): Promise<boolean> {
    const share = this.#shares.get(person) ?? { running: 0, waiting: new Set() };
    this.#shares.set(person, share);
    if (!this.isFull && share.running < this.share) {
      this.#take(share);
      return true;
    }
    return this.#turn(person, share, waitMs, gone);
  }

  leave(person: string): void {
    const share = this.#shares.get(person);
    if (!share) return;
    share.running--;
    this.#running--;
    this.#forgetIdle(person, share);
    this.#fill();
  }

  #take(share: Share): void {
    share.running++;
    this.#running++;
  }

  #turn(person: string, share: Share, waitMs: number, gone: Gone): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (entered: boolean) => {
        clearTimeout(timer);
        gone.removeEventListener("abort", giveUp);
        share.waiting.delete(start);
        this.#waiting--;
        if (!entered) this.#forgetIdle(person, share);
        resolve(entered);
      };
      const giveUp = () => end(false);
      const start = () => {
        this.#take(share);
        end(true);
      };
      const timer = setTimeout(giveUp, waitMs);
      gone.addEventListener("abort", giveUp);
      share.waiting.add(start);
      this.#waiting++;
    });
  }

  #fill(): void {
    for (const [person, share] of [...this.#shares]) {
      if (this.isFull) return;
      const [start] = share.waiting;
      if (!start || share.running >= this.share) continue;
      start();
      this.#shares.delete(person);
      this.#shares.set(person, share);
    }
  }

  #forgetIdle(person: string, share: Share): void {
    if (share.running === 0 && share.waiting.size === 0) this.#shares.delete(person);
  }
}
