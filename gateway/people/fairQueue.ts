import { type InLine, Line } from "../../schema/process/line";
import { Roll } from "../../schema/process/roll";
import type { Gone } from "../gone";

/** What one person has in hand: places taken, and who waits for one, the longest first. */
interface Share extends InLine<Share> {
  running: number;
  /** undefined while nobody has waited: nearly always there is a place */
  waiting?: Line<Waiting>;
}

interface Waiting extends InLine<Waiting> {
  start(): void;
}

/** Places for so many at once, and no more than a share for each person. Those who wait take turns by person, not by arrival:
 * a hundred requests of one delay another's by one. */
export class FairQueue {
  #running = 0;
  #waiting = 0;
  readonly #shares = new Roll<string, Share>(
    () => ({ running: 0, waiting: undefined, before: undefined, after: undefined }),
    (share) => share.running === 0 && !isWaited(share),
  );
  /** of those who wait and may have one more place: who had a turn last stands last */
  readonly #next = new Line<Share>();

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
    const share = this.#shares.of(person);
    if (!this.isFull && share.running < this.share) {
      this.#take(share);
      return true;
    }
    return this.#turn(share, waitMs, gone);
  }

  leave(person: string): void {
    const share = this.#shares.find(person);
    if (!share?.running) return; // whoever has nothing in hand may still be on the roll
    share.running--;
    this.#running--;
    this.#place(share);
    this.fill();
  }

  /** To be told when there are more places than before: whoever waits does not wait for one who leaves. */
  fill(): void {
    for (let share = this.#next.first; share && !this.isFull; share = this.#next.first) {
      this.#next.leave(share);
      share.waiting?.first?.start();
      this.#place(share);
    }
  }

  #take(share: Share): void {
    share.running++;
    this.#running++;
  }

  #turn(share: Share, waitMs: number, gone: Gone): Promise<boolean> {
    share.waiting ??= new Line();
    const { waiting } = share;
    return new Promise((resolve) => {
      const end = (entered: boolean) => {
        clearTimeout(timer);
        gone.removeEventListener("abort", giveUp);
        waiting.leave(one);
        this.#waiting--;
        if (!entered) this.#place(share);
        resolve(entered);
      };
      const giveUp = () => end(false);
      const start = () => {
        this.#take(share);
        end(true);
      };
      const one = { start, before: undefined, after: undefined };
      const timer = setTimeout(giveUp, waitMs);
      gone.addEventListener("abort", giveUp);
      waiting.join(one);
      this.#waiting++;
      this.#place(share);
    });
  }

  /** Among those who are next, or not. */
  #place(share: Share): void {
    if (!isWaited(share) || share.running >= this.share) this.#next.leave(share);
    else this.#next.join(share);
  }
}

function isWaited({ waiting }: Share): boolean {
  return waiting?.first !== undefined;
}
