import { Tally } from "../../schema/process/tally";

/** Places for files on their way, and how many of them one person may have. Nobody waits for one. */
export class Transfers {
  private readonly ofPerson = new Tally();
  private all = 0;

  constructor(
    private readonly most: number,
    private readonly mostOfOne: number,
  ) {}

  /** @returns whether there was a place, which is to be given back */
  take(person: string): boolean {
    if (this.all >= this.most || this.ofPerson.of(person) >= this.mostOfOne) return false;
    this.all += 1;
    this.ofPerson.up(person);
    return true;
  }

  giveBack(person: string): void {
    this.all -= 1;
    this.ofPerson.down(person);
  }
}
