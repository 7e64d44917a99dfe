import type { Gone } from "../gone";

/** What one person has in hand: places taken, and who waits for one, the longest first. */
interface Share {
  person: string;
  running: number;
  /** undefined while nobody has waited: nearly always there is a place */
  waiting?: Set<() => void>;
}

/** Places for so many at once, and no more than a share for each person. Those who wait take turns by person, not by arrival:
 * a hundred requests of one delay another's by one. */
export class FairQueue {
  #running = 0;
  #waiting = 0;
  readonly #shares = new Map<string, Share>();
  /** of those who wait and may have one more place: who had a turn last stands last */
  readonly #next = new Set<Share>();

  /** @param places how many there are, which may change */
  constructor(
    private readonly places: number | (() => number),
    private readonly share: number,
  ) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get isFull(): boolean {
    return this.#running >= (typeof this.places === "number" ? this.places : this.places());
  }

  /** Takes a place, or waits for one.
   * @returns whether there was one in time; each is to be left */
  async enter(person: string, waitMs: number, gone: Gone): Promise<boolean> {
    const share = this.#shares.get(person) ?? this.#shareFor(person);
    if (!this.isFull && share.running < this.share) {
      this.#take(share);
      return true;
    }
    return this.#turn(share, waitMs, gone);
  }

  leave(person: string): void {
    const share = this.#shares.get(person);
    if (!share) return;
    share.running--;
    this.#running--;
    this.#place(share);
    this.fill();
  }

  /** To be told when there are more places than before: whoever waits does not wait for one who leaves. */
  fill(): void {
    for (const share of this.#next) {
      if (this.isFull) return;
      const [start] = share.waiting ?? [];
      this.#next.delete(share);
      start?.();
      this.#place(share);
    }
  }

  #shareFor(person: string): Share {
    const share: Share = { person, running: 0, waiting: undefined };
    this.#shares.set(person, share);
    return share;
  }

  #take(share: Share): void {
    share.running++;
    this.#running++;
  }

  #turn(share: Share, waitMs: number, gone: Gone): Promise<boolean> {
    share.waiting ??= new Set();
    const { waiting } = share;
    return new Promise((resolve) => {
      const end = (entered: boolean) => {
        clearTimeout(timer);
        gone.removeEventListener("abort", giveUp);
        waiting.delete(start);
        this.#waiting--;
        if (!entered) this.#place(share);
        resolve(entered);
      };
      const giveUp = () => end(false);
      const start = () => {
        this.#take(share);
        end(true);
      };
      const timer = setTimeout(giveUp, waitMs);
      gone.addEventListener("abort", giveUp);
      waiting.add(start);
      this.#waiting++;
      this.#place(share);
    });
  }

  /** Among those who are next, or not; who has nothing in hand is forgotten. */
  #place(share: Share): void {
    const { person, running, waiting } = share;
    const isWaited = waiting !== undefined && waiting.size > 0;
    if (!isWaited || running >= this.share) this.#next.delete(share);
    else this.#next.add(share);
    if (running === 0 && !isWaited) this.#shares.delete(person);
  }
}
